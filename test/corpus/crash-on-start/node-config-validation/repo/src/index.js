const http = require('node:http');
const { loadConfig } = require('./config');

const config = loadConfig();
const tariffs = new Map([['basic', 9], ['plus', 19]]);

const server = http.createServer((req, res) => {
  res.setHeader('content-type', 'application/json');
  res.setHeader('cache-control', `max-age=${config.cache.ttlSeconds}`);
  res.end(JSON.stringify(Object.fromEntries(tariffs)));
});

server.listen(config.http.port, () => {
  console.log(`tariff-api listening on ${config.http.port}`);
});
