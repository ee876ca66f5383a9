import { createServer } from "node:http";

const server = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ todos: [] }));
});

server.listen(process.env.PORT ?? 3000);
