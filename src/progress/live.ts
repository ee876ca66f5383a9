import type { Progress, ProgressSink } from "../model/progress.ts";
import { cutText } from "../report/clean-text.ts";
import type { Paint } from "../report/terminal.ts";
import { Now } from "./now.ts";
import { lineOf, type SinkOptions } from "./plain.ts";

export interface LiveOptions extends SinkOptions {
  readonly paint: Paint;
  /** The terminal's width in characters, asked each time. */
  readonly width: () => number;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMs = 120;
const clearLine = "\r\u001b[2K";

/** For a terminal: what happened stands above, and the last line tells what is happening now and for how long. Leaves no trace of that line. */
export function liveProgress(options: LiveOptions): ProgressSink {
  const state = new Now(options.now());
  let frame = 0;
  const draw = (): void => {
    const room = Math.max(20, options.width()) - 3;
    const sign = frames[frame++ % frames.length] ?? "";
    options.write(`${clearLine}${options.paint("place", sign)} ${options.paint("quiet", cutText(state.status(options.now()), room))}`);
  };
  const end = options.every(frameMs, draw);
  const take = (event: Progress): void => {
    const lasted = state.take(event, options.now());
    const text = event.kind === "stage" && !options.isVerbose ? undefined : lineOf(event, lasted, options.isVerbose);
    if (text === undefined) return;
    options.write(`${clearLine}${options.paint("quiet", `${state.elapsed(options.now())}  ${text}`)}\n`);
    draw();
  };
  return {
    take,
    stop: () => {
      end();
      options.write(clearLine);
    },
  };
}
