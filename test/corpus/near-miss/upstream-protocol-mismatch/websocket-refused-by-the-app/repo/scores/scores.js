const { createHash } = require('node:crypto');
const http = require('node:http');

const server = http.createServer((request, response) => response.end('2 : 1\n'));

server.on('upgrade', (request, socket) => {
  if (request.url !== '/ws/live') return socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.write(Buffer.from([0x81, 5, ...Buffer.from('2 : 1')]));
});

server.listen(3000);
