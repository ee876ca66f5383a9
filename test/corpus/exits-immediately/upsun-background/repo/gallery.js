const { createServer } = require("node:http");

createServer((request, response) => response.end("pictures")).listen(process.env.PORT);
