import { createServer } from "node:http";

const letters = ["Dear Ann", "Dear Bob"];

const server = createServer((request, response) => response.end(`${letters.length} letters\n`));

server.listen({ port: 4000, host: "127.0.0.1" }, () => {
  console.log("letters are open");
});
