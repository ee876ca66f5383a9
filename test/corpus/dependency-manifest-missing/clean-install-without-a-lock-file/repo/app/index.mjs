import { createServer } from "node:http";
import ms from "ms";

const started = Date.now();

createServer((request, response) => {
  response.writeHead(200, { "content-type": "text/plain" });
  response.end(`up for ${ms(Date.now() - started)}\n`);
}).listen(3000);
