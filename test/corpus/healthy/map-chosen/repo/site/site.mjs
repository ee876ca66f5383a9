import { createServer } from 'node:http';

const { SITE = 'site', PORT = '8080' } = process.env;

createServer((request, response) => response.end(`${SITE}\n`)).listen(Number(PORT), () => console.log(`${SITE} on ${PORT}`));
