import { noTimings, type Timings } from "./model/timings.ts";

/** Adds up the milliseconds of each stage. */
export class Stopwatch {
  readonly #began = performance.now();
  readonly #spent: Record<keyof Timings, number> = { ...noTimings };

  async time<T>(stage: Exclude<keyof Timings, "total">, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.#spent[stage] += performance.now() - began;
    }
  }

  timings(): Timings {
    const rounded = Object.entries({ ...this.#spent, total: performance.now() - this.#began }).map(([stage, spent]) => [stage, Math.round(spent)]);
    return Object.fromEntries(rounded) as unknown as Timings;
  }
}
