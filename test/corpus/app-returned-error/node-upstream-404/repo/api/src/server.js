import { createServer } from 'node:http';
import { fetchStock } from './stock.js';

createServer(async (req, res) => {
  try {
    const items = await fetchStock();
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ items }));
  } catch (error) {
    console.error(`${req.method} ${req.url}: ${error.message}`);
    res.writeHead(502, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ error: 'stock is not available' }));
  }
}).listen(3000, () => console.log('store-api on 3000'));
