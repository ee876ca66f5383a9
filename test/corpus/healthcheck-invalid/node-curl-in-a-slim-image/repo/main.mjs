import http from "node:http";

const routes = { "/healthz": () => "ok", "/": () => JSON.stringify({ orders: [] }) };

http
  .createServer((request, response) => {
    const answer = routes[request.url];
    response.statusCode = answer ? 200 : 404;
    response.end(answer?.() ?? "not found");
  })
  .listen(3000);
