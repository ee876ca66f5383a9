const { createServer } = require("node:http");
const { readFile } = require("node:fs");
const { join } = require("node:path");
const { parseArgs } = require("node:util");

const { values } = parseArgs({
  options: { host: { type: "boolean", default: false }, port: { type: "string", default: "5173" } },
});
const host = values.host ? "0.0.0.0" : "localhost";

createServer((request, response) => {
  const file = request.url === "/" ? "/index.html" : request.url.split("?")[0];
  readFile(join(__dirname, "..", "public", file), (error, data) => {
    if (error) return response.writeHead(404).end("not found");
    response.end(data);
  });
}).listen(Number(values.port), host, () => console.log(`dev server on http://${host}:${values.port}/`));
