require("node:http")
  .createServer((request, response) => response.end("issue 7"))
  .listen(process.env.PORT, "127.0.0.1");
