const fs = require('node:fs');
const http = require('node:http');

const tickets = JSON.parse(fs.readFileSync('/tmp/tickets.json', 'utf8'));

http
  .createServer((req, res) => {
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(tickets));
  })
  .listen(process.env.PORT, () => console.log(`tickets on ${process.env.PORT}`));
