import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const settings = JSON.parse(readFileSync("/etc/tracker.json", "utf8"));

const server = createServer((request, response) => {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ carrier: settings.carrier, parcels: [] }));
});
server.listen(settings.port, () => console.log(`tracker ready on ${settings.port}`));
process.on("SIGTERM", () => server.close());
