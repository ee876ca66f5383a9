import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export const parcels = new Set();

export async function watchInbox(folder) {
  for (;;) {
    for (const name of await readdir(folder)) parcels.add(name);
    await sleep(2000);
  }
}
