const { setTimeout: pause } = require('node:timers/promises');

async function buildIndex() {
  const index = new Map();
  for (let batch = 0; batch < 8; batch++) {
    await pause(1000);
    index.set(batch, []);
  }
  return index;
}

module.exports = { buildIndex };
