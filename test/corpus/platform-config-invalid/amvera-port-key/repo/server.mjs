import { createServer } from "node:http";

createServer((request, response) => {
  response.end("<h1>Portfolio</h1>");
}).listen(3000, "0.0.0.0");
