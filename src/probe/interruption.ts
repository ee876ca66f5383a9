import type { Environment } from "../boot/environment.ts";
import type { Running } from "../boot/running.ts";
import type { ServiceRecord, ServiceSockets } from "../model/evidence.ts";

/** How long an interrupted program has to say where it was. */
const patienceMs = 1500;
const mostLines = 80;

/** Runtimes that tell on which line they were when they are interrupted. */
const telling = /(?:^|[\s/])(?:python|ruby)[\d.]*(?:\s|$)/;

/** Every process but the first of the container and this one. */
const interruptAll = ["sh", "-c", "kill -INT -1"];

/**
 * The records with what the services that run and listen on nothing say when they are interrupted: the line that they were on. They are gone
 * afterwards, which changes nothing for requests that they do not take.
 */
export async function withInterruptions(environment: Environment, records: readonly ServiceRecord[], sockets: readonly ServiceSockets[]): Promise<readonly ServiceRecord[]> {
  const isDeaf = (name: string): boolean => sockets.some((each) => each.service === name && each.sockets.length === 0);
  const stuck = records.filter((record) => record.state === "running" && isDeaf(record.name) && record.processes.some(({ command }) => telling.test(command)));
  const told = await Promise.all(stuck.map((record) => withInterruption(environment, record)));
  return records.map((record) => told.find(({ name }) => name === record.name) ?? record);
}

async function withInterruption(environment: Environment, record: ServiceRecord): Promise<ServiceRecord> {
  const running = environment.running(record.name);
  if (running?.isRunning !== true) return record;
  const before = running.log.count;
  try {
    await interrupt(environment, running);
    // An event loop takes the first one as a request to end, which a blocked one never gets to.
    if (running.isRunning) await interrupt(environment, running);
    await running.drained();
  } catch (error) {
    if (environment.signal.aborted) throw error;
  }
  const said = running.log
    .lines()
    .slice(-Math.max(1, running.log.count - before))
    .map(({ text }) => text);
  return running.log.count === before ? record : { ...record, interrupted: said.slice(-mostLines) };
}

async function interrupt({ engine, signal, changed }: Environment, running: Running): Promise<void> {
  const until = performance.now() + patienceMs;
  await engine.kill(running.container, "SIGINT");
  if (running.isRunning) (await engine.exec(running.container, interruptAll, { user: "0" })).stream.end();
  for (let left = patienceMs; running.isRunning && left > 0; left = until - performance.now()) {
    signal.throwIfAborted();
    await changed.next(left);
  }
}
