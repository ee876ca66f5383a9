import type { Environment } from "../boot/environment.ts";
import { peerWords } from "../model/peer-words.ts";
import type { ListeningSocket } from "../model/evidence.ts";
import { SocketWatch } from "./socket-watch.ts";

/** A program that takes no connections after this time since its start is not waited for, in milliseconds. */
const patienceMs = 20_000;

/**
 * What listens in the services that another one may have wanted: looked at when the output of one speaks of a program it could not
 * reach, and after each had time to come up.
 */
export async function watchDependencies(environment: Environment): Promise<ReadonlyMap<string, readonly ListeningSocket[]>> {
  const { plan } = environment;
  await Promise.all(environment.all().map((running) => running.drained()));
  const speaks = environment.all().filter((running) => running.service.essential && running.service.role !== "proxy" && running.log.lines().some((line) => peerWords.test(line.text)));
  if (speaks.length === 0) return new Map();
  const others = environment
    .all()
    .filter((running) => running.service.role !== "proxy" && running.service.role !== "task" && running.isRunning && (running.service.essential || running.service.image.kind === "reference"));
  const seen = await Promise.all(
    others.map(async (running): Promise<[string, readonly ListeningSocket[]][]> => {
      const { name } = running.service;
      // One that has complained itself comes up no sooner.
      await environment.listens(name, speaks.includes(running) ? 0 : Math.max(0, Math.min(patienceMs, plan.startTimeout.value) - running.age));
      const record = await new SocketWatch(environment, name).record();
      return record ? [[name, record.sockets]] : [];
    }),
  );
  return new Map(seen.flat());
}
