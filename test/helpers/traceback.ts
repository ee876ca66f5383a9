import type { Files } from "./repository.ts";

/** What a program printed as it ended, and what is to be read out of it. */
export interface Traceback {
  readonly name: string;
  readonly output: readonly string[];
  /** The project's files, as far as they matter; they stand in /app of the container. */
  readonly files: readonly string[];
  readonly message: string;
  /** "path:line" of the innermost place in the project's own code; absent when there is none. */
  readonly at?: string;
}

/** Forty lines for every file, so that every line that is named is there. */
export function filesOf(traceback: Traceback): Files {
  return Object.fromEntries(traceback.files.map((path) => [path, Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`).join("")]));
}
