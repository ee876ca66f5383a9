const http = require("node:http");

const notes = [{ id: 1, text: "buy milk" }];

const server = http.createServer((req, res) => {
  if (req.url === "/notes") {
    res.setHeader("Content-Type", "application/json");
    res.end(JSON.stringify(notes));
    return;
  }
  res.setHeader("Content-Type", "text/html");
  res.end("<h1>Notes</h1>");
});

server.listen(3000, () => {
  console.log(`notes (${process.env.NODE_ENV}) is up`);
});
