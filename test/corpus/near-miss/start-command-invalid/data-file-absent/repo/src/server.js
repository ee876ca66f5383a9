const http = require('node:http');
const stations = require('./stations');

http.createServer((req, res) => res.end(JSON.stringify(stations))).listen(3000);
