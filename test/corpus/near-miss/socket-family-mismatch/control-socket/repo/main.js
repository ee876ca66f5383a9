const http = require("node:http");
const net = require("node:net");
const { pauseJobs, resumeJobs, status } = require("./jobs");

// thumbctl pause | resume
net
  .createServer((connection) => {
    connection.on("data", (data) => connection.end(String(data).trim() === "pause" ? pauseJobs() : resumeJobs()));
  })
  .listen("/tmp/thumbctl.sock");

http
  .createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(status()));
  })
  .listen(4000, () => console.log("thumbnails on 4000"));
