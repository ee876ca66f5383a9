const http = require("node:http");

const orders = [{ id: 17, total: 42.5 }];

http
  .createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url === "/orders" ? orders : { service: "orders" }));
  })
  .listen(4000, () => console.log("orders on 4000"));
