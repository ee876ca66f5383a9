const { createServer } = require('node:http');
const { openCache } = require('./cache');

const cache = openCache(process.env.CACHE_DIR);

createServer((request, response) => {
  const svg = cache.get(request.url, () => `<svg xmlns="http://www.w3.org/2000/svg"><text y="12">${request.url.length}</text></svg>`);
  response.setHeader('content-type', 'image/svg+xml');
  response.end(svg);
}).listen(3000, () => console.log('images on 3000'));
