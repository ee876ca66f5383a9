const http = require("node:http");

http
  .createServer((request, response) => {
    response.end(`prices for ${request.headers["x-country"] || "nowhere"}\n`);
  })
  .listen(4500, () => console.log("prices"));
