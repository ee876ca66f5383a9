import { createServer } from "node:http";

const maps = { europe: 44, asia: 49, africa: 54 };

const server = createServer((request, response) => {
  const name = request.url.slice(1);
  response.setHeader("Content-Type", "application/json");
  if (name && !(name in maps)) response.statusCode = 404;
  response.end(JSON.stringify(name ? (maps[name] ?? null) : maps));
});

server.listen(3000, "0.0.0.0", () => console.log("atlas is open"));
