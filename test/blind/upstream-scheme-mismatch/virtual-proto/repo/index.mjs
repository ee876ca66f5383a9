import http from "node:http";

http.createServer((_, response) => response.end("<h1>Ghost</h1>")).listen(2368);
console.log("Your site is now available on https://ghost.example.com/");
