const http = require('node:http');

const server = http.createServer((req, res) => {
  res.setHeader('content-type', 'application/atom+xml');
  res.end('<feed xmlns="http://www.w3.org/2005/Atom"></feed>');
});

server.listen(8080, '::', () => {
  const { address, port } = server.address();
  console.log(`http://[${address}]:${port}`);
});
