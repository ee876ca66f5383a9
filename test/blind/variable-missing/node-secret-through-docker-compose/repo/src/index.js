import { createServer } from "node:http";
import { config } from "./config.js";

createServer((request, response) => {
  if (request.url === "/admin" && request.headers["x-token"] !== config.apiToken) return response.writeHead(403).end();
  response.end("places");
}).listen(8080);
