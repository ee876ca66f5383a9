const http = require("node:http");

http
  .createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ service: "panel", path: request.url, client: request.headers["x-real-ip"] ?? null }));
  })
  .listen(8000, () => console.log("panel listens"));
