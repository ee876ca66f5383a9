import type { Destinations, OptionValues } from "./command-line.ts";
import { silence, type ProgressSink } from "./model/progress.ts";
import { liveProgress } from "./progress/live.ts";
import { plainProgress, type SinkOptions } from "./progress/plain.ts";
import { makePaint, usesColor } from "./report/terminal.ts";

/** The part of an output stream that progress needs. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/**
 * Where progress goes: a live line on a terminal, plain lines elsewhere; nowhere when it is not wanted, or when only data is (JSON
 * into a pipe).
 */
export function progressSink(format: Destinations["format"], values: OptionValues, terminal: Terminal, environment: NodeJS.ProcessEnv): ProgressSink {
  const isVerbose = values["verbose"] === true;
  if (values["quiet"] === true || (format === "json" && terminal.isTTY !== true && !isVerbose)) return silence;
  const options = sinkOptions(terminal, isVerbose);
  if (terminal.isTTY !== true || environment["TERM"] === "dumb" || environment["CI"] === "true") return plainProgress(options);
  return liveProgress({ ...options, paint: makePaint(usesColor(environment, true)), width: () => terminal.columns ?? 80 });
}

/** A sink's view of a stream and of the clock. */
export function sinkOptions(stream: Pick<Terminal, "write">, isVerbose: boolean): SinkOptions {
  return {
    write: (text) => void stream.write(text),
    now: () => performance.now(),
    every: (milliseconds, work) => {
      const timer = setInterval(work, milliseconds).unref();
      return () => clearInterval(timer);
    },
    isVerbose,
  };
}
