const http = require("node:http");

const buses = { 12: "4 min", 31: "11 min" };

http
  .createServer((request, response) => {
    response.end(JSON.stringify(buses));
  })
  .listen(3000);
