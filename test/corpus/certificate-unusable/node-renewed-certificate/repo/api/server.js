const http = require("node:http");

const rooms = [
  { name: "Oslo", seats: 8 },
  { name: "Lisbon", seats: 4 },
];

const server = http.createServer((request, response) => {
  if (request.url === "/rooms") {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(rooms));
    return;
  }
  response.end("intra\n");
});

server.listen(Number(process.env.PORT ?? 3000), () => console.log("ready"));
