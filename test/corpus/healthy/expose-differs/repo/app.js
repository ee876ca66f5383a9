const http = require('http');
const port = process.env.PORT || 3000;

http.createServer((req, res) => res.end('poll\n')).listen(port, () => console.log(`poll on ${port}`));
