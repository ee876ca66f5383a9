import { createServer } from "node:http";

createServer((request, response) => {
  response.setHeader("Content-Type", "text/html");
  response.write("<!doctype html><body>");
  response.end("<h1>News</h1></body>");
}).listen(4000, "0.0.0.0");
