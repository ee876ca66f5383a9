import { createServer } from 'node:http';

const server = createServer((req, res) => res.end(`${process.env.COLOUR}\n`));
server.keepAliveTimeout = 75_000;
server.listen(3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
