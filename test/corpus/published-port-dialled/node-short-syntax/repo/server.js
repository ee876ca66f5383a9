const http = require('node:http');

const products = [{ sku: 'MUG-01', price: 12 }];

http
  .createServer((req, res) => {
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(req.url === '/products' ? products : { shop: 'open' }));
  })
  .listen(3000, () => console.log('shop on port 3000'));
