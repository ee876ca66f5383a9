import type { Progress, StageName } from "../model/progress.ts";
import { showDuration } from "../model/units.ts";
import { cleanLine } from "../report/clean-text.ts";

/** What is done in each stage. */
export const stageWords: Readonly<Record<StageName, string>> = {
  plan: "reading the project",
  build: "building and fetching images",
  boot: "starting containers",
  probe: "sending requests",
  diagnose: "looking for the cause",
  prove: "trying the cause",
  cleanup: "removing what was made",
};

interface Wait {
  readonly since: number;
  readonly because: string;
}

/** Keeps what is happening now, and since when. Times are milliseconds of one clock. */
export class Now {
  readonly #began: number;
  readonly #waits = new Map<string, Wait>();
  #stage: StageName | undefined;
  #since: number;
  #output = "";

  constructor(now: number) {
    this.#began = now;
    this.#since = now;
  }

  get stage(): StageName | undefined {
    return this.#stage;
  }

  /** Takes an event in; answers how long what it ends had lasted: a stage, or a wait. */
  take(event: Progress, now: number): number {
    switch (event.kind) {
      case "stage":
        return this.#begin(event.stage, now);
      case "output":
        this.#output = `${cleanLine(event.service, 40)}: ${cleanLine(event.text, 160)}`;
        return 0;
      case "wait":
        this.#waits.set(event.what, { since: this.#waits.get(event.what)?.since ?? now, because: event.because });
        return 0;
      case "waited":
        return this.#endWait(event.what, now);
      case "note":
        return 0;
    }
  }

  #begin(stage: StageName, now: number): number {
    const lasted = now - this.#since;
    this.#stage = stage;
    this.#since = now;
    this.#output = "";
    this.#waits.clear();
    return lasted;
  }

  #endWait(what: string, now: number): number {
    const wait = this.#waits.get(what);
    this.#waits.delete(what);
    return wait === undefined ? 0 : now - wait.since;
  }

  /** What is happening, since when and why, in one clean line: "waiting for app:8080 since 8 s: nothing listens there yet". */
  status(now: number): string {
    const [first, ...others] = [...this.#waits].toSorted(([, a], [, b]) => a.since - b.since);
    if (first !== undefined) {
      const [what, { since, because }] = first;
      const more = others.length === 0 ? "" : `; and for ${others.length} more`;
      return `waiting for ${cleanLine(what, 80)} since ${seconds(now - since)}: ${cleanLine(because, 160)}${more}`;
    }
    if (this.#stage === undefined) return `starting since ${seconds(now - this.#since)}`;
    return `${stageWords[this.#stage]} since ${seconds(now - this.#since)}${this.#output === "" ? "" : ` (${this.#output})`}`;
  }

  /** How long the run has lasted: "  12.3 s". */
  elapsed(now: number): string {
    return showDuration(now - this.#began).padStart(8);
  }
}

function seconds(milliseconds: number): string {
  return milliseconds < 60_000 ? `${Math.floor(milliseconds / 1000)} s` : showDuration(milliseconds);
}
