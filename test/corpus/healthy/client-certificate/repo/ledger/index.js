const http = require("node:http");

http
  .createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ service: "ledger", path: request.url, client: request.headers["x-real-ip"] ?? null }));
  })
  .listen(7000, () => console.log("ledger listens"));
