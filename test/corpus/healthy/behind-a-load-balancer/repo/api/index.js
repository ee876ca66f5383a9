const http = require("node:http");

http
  .createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ service: "api", path: request.url, client: request.headers["x-real-ip"] ?? null }));
  })
  .listen(3000, () => console.log("api listens"));
