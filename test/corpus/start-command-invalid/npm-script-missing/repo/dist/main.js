"use strict";
const http = require("node:http");
const server = http.createServer((_request, response) => {
    response.end("{}");
});
server.listen(8080);
