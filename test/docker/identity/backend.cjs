const { createServer } = require("node:http");

const text = "the backend says so. ".repeat(20);

const answers = {
  "/echo": (request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => response.end(JSON.stringify([request.method, request.url, request.httpVersion, request.rawHeaders, Buffer.concat(chunks).toString()])));
  },
  "/length": (request, response) => response.setHeader("X-Backend", "1").setHeader("Content-Length", text.length).end(text),
  "/chunked": (request, response) => (response.write(text), response.end("end")),
  "/big": (request, response) => response.setHeader("Content-Type", "application/octet-stream").end(Buffer.alloc(300_000, text)),
  "/stream": (request, response) => {
    let left = 5;
    const next = () => (left-- > 0 ? response.write(`piece ${left}\n`, () => setTimeout(next, 5)) : response.end());
    next();
  },
  "/cookies": (request, response) => response.setHeader("Set-Cookie", ["a=1; Path=/; HttpOnly", "b=2; Path=/"]).end("ok"),
  "/redirect": (request, response) => response.writeHead(302, { Location: "http://backend:9000/target" }).end(),
  "/error": (request, response) => response.writeHead(503, { "Retry-After": "5" }).end("out of order"),
  "/conditional": (request, response) => {
    response.setHeader("ETag", '"v1"');
    if (request.headers["if-none-match"] === '"v1"') response.writeHead(304).end();
    else response.end(text);
  },
  "/json": (request, response) =>
    response
      .setHeader("Content-Type", "application/json")
      .setHeader("Content-Length", text.length + 2)
      .end(JSON.stringify(text)),
  "/html": (request, response) => response.setHeader("Content-Type", "text/html").end("<p>the backend and the backend</p>"),
};

const server = createServer((request, response) => {
  const answer = answers[request.url.split("?")[0]];
  if (answer) answer(request, response);
  else response.writeHead(404).end("nothing here");
});
server.on("upgrade", (request, socket) => {
  socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
  socket.on("data", (data) => socket.end(`echo ${data}`));
});
server.listen(9000);
