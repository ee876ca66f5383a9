const http = require('node:http');
const { count, startMetrics } = require('./lib/metrics');

const server = http.createServer((req, res) => {
  count(req.url);
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify({ city: 'Graz', celsius: 11 }));
});

server.listen(3000, () => {
  console.log('api is up');
  startMetrics();
});
