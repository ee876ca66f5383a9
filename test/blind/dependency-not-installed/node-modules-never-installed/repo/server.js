const http = require("http");
const ms = require("ms");

const maxAge = ms("1 day") / 1000;

http
  .createServer((req, res) => {
    res.setHeader("Cache-Control", `max-age=${maxAge}`);
    res.setHeader("Content-Type", "application/xml");
    res.end('<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>');
  })
  .listen(8080);
