import type { RepoPath } from "./location.ts";

/** Whole lines of one file replaced. `endLine` is the last line replaced; `endLine` = `startLine` - 1 inserts before `startLine`. */
export interface Edit {
  readonly path: RepoPath;
  readonly startLine: number;
  readonly endLine: number;
  /** Without the final newline; several lines are joined by "\n". */
  readonly replacement: string;
}
