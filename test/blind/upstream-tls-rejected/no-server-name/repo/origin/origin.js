const { readFileSync } = require("node:fs");
const { createServer } = require("node:https");
const { createSecureContext } = require("node:tls");

const contexts = {
  "packages.example.com": createSecureContext({ cert: readFileSync("tls/cert.pem"), key: readFileSync("tls/key.pem") }),
};

const server = createServer({
  SNICallback: (name, done) => (contexts[name] ? done(null, contexts[name]) : done(new Error(`unrecognized name ${name}`))),
}, (request, response) => response.end("index of packages\n"));

server.listen(8443);
