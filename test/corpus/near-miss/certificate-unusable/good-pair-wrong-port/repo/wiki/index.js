const http = require("node:http");

http
  .createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ service: "wiki", path: request.url, client: request.headers["x-real-ip"] ?? null }));
  })
  .listen(4100, () => console.log("wiki listens"));
