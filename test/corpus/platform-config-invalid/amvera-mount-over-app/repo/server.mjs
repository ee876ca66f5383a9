import { createServer } from "node:http";

const notes = [];

createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(notes));
}).listen(3000);
