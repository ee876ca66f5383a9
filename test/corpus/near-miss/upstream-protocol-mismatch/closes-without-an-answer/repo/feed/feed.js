const http = require('node:http');

const items = new Map([['/news', ['Bridge reopened']]]);

http
  .createServer((request, response) => {
    const found = items.get(request.url);
    if (!found) return request.socket.destroy();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(found));
  })
  .listen(7000);
