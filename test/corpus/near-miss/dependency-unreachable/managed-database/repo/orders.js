const { createServer } = require('node:http');
const { Client } = require('pg');

async function main() {
  const client = new Client();
  await client.connect();
  createServer(async (request, response) => {
    const { rows } = await client.query('SELECT count(*) FROM orders');
    response.end(JSON.stringify(rows[0]));
  }).listen(3000);
}

main();
