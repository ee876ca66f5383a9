const http = require("http");

http.createServer((req, res) => res.end(`shop for ${req.headers.host}\n`)).listen(3000);
