const http = require('node:http');

http.createServer((req, res) => res.end('library\n')).listen(3000);
