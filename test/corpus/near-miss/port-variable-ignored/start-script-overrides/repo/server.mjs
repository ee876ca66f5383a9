import { createServer } from "node:http";

createServer((_request, response) => response.end("no open tickets\n")).listen(Number(process.env.PORT ?? 8000));
