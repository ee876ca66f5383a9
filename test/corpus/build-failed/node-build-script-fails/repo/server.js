const { createServer } = require("node:http");
const { readdirSync } = require("node:fs");

createServer((request, response) => response.end(readdirSync("dist").join("\n"))).listen(3000);
