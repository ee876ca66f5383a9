const http = require("node:http");

const products = [{ id: 1, name: "Teapot" }, { id: 2, name: "Kettle" }];

http
  .createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url === "/" ? products : { path: request.url }));
  })
  .listen(4000, () => console.log("shop on 4000"));
