const http = require('node:http');

http.createServer((req, res) => res.end('0 messages\n')).listen(3000);
