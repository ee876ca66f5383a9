const fs = require('node:fs');
const path = require('node:path');

const folder = path.join(__dirname, '..', 'data');

module.exports = JSON.parse(fs.readFileSync(path.join(folder, 'station.json'), 'utf8'));
