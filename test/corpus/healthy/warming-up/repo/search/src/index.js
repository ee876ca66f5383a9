const http = require('node:http');
const { buildIndex } = require('./build-index');

let index;

http
  .createServer((req, res) => {
    if (!index) {
      res.writeHead(503, { 'retry-after': '5' });
      return res.end('warming up\n');
    }
    res.end(JSON.stringify({ documents: index.size }));
  })
  .listen(3000, async () => {
    console.log('listening on 3000, building the index');
    index = await buildIndex();
    console.log('index is ready');
  });
