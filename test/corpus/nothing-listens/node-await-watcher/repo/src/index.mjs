import { createServer } from 'node:http';
import { parcels, watchInbox } from './inbox.mjs';

console.log('watching inbox');
await watchInbox('inbox');

createServer((req, res) => {
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify([...parcels]));
}).listen(3000, '0.0.0.0');
