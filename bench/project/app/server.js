const address = process.env.LISTEN ?? "0.0.0.0";
if (process.env.CRASH) throw new Error("bench: crash at start");
require("node:http")
  .createServer((_request, response) => response.end("ok\n"))
  .listen(3000, address);
