const http = require('node:http');

http
  .createServer((request, response) => {
    if (!/^\/bot[^/]+\/getUpdates/.test(request.url)) return response.writeHead(404).end('{"ok":false,"error_code":404,"description":"Not Found"}');
    response.writeHead(409, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: false, error_code: 409, description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running' }));
  })
  .listen(8081, '0.0.0.0');
