const http = require('node:http');

function serve(name, port, handler) {
  const server = http.createServer(handler);
  server.on('error', (error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    console.error(`${name}: ${error.message}, trying ${port + 1}`);
    serve(name, port + 1, handler);
  });
  server.listen(port, () => console.log(`${name} on ${server.address().port}`));
}

serve('board', 3000, (req, res) => res.end('board\n'));
serve('status', 3000, (req, res) => res.end('{"ok":true}'));
