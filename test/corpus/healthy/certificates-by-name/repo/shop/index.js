const http = require("node:http");

http
  .createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ service: "shop", path: request.url, client: request.headers["x-real-ip"] ?? null }));
  })
  .listen(8055, () => console.log("shop listens"));
