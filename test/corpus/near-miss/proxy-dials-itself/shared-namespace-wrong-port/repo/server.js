const http = require('node:http');

http.createServer((req, res) => res.end('calendar\n')).listen(process.env.PORT);
