require("node:http")
  .createServer((request, response) => response.end("<h1>Shop</h1>"))
  .listen(process.env.PORT, "127.0.0.1");
