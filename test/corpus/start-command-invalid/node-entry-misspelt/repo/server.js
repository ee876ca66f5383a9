const http = require('http');

const readings = [1013, 1009, 1011];

http
  .createServer((req, res) => {
    res.writeHead(200, { 'Content-Type': 'application/json' });
    res.end(JSON.stringify({ hPa: readings.at(-1) }));
  })
  .listen(3000, '0.0.0.0');
