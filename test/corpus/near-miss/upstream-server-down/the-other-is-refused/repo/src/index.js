const { createServer } = require("node:http");

const posts = [{ slug: "first", title: "First post" }, { slug: "moved", title: "We have moved" }];

createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(posts));
}).listen(4000, () => console.log("blog on 4000"));
