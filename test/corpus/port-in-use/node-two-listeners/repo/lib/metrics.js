const http = require('node:http');

const hits = new Map();

exports.count = (path) => hits.set(path, (hits.get(path) ?? 0) + 1);

exports.startMetrics = () => {
  http
    .createServer((req, res) => res.end([...hits].map(([path, n]) => `hits{path="${path}"} ${n}\n`).join('')))
    .listen(3000, '0.0.0.0');
};
