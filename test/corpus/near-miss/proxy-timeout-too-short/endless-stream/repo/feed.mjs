import { createServer } from "node:http";

const readers = new Set();

createServer((request, response) => {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.write(": welcome\n\n");
  readers.add(response);
  request.on("close", () => readers.delete(response));
}).listen(4000);

// News are rare.
setInterval(() => {
  for (const reader of readers) reader.write(`data: ${JSON.stringify({ at: Date.now() })}\n\n`);
}, 300_000);
