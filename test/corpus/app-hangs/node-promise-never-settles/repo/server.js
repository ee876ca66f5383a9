const http = require("node:http");
const { render } = require("./queue");

const routes = {
  "/": (_request, response) => response.end("invoices\n"),
};

function route(path, handler) {
  routes[path] = handler;
}

route("/invoices/preview", async (_request, response) => {
  const page = await render({ number: 1, total: "12.00" });
  response.setHeader("Content-Type", "text/html");
  response.end(page);
});

http
  .createServer((request, response) => {
    const handler = routes[request.url];
    if (handler) return handler(request, response);
    response.statusCode = 404;
    response.end();
  })
  .listen(3000);
