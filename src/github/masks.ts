import { setSecret } from "@actions/core";
import { withCommandsTaken } from "./quiet-log.ts";

/** More masks than this slow the runner's log down. */
const mostMasks = 400;
const masked = new Set<string>();

/** Has the runner blank these values in everything that the job prints from now on; each line by itself, since it reads the log line by line. */
export function maskSecrets(values: readonly string[]): void {
  const fresh = values.flatMap((value) => value.split(/\r?\n/)).filter((line) => line.trim() !== "" && !masked.has(line));
  const lines = [...new Set(fresh)].slice(0, Math.max(0, mostMasks - masked.size));
  if (lines.length === 0) return;
  // A mask is a command itself: where the log takes none, it would only be printed.
  withCommandsTaken(() => {
    for (const line of lines) {
      masked.add(line);
      setSecret(line);
    }
  });
}
