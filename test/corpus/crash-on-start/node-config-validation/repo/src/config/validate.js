const schema = {
  'http.port': 'number',
  'cache.ttlSeconds': 'number',
  'cache.maxEntries': 'number',
};

function validate(config) {
  for (const [key, type] of Object.entries(schema)) {
    const value = key.split('.').reduce((node, part) => node?.[part], config);
    if (typeof value !== type) {
      throw new TypeError(`config: "${key}" must be a ${type}, got ${JSON.stringify(value)}`);
    }
  }
  return config;
}

module.exports = { validate };
