const { createServer } = require('node:http');
const { setTimeout: delay } = require('node:timers/promises');

async function loadIndex() {
  const items = [];
  for (let page = 1; page <= 8; page++) {
    await delay(400);
    items.push({ id: page, name: `Item ${page}` });
  }
  return items;
}

loadIndex().then((items) => {
  createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(items));
  }).listen(7000, () => console.log(`catalogue of ${items.length} items on 7000`));
});
