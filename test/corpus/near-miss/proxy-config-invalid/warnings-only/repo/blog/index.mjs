import { createServer } from 'node:http';

createServer((req, res) => res.end('<h1>Posts</h1>')).listen(2368);
