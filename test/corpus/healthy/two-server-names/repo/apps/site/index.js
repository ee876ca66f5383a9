require('http')
  .createServer((req, res) => res.end('<h1>Bakery</h1>'))
  .listen(3000);
