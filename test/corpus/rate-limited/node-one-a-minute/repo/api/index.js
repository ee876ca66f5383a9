const http = require("http");

const server = http.createServer((req, res) => {
  res.writeHead(200, { "Content-Type": "application/json" });
  res.end(JSON.stringify({ city: "Bergen", rain: true }));
});

server.listen(3000, () => console.log("listening on 3000"));
