import type { Progress, ProgressSink } from "../model/progress.ts";
import { showDuration } from "../model/units.ts";
import { cleanLine } from "../report/clean-text.ts";
import { Now, stageWords } from "./now.ts";

/** What a sink is made with. */
export interface SinkOptions {
  /** Prints clean text as it is. */
  readonly write: (text: string) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Calls `work` every so many milliseconds without keeping the process alive; answers what ends that. */
  readonly every: (milliseconds: number, work: () => void) => () => void;
  /** Whether the output of builders is printed, line by line. */
  readonly isVerbose: boolean;
}

/** When nothing was printed for so long, what is going on is. */
const silenceMs = 10_000;
/** A wait that lasted so long is told when it ends. */
const longWaitMs = 2000;

/** One line for each thing that happens, and one every ten seconds in which nothing does: for pipes, logs and simple terminals. */
export function plainProgress(options: SinkOptions): ProgressSink {
  const state = new Now(options.now());
  let printedAt = options.now();
  const print = (text: string): void => {
    printedAt = options.now();
    options.write(`${state.elapsed(printedAt)}  ${text}\n`);
  };
  const end = options.every(1000, () => {
    if (options.now() - printedAt >= silenceMs) print(state.status(options.now()));
  });
  const take = (event: Progress): void => {
    const lasted = state.take(event, options.now());
    const text = lineOf(event, lasted, options.isVerbose);
    if (text !== undefined) print(text);
  };
  return { take, stop: end };
}

/** The line that tells an event; undefined for one that is not told by itself. `lasted` is how long what it ends did. */
export function lineOf(event: Progress, lasted: number, isVerbose: boolean): string | undefined {
  switch (event.kind) {
    case "stage":
      return `${event.stage}: ${stageWords[event.stage]}`;
    case "output":
      return isVerbose && event.text.trim() !== "" ? `${cleanLine(event.service, 40)} | ${cleanLine(event.text, 200)}` : undefined;
    case "note":
      return cleanLine(event.text, 200);
    case "wait":
      return undefined;
    case "waited":
      return lasted >= longWaitMs ? `waited ${showDuration(lasted)} for ${cleanLine(event.what, 80)}` : undefined;
  }
}
