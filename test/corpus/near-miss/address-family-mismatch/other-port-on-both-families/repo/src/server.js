import { createServer } from "node:http";

const port = Number(process.env.PORT ?? 3000);

const server = createServer((request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ service: "notes", path: request.url }));
});

server.listen(3000, "::", () => console.log(`listening on ${port}`));
