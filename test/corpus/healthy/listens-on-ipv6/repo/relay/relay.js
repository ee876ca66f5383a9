const http = require('node:http');

http
  .createServer((req, res) => res.end(`${req.socket.remoteAddress}\n`))
  .listen({ host: '::', port: 3000 }, () => console.log('relay on [::]:3000'));
