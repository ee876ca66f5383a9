const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

exports.openCache = (folder) => {
  mkdirSync(folder, { recursive: true });
  return {
    get(key, make) {
      const path = join(folder, createHash('sha1').update(key).digest('hex'));
      if (!existsSync(path)) writeFileSync(path, make());
      return readFileSync(path, 'utf8');
    },
  };
};
