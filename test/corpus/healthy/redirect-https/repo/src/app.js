const http = require('http');

http
  .createServer((req, res) => {
    if (req.headers['x-forwarded-proto'] !== 'https') {
      res.writeHead(308, { Location: `https://${req.headers.host}${req.url}` });
      return res.end();
    }
    res.end('payslips');
  })
  .listen(3000);
