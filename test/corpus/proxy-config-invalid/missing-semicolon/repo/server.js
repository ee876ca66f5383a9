const http = require('http');

http
  .createServer((req, res) => {
    res.setHeader('Content-Type', 'application/json');
    res.end('["borscht","kringel"]');
  })
  .listen(3000);
