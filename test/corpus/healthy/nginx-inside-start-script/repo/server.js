const http = require("node:http");

const port = Number(process.env.PORT || 3000);

http
  .createServer((request, response) => {
    response.setHeader("Content-Type", "text/plain");
    response.end(request.url === "/api/now" ? "18 degrees, light rain\n" : "weather board\n");
  })
  .listen(port, "127.0.0.1", () => console.log(`listening on ${port}`));
