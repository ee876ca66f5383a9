import http from "node:http";
import pg from "pg";

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query("create table if not exists thread (id serial primary key, title text)");

http
  .createServer(async (request, response) => {
    const { rows } = await client.query("select count(*)::int as threads from thread");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(rows[0]));
  })
  .listen(process.env.PORT);
