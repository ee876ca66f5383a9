const { mkdirSync, appendFileSync } = require("node:fs");
const { createServer } = require("node:http");

mkdirSync("logs", { recursive: true });

createServer((request, response) => {
  appendFileSync("logs/requests.log", `${request.method} ${request.url}\n`);
  response.end("relayed");
}).listen(Number(process.env.PORT), "127.0.0.1");
