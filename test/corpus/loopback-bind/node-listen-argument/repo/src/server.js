const http = require('node:http');
const { pixel } = require('./pixel');

const PORT = process.env.PORT || 3000;

const server = http.createServer((req, res) => {
  if (req.url.startsWith('/p.gif')) {
    res.writeHead(200, { 'content-type': 'image/gif', 'cache-control': 'no-store' });
    res.end(pixel);
    return;
  }
  res.end('pixel-api\n');
});

server.listen(PORT, '127.0.0.1', () => {
  console.log('pixel-api is up');
});
