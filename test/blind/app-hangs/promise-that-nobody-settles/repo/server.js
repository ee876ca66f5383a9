const http = require("node:http");
const { load, catalogue } = require("./store");

load();

http
  .createServer(async (request, response) => {
    if (request.url === "/version") return response.end("1.0");
    const items = await catalogue();
    response.end(items.join(", "));
  })
  .listen(8080, () => console.log("shop on 8080"));
