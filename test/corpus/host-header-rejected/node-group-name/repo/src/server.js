const http = require("node:http");

const allowedHosts = ["blog.example.com", "www.blog.example.com"];

const server = http.createServer((request, response) => {
  const host = (request.headers.host ?? "").split(":")[0];
  if (!allowedHosts.includes(host)) {
    response.writeHead(421, { "content-type": "text/plain" });
    response.end(`unknown host ${host}\n`);
    return;
  }
  response.end("<h1>Notes from the garden</h1>");
});

server.listen(8080);
