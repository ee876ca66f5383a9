import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

const options = { key: readFileSync('/tls/orders.key'), cert: readFileSync('/tls/orders.pem') };

createServer(options, (request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify([{ id: 9001, state: 'packed' }]));
}).listen(8443);
