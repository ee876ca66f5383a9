const http = require('node:http');

const server = http.createServer((req, res) => {
  res.writeHead(200, { 'content-type': 'text/html' });
  res.end('<h1>Residents portal</h1>');
});

server.listen(80, '0.0.0.0', () => console.log('portal is ready'));
