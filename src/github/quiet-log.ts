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

/**
 * From now on the runner takes no workflow commands from what is printed, until the answered function is called. The token that
 * ends this is new each time and never shown: the runner repeats it in the log, and not every runner masks it by itself.
 */
export function stopCommands(): () => void {
  const token = randomUUID();
  setSecret(token);
  process.stdout.write(`\n::stop-commands::${token}\n`);
  return () => void process.stdout.write(`\n::${token}::\n`);
}

/**
 * Text in which the runner finds no command, even where commands are not stopped: neither `::name::` at the start of a line nor
 * `##[name]` anywhere. A space is put in; nothing is left out.
 */
export function withoutCommands(text: string): string {
  return text.replace(/##(?=\[)/g, "## ").replace(/^(\s*):(?=:)/gm, "$1: ");
}
