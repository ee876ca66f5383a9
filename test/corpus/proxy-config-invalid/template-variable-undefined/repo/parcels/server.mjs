import { createServer } from "node:http";

const parcels = new Map([["A1", "on its way"]]);

createServer((request, response) => {
  const status = parcels.get(request.url.split("/").at(-1));
  response.end(status ?? "parcels\n");
}).listen(Number(process.env.PORT));
