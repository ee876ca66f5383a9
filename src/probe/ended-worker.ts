import type { Environment } from "../boot/environment.ts";
import { patienceIn } from "../model/patience.ts";

/** How long the engine may take to hand on a line that was written before the answer. */
const deliveryMs = 1000;

/** Watches from now on whether the app server of one of the services says that it ended a worker for the time it took. */
export class EndedWorkerWatch {
  readonly #environment: Environment;
  readonly #before: ReadonlyMap<string, number>;

  constructor(environment: Environment, services: readonly string[]) {
    this.#environment = environment;
    this.#before = new Map(services.map((service) => [service, environment.running(service)?.log.count ?? 0]));
  }

  /** The line in which it says so; undefined when none has come by now, or within the time that the engine needs to hand it on. */
  async line(): Promise<string | undefined> {
    const until = performance.now() + deliveryMs;
    for (let left = deliveryMs; left > 0; left = until - performance.now()) {
      const line = this.#lineNow();
      if (line !== undefined) return line;
      await this.#environment.changed.next(left);
    }
    return this.#lineNow();
  }

  #lineNow(): string | undefined {
    return [...this.#before].map(([service, before]) => this.#patienceOf(service, before)).find((line) => line !== undefined);
  }

  #patienceOf(service: string, before: number): string | undefined {
    const log = this.#environment.running(service)?.log;
    return log && log.count > before ? patienceIn(log.lines().slice(before - log.count))?.line : undefined;
  }
}
