import { mkdirSync, writeFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";

const folder = process.env.DATA_DIR;
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/first.svg`, "<svg xmlns='http://www.w3.org/2000/svg'/>");

createServer((request, response) => {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ greeting: process.env.GREETING, sketches: readdirSync(folder) }));
}).listen(8087, "0.0.0.0");
