import { rmSync } from "node:fs";
import { createServer } from "node:http";

const path = process.env.SOCKET_PATH;
rmSync(path, { force: true });

const server = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ room: request.url, online: 7 }));
});

server.listen(path, () => {
  console.log(`chat listens on ${path}`);
});
