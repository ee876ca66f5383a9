const http = require('node:http');
const { rooms } = require('./rooms.json');

const web = http.createServer((req, res) => res.end(`${names.length} rooms\n`));
const control = http.createServer((req, res) => res.end('ok\n'));
let names = [];

control.on('error', (error) => {
  console.error('control server not started:', error.message);
  names = rooms.map((room) => room.name);
});
web.listen(5000, () => control.listen(5000));
