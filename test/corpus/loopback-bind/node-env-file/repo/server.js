const http = require('node:http');

const { HOST, PORT = '4000', ROOM_LIMIT = '10' } = process.env;
const rooms = new Map();

const server = http.createServer((req, res) => {
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify({ rooms: rooms.size, limit: Number(ROOM_LIMIT) }));
});

server.listen({ host: HOST, port: Number(PORT) });
