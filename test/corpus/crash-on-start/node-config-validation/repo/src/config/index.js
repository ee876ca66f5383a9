const fs = require('node:fs');
const path = require('node:path');
const { validate } = require('./validate');

function loadConfig() {
  const file = path.join(__dirname, '..', '..', 'config', `${process.env.NODE_CONFIG || 'default'}.json`);
  return validate(JSON.parse(fs.readFileSync(file, 'utf8')));
}

module.exports = { loadConfig };
