const http = require('node:http');

const port = Number(process.env.PORT || 5000);
const bookmarks = [{ id: 1, title: 'nginx docs', url: 'https://nginx.org/en/docs/' }];

const server = http.createServer((req, res) => {
  if (req.url === '/api/bookmarks') {
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(bookmarks));
    return;
  }
  res.setHeader('content-type', 'text/html');
  res.end('<h1>Bookmarks</h1>');
});

server.listen(port, () => console.log(`bookmarks listening on ${port}`));
