const { fork } = require('node:child_process');
const http = require('node:http');

let previews = 0;
const worker = fork('./previews.js');
worker.on('message', (count) => (previews = count));
worker.on('exit', (code, signal) => console.error(`previews: worker ended (${signal ?? code}), using originals`));

http.createServer((req, res) => res.end(`${previews} previews\n`)).listen(3000);
