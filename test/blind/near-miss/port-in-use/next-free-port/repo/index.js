const http = require("http");

const metrics = http.createServer((request, response) => response.end("requests_total 1\n"));
const app = http.createServer((request, response) => response.end("<h1>Nuxt</h1>"));

function listen(server, port) {
  server.once("error", (error) => {
    if (error.code !== "EADDRINUSE") throw error;
    console.error(`Error: listen EADDRINUSE: address already in use 0.0.0.0:${port}`);
    console.warn(`Port ${port} is in use, trying another one...`);
    listen(server, port + 1);
  });
  server.listen(port, "0.0.0.0", () => console.log(`listening on ${port}`));
}

metrics.listen(3000, "0.0.0.0", () => listen(app, 3000));
