import { createServer } from 'node:http';
import { createClient } from 'redis';

const store = createClient({
  url: process.env.REDIS_URL,
  socket: { reconnectStrategy: false },
});
await store.connect();

const server = createServer(async (request, response) => {
  const votes = await store.incr('votes');
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ votes }));
});

server.listen(process.env.PORT, () => console.log('polls-api ready'));
