import { appendFileSync, readFileSync } from "node:fs";
import { createServer } from "node:http";

const journal = "/data/journal.log";
appendFileSync(journal, `started ${new Date().toISOString()}\n`);

createServer((request, response) => response.end(readFileSync(journal))).listen(8080);
