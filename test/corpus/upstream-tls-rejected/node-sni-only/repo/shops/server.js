const fs = require("node:fs");
const https = require("node:https");
const tls = require("node:tls");

const contexts = Object.fromEntries(
  ["shops", "admin"].map((name) => [
    name,
    tls.createSecureContext({ key: fs.readFileSync(`certs/${name}.key`), cert: fs.readFileSync(`certs/${name}.crt`) }),
  ]),
);

const options = {
  SNICallback: (name, done) => (contexts[name] ? done(null, contexts[name]) : done(new Error(`no certificate for ${name}`))),
};

https
  .createServer(options, (request, response) => response.end(`${request.socket.servername}: 3 shops\n`))
  .on("tlsClientError", (error) => console.error(`TLS: ${error.message}`))
  .listen(8443, () => console.log("shops on 8443"));
