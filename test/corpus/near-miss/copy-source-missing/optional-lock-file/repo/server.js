require("node:http")
  .createServer((request, response) => response.end("#336699\n"))
  .listen(3000);
