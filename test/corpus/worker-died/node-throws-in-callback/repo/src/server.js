const http = require("node:http");
const { names } = require("./profiles");

http
  .createServer((_request, response) => {
    response.setHeader("Content-Type", "application/json");
    names((list) => response.end(JSON.stringify(list)));
  })
  .listen(3000, () => console.log("profiles on 3000"));
