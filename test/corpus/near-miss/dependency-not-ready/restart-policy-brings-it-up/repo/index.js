const { createServer } = require('node:http');
const { Client } = require('pg');

const client = new Client({ host: process.env.DB_HOST, user: 'postgres', password: process.env.DB_PASSWORD });

client
  .connect()
  .then(() => client.query('CREATE TABLE IF NOT EXISTS sightings (id serial PRIMARY KEY, bird text)'))
  .then(() => {
    createServer(async (request, response) => {
      const { rows } = await client.query('SELECT count(*) FROM sightings');
      response.end(`${rows[0].count} sightings\n`);
    }).listen(5000, () => console.log('listening on 5000'));
  })
  .catch((error) => {
    console.error(error);
    process.exit(1);
  });
