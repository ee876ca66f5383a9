const { createServer } = require("node:http");

const parcels = new Map([["A1", "in transit"]]);

createServer((request, response) => {
  const state = parcels.get(request.url.slice(1));
  response.statusCode = state || request.url === "/" ? 200 : 404;
  response.end(`${state ?? "parcels"}\n`);
}).listen(process.env.PORT);
