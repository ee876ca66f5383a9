import('node:http').then(({ createServer }) => {
  createServer((req, res) => {
    res.writeHead(200, { 'content-type': 'text/html' });
    res.end('<title>ticketdesk</title><div id="app"></div>');
  }).listen(3000);
});
