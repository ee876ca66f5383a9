import { setTimeout as sleep } from 'node:timers/promises';

const SHARDS = 12;

export async function loadIndex() {
  const index = new Map();
  for (let shard = 1; shard <= SHARDS; shard++) {
    await sleep(1000);
    index.set(`shard-${shard}`, []);
    console.log(`loaded shard ${shard} of ${SHARDS}`);
  }
  return index;
}
