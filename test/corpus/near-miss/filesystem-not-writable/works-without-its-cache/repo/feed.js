const { createServer } = require('node:http');
const { mkdirSync } = require('node:fs');

let folder = '/app/cache';
try {
  mkdirSync(folder);
} catch (error) {
  console.error(error);
  console.error('keeping the feed in memory');
  folder = undefined;
}

createServer((request, response) => {
  response.setHeader('content-type', 'application/xml');
  response.end(`<feed cached="${folder !== undefined}"/>`);
}).listen(3000);
