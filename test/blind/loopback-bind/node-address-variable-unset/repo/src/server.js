import { createServer } from "node:http";
import { render } from "./render.js";

const settings = {
  ip: process.env.IP || "127.0.0.1",
  port: Number(process.env.PORT || 3000),
};

const server = createServer((request, response) => {
  response.setHeader("content-type", "text/html");
  response.end(render(request.url));
});

server.listen(settings.port, settings.ip, () => {
  console.log(`recipe-box ready, port ${settings.port}`);
});
