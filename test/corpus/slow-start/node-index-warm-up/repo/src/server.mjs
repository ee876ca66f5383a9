import { createServer } from 'node:http';
import { loadIndex } from './index.mjs';

const index = await loadIndex();

createServer((req, res) => {
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify({ shards: index.size }));
}).listen(3000, '0.0.0.0', () => console.log('ready'));
