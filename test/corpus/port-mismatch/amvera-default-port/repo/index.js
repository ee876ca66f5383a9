const http = require("node:http");

const questions = [{ id: 1, text: "2 + 2?" }];

http
  .createServer((req, res) => {
    res.writeHead(200, { "content-type": "application/json" });
    res.end(JSON.stringify(questions));
  })
  .listen(3000, () => console.log("quiz is up"));
