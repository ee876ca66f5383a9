const http = require("node:http");

http
  .createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ service: "blog", path: request.url, client: request.headers["x-real-ip"] ?? null }));
  })
  .listen(2368, () => console.log("blog listens"));
