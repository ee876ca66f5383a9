const { createServer } = require("node:http");

const tides = [{ place: "Brest", high: "04:12" }];

const server = createServer((request, response) => {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(tides));
});
server.listen(3000, () => console.log("tide tables on 3000"));
