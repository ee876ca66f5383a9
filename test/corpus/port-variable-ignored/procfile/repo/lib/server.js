const { createServer } = require("node:http");
const { shelf } = require("./shelf");

const server = createServer((request, response) => {
  if (request.url === "/healthz") {
    response.end("ok");
    return;
  }
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ shelf }));
});

server.listen(3000);
