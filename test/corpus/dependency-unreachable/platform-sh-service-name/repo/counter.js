const http = require("node:http");
const net = require("node:net");

const { hostname, port } = new URL(process.env.CACHE_URL);
const cache = net.connect({ host: hostname, port: Number(port) });

cache.on("error", (error) => {
  console.error(`cache: ${error.message}`);
  process.exit(1);
});

cache.on("connect", () => {
  http
    .createServer((request, response) => {
      cache.once("data", (reply) => response.end(`visit ${reply.toString().slice(1)}`));
      cache.write("INCR visits\r\n");
    })
    .listen(process.env.PORT, "127.0.0.1");
});
