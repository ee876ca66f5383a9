import { randomUUID } from "node:crypto";
import { setSecret } from "@actions/core";

/**
 * Runs `print` while the runner takes no workflow commands from what is printed, and lets it take them again in any case. The token
 * that ends this is new each time and never shown: the runner repeats it in the log, and not every runner masks it by itself.
 * `print` must be synchronous; annotations made inside are lost.
 */
export function withCommandsStopped(print: () => void): void {
  const token = randomUUID();
  setSecret(token);
  process.stdout.write(`\n::stop-commands::${token}\n`);
  try {
    print();
  } finally {
    process.stdout.write(`\n::${token}::\n`);
  }
}
