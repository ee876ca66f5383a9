const crypto = require('crypto');
const http = require('http');

let secret = process.env.SESSION_SECRET;
if (!secret) {
  console.error('ERROR: SESSION_SECRET is not set! Sessions will not survive a restart.');
  console.error(new Error('missing environment variable SESSION_SECRET').stack);
  secret = crypto.randomBytes(32).toString('hex');
}

http
  .createServer((req, res) => {
    const sid = crypto.createHmac('sha256', secret).update(req.url).digest('hex').slice(0, 12);
    res.setHeader('Set-Cookie', `sid=${sid}`);
    res.end('polls\n');
  })
  .listen(3000, () => console.log('polls ready'));
