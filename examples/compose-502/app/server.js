const http = require("node:http");

const port = Number(process.env.PORT || 3000);
const notes = ["Buy milk", "Call the plumber"];

const server = http.createServer((request, response) => {
  if (request.url === "/api/notes") {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(notes));
    return;
  }
  if (request.url === "/") {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(`<h1>Notes</h1><ul>${notes.map((note) => `<li>${note}</li>`).join("")}</ul>`);
    return;
  }
  response.writeHead(404, { "content-type": "text/plain" });
  response.end("Not found\n");
});

server.listen(port, () => console.log(`notes listen on port ${port}`));

process.on("SIGTERM", () => server.close());
