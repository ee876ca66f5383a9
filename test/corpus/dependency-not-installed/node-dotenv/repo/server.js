require('dotenv').config();
const http = require('http');

const port = process.env.PORT || 3000;

http
  .createServer((req, res) => {
    res.end(`${process.env.GREETING || 'hi'}, ${req.url}\n`);
  })
  .listen(port, () => console.log('Listening on ' + port));
