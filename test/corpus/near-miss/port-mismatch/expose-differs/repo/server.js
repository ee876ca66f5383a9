const { createServer } = require('node:http');

createServer((req, res) => {
  res.end('linkcheck ok\n');
}).listen(3000, '0.0.0.0', () => console.log('ready on :3000'));
