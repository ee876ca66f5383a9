const fs = require("fs");
const http = require("http");

const path = "/run/app/http.sock";
fs.rmSync(path, { force: true });
http
  .createServer((request, response) => response.end("over a socket"))
  .listen({ path, writableAll: true, readableAll: true }, () => console.log(`listening on ${path}`));
