const http = require('node:http');

const server = http.createServer((req, res) => {
  if (process.env.READ_ONLY === '1') {
    res.writeHead(503, { 'retry-after': '120' });
    res.end('read only\n');
    return;
  }
  res.end('tickets\n');
});

server.listen(3000, () => console.log('tickets on 3000'));
