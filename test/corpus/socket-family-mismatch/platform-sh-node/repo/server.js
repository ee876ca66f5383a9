const http = require("node:http");

const place = "/run/app.sock";

http.createServer((request, response) => response.end("the board")).listen(place);
