const { createServer } = require("node:http");
const { readFileSync } = require("node:fs");

const names = readFileSync("/etc/hosts", "utf8");
if (!names.includes("mail.example.com")) throw new Error("the mail host is not known");

createServer((request, response) => {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ orders: [], url: request.url }));
}).listen(Number(process.env.PORT));
