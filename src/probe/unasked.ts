import type { Environment } from "../boot/environment.ts";
import type { ServiceRecord } from "../model/evidence.ts";
import type { Readiness } from "./readiness.ts";

/** Nobody waits longer than this for an end that may not come. */
const longestMs = 20_000;

/**
 * The records with what became of the services that opened their port and ended, when they are started once more and asked nothing:
 * whether a request ended them, or they themselves. The containers that they are records of are gone afterwards.
 */
export async function withUnaskedRuns(environment: Environment, records: readonly ServiceRecord[], readiness: ReadonlyMap<string, Readiness>): Promise<readonly ServiceRecord[]> {
  const isAsked = (name: string): boolean => [...readiness].some(([key, how]) => how === "open" && key.startsWith(`${name}:`));
  const ended = records.filter(({ name, exits }) => exits[0] !== undefined && name !== environment.plan.proxy.service && isAsked(name) && patienceFor(exits[0].at) <= longestMs);
  if (ended.length === 0) return records;
  try {
    await environment.again(ended.map(({ name }) => name));
  } catch (error) {
    if (environment.signal.aborted) throw error;
    return records;
  }
  const watched = await Promise.all(ended.map((record) => withUnaskedRun(environment, record)));
  return records.map((record) => watched.find(({ name }) => name === record.name) ?? record);
}

/** Twice its first life: the same start can take longer the second time. */
function patienceFor(firstLifeMs: number): number {
  return firstLifeMs * 2 + 1000;
}

async function withUnaskedRun(environment: Environment, record: ServiceRecord): Promise<ServiceRecord> {
  const running = environment.running(record.name);
  if (!running || running.startError !== undefined || running.heldBackBy !== undefined) return record;
  const patience = patienceFor(record.exits[0]?.at ?? 0);
  while (!running.isDown && running.age < patience) {
    environment.signal.throwIfAborted();
    await environment.changed.next(Math.max(1, patience - running.age));
  }
  return { ...record, unasked: { ranMs: running.exits[0]?.at ?? running.age, hasEnded: running.isDown } };
}
