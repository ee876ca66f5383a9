import { randomUUID } from "node:crypto";
import { setSecret } from "@actions/core";

/**
 * Runs `print` while the runner takes no workflow commands from what is printed, and lets it take them again in any case. `print`
 * must be synchronous; annotations made inside are lost.
 */
export function withCommandsStopped(print: () => void): void {
  const resume = stopCommands();
  try {
    print();
  } finally {
    resume();
  }
}

/** What ends the present silence of the runner. */
let current: string | undefined;

/**
 * From now on the runner takes no workflow commands from what is printed, until the answered function is called. The token that
 * ends this is new each time and never shown: the runner repeats it in the log, and not every runner masks it by itself.
 */
export function stopCommands(): () => void {
  current = randomUUID();
  setSecret(current);
  process.stdout.write(`\n::stop-commands::${current}\n`);
  return resumeCommands;
}

function resumeCommands(): void {
  if (current !== undefined) process.stdout.write(`\n::${current}::\n`);
  current = undefined;
}

/** Gives the runner commands of ours, also where it takes none from what is printed otherwise. */
export function withCommandsTaken(give: () => void): void {
  const isStopped = current !== undefined;
  resumeCommands();
  give();
  if (isStopped) stopCommands();
}
