const http = require("node:http");
const { load } = require("./settings");

http
  .createServer(async (request, response) => {
    const settings = await load();
    response.end(`theme: ${settings.theme}\n`);
  })
  .listen(3000, () => console.log("listening on 3000"));
