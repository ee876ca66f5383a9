import { createServer } from "node:http";

const port = Number(process.env.PORT ?? 3000);

createServer((request, response) => response.end("Simplicity is prerequisite for reliability.")).listen(port, "localhost");
