const http = require("http");

const app = http.createServer((req, res) => {
  res.end("It works!\n");
});

app.listen(80, "0.0.0.0");
console.log("Running on http://0.0.0.0:80/");
