const http = require('node:http');

const warmUp = Number(process.env.WARMUP_SECONDS || 0) * 1000;
console.log('starting, please wait');

setTimeout(() => {
  http.createServer((req, res) => res.end('reports\n')).listen(3000, () => console.log('ready'));
}, warmUp);
