import type { Report } from "../model/verdict.ts";
import { cleanLine } from "./clean-text.ts";

/** The package as npm fetches it from its repository; `dist/` is committed, so nothing is built. */
const program = "npx --yes github:upstream-gate/upstream-gate";

/** The command that makes the same run on another machine, for a POSIX shell; clean, one line. */
export function reproduction({ command }: Pick<Report, "command">): string {
  return [program, ...(command ?? ["check", "."]).map(shellWord)].join(" ");
}

/** A word as a POSIX shell reads it back: as it is, or in single quotes. */
function shellWord(word: string): string {
  const clean = cleanLine(word, 400);
  return /^[\w@%+=:,./-]+$/.test(clean) ? clean : `'${clean.replaceAll("'", `'\\''`)}'`;
}
