const http = require('node:http');
const { preload } = require('./cache');

console.log('preloading tiles');
const tiles = preload(1000);

http
  .createServer((req, res) => {
    const tile = tiles[Math.abs(Number(req.url.slice(1)) || 0) % tiles.length];
    res.setHeader('Content-Type', 'application/octet-stream');
    res.end(tile.subarray(0, 1024));
  })
  .listen(3000, () => console.log('tiles ready'));
