import type { Edit } from "../model/edit.ts";
import { cleanText } from "../report/clean-text.ts";

/** A file of the repository and what is to change in it. `path` is relative to the repository's root. */
export interface FileChange {
  readonly path: string;
  readonly text: string;
  readonly edits: readonly Edit[];
}

/** Unchanged lines around a change, as git shows them. */
const around = 3;
const mostCharacters = 20_000;

/**
 * A patch that `git apply` takes at the repository's root. Undefined where it could not be copied from a page as it is: carriage
 * returns, characters that are not seen, unusual paths, too long.
 */
export function patchOf(changes: readonly FileChange[]): string | undefined {
  const patch = changes.map(filePatch).join("");
  const isCopyable = patch !== "" && patch.length <= mostCharacters && cleanText(patch, Infinity) === patch && changes.every(({ path }) => /^[^"\\\t\n]+$/.test(path));
  return isCopyable ? patch : undefined;
}

function filePatch({ path, text, edits }: FileChange): string {
  if (edits.length === 0) return "";
  const end = /\s/.test(path) ? "\t" : "";
  const file: Lines = { all: linesOf(text), endsOpen: text !== "" && !text.endsWith("\n") };
  let shift = 0;
  const hunks = groupsOf(edits).map((group) => {
    const { lines, grown } = hunkOf(file, group, shift);
    shift += grown;
    return lines;
  });
  return [`--- a/${path}${end}`, `+++ b/${path}${end}`, ...hunks.flat(), ""].join("\n");
}

interface Lines {
  readonly all: readonly string[];
  /** The last line has no line end. */
  readonly endsOpen: boolean;
}

function linesOf(text: string): string[] {
  const lines = text.split("\n");
  return text.endsWith("\n") || text === "" ? lines.slice(0, -1) : lines;
}

/** Edits in their order, those together whose surroundings touch. */
function groupsOf(edits: readonly Edit[]): Edit[][] {
  const groups: Edit[][] = [];
  for (const edit of edits.toSorted((a, b) => a.startLine - b.startLine)) {
    const last = groups.at(-1)?.at(-1);
    if (last && edit.startLine - last.endLine - 1 <= 2 * around) groups.at(-1)?.push(edit);
    else groups.push([edit]);
  }
  return groups;
}

function hunkOf({ all, endsOpen }: Lines, edits: readonly Edit[], shift: number): { readonly lines: readonly string[]; readonly grown: number } {
  const [first, last] = [edits[0], edits.at(-1)];
  if (!first || !last) return { lines: [], grown: 0 };
  const from = Math.max(1, first.startLine - around);
  const to = Math.min(all.length, Math.max(last.endLine, last.startLine - 1) + around);
  const body: string[] = [];
  const put = (sign: string, numbered: readonly string[], isEnd: boolean): void =>
    void body.push(...numbered.map((line) => sign + line), ...(isEnd && endsOpen ? ["\\ No newline at end of file"] : []));
  let next = from;
  for (const { startLine, endLine, replacement } of edits) {
    const isEnd = Math.max(endLine, startLine - 1) >= all.length;
    // What stands after a line without an end needs that end.
    const closes = isEnd && endsOpen && endLine < startLine;
    put(" ", all.slice(next - 1, startLine - 1 - (closes ? 1 : 0)), false);
    if (closes) put("-", all.slice(startLine - 2, startLine - 1), true);
    if (closes) put("+", all.slice(startLine - 2, startLine - 1), false);
    if (endLine >= startLine) put("-", all.slice(startLine - 1, endLine), isEnd);
    put("+", replacement.split("\n"), isEnd);
    next = Math.max(endLine, startLine - 1) + 1;
  }
  if (next <= to) put(" ", all.slice(next - 1, to), to === all.length);
  const count = (sign: string): number => body.filter((line) => line.startsWith(" ") || line.startsWith(sign)).length;
  const [old, now] = [count("-"), count("+")];
  return { lines: [`@@ -${old === 0 ? from - 1 : from},${old} +${now === 0 ? from - 1 : from + shift},${now} @@`, ...body], grown: now - old };
}
