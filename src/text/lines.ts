import type { Location, RepoPath } from "../model/location.ts";

/** Answers the line (from 1) and column (from 1) of an offset; "\n" ends a line. */
export interface LineIndex {
  positionOf(offset: number): { readonly line: number; readonly column: number };
  /** The text of a line without its line end; "" beyond the last. */
  lineText(line: number): string;
}

/** Longest line that is quoted; the rest is cut. */
const quotedLength = 300;

/** Indexes `text` once; look-ups are binary searches. */
export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return {
    positionOf(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
    lineText(line) {
      const start = starts[line - 1];
      if (start === undefined) return "";
      const end = starts[line];
      return text.slice(start, end === undefined ? undefined : end - 1).replace(/\r$/, "");
    },
  };
}

/** A location on a line of an indexed file, with the line's text. */
export function locate(path: RepoPath, lines: LineIndex, line: number, more: { column?: number; endLine?: number } = {}): Location {
  return { path, line, ...more, text: lines.lineText(line).slice(0, quotedLength) };
}
