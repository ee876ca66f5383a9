const http = require("node:http");
const fs = require("node:fs");

const socket = process.env.SOCKET;
if (fs.existsSync(socket)) fs.unlinkSync(socket);

http
  .createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ path: request.url, tickets: 3 }));
  })
  .listen(socket, () => console.log(`listening on ${socket}`));
