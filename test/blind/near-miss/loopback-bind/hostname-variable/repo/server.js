const http = require("http");

const port = parseInt(process.env.PORT, 10) || 3000;
const hostname = process.env.HOSTNAME || "0.0.0.0";

http
  .createServer((req, res) => {
    res.writeHead(200, { "Content-Type": "text/html" });
    res.end("<main>Landing page</main>");
  })
  .listen(port, hostname, () => console.log(`> Ready on http://localhost:${port}`));
