const fs = require('node:fs');
const http = require('node:http');

http
  .createServer((req, res) => {
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(fs.readdirSync('/data/incoming')));
  })
  .listen(5000);
