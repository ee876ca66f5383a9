import { endGroup, startGroup } from "@actions/core";
import type { Progress, ProgressSink } from "../model/progress.ts";
import { showDuration } from "../model/units.ts";
import { Now, stageWords } from "../progress/now.ts";
import { lineOf, type SinkOptions } from "../progress/plain.ts";
import { stopCommands } from "./quiet-log.ts";
import { withoutCommands } from "./without-commands.ts";

const silenceMs = 10_000;

/**
 * The log of a step while a run goes on: a group for each stage, with the output of builders line by line, what is waited for and
 * why, and how long each stage took. The runner takes no command from what is printed inside a group.
 */
export function liveLog({ write, now, every, isVerbose }: SinkOptions): ProgressSink {
  const state = new Now(now());
  let printedAt = now();
  let resume: (() => void) | undefined;
  let began = now();
  const print = (text: string): void => {
    printedAt = now();
    write(`${state.elapsed(printedAt)}  ${withoutCommands(text)}\n`);
  };
  const close = (): void => {
    if (resume === undefined) return;
    resume();
    resume = undefined;
    endGroup();
    write(`${state.stage ?? "start"}: ${showDuration(now() - began)}\n`);
  };
  const end = every(1000, () => {
    if (now() - printedAt >= silenceMs) print(state.status(now()));
  });
  const take = (event: Progress): void => {
    if (event.kind === "stage") {
      if (event.stage === state.stage) return;
      close();
      state.take(event, now());
      began = now();
      printedAt = began;
      startGroup(`${event.stage}: ${stageWords[event.stage]}`);
      resume = stopCommands();
      return;
    }
    const lasted = state.take(event, now());
    const text = lineOf(event, lasted, isVerbose);
    if (text !== undefined) print(text);
  };
  return {
    take,
    stop: () => {
      end();
      close();
    },
  };
}
