import type { LogLine } from "../model/evidence.ts";

const keptFirst = 200;
const keptLast = 600;
const longestLine = 2000;

/** A container's output, bounded: the first lines and the last ones are kept. */
export class LogBuffer {
  readonly #first: LogLine[] = [];
  readonly #last: LogLine[] = [];
  #dropped = 0;
  #count = 0;

  add(line: LogLine): void {
    this.#count++;
    const kept = line.text.length > longestLine ? { ...line, text: `${line.text.slice(0, longestLine)}…` } : line;
    if (this.#first.length < keptFirst) {
      this.#first.push(kept);
      return;
    }
    this.#last.push(kept);
    if (this.#last.length > keptLast) {
      this.#last.shift();
      this.#dropped++;
    }
  }

  /** Lines seen so far, kept or not. */
  get count(): number {
    return this.#count;
  }

  get dropped(): number {
    return this.#dropped;
  }

  lines(): readonly LogLine[] {
    return [...this.#first, ...this.#last];
  }
}
