import { createServer } from 'node:http';
import { createLogger } from '@harbor/logger';

const log = createLogger('api');

createServer((req, res) => {
  log(`${req.method} ${req.url}`);
  res.writeHead(200, { 'content-type': 'application/json' });
  res.end('{"berths":12}');
}).listen(3000, '0.0.0.0', () => log('listening on 3000'));
