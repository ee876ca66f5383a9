const http = require('http');

const port = Number(process.env.PORT || 5000);

http
  .createServer((req, res) => {
    res.setHeader('content-type', 'image/svg+xml');
    res.end('<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><text x="8" y="24">label</text></svg>');
  })
  .listen(port, () => console.log(`labels listening on ${port}`));
