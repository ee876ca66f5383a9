const http = require('node:http');
const settings = require('./settings.json');

const slots = Array.from({ length: settings.limits.perDay }, (_, index) => index);
const opening = settings.openingHours.from;

http
  .createServer((req, res) => {
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify({ title: settings.title, opening, free: slots.length }));
  })
  .listen(3000, '0.0.0.0');
