import type { Edit } from "../model/edit.ts";
import type { RepoPath } from "../model/location.ts";
import type { Span } from "../model/proxy.ts";
import { indexLines } from "./lines.ts";

/** Lays whole-line edits over a text. Later edits see the lines of the original. Line ends are kept. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text;
  const lines = text.split("\n");
  const end = lines[0]?.endsWith("\r") === true ? "\r" : "";
  for (const edit of edits.toSorted((a, b) => b.startLine - a.startLine)) {
    const replacement = edit.replacement.split("\n").map((line) => line + end);
    lines.splice(edit.startLine - 1, edit.endLine - edit.startLine + 1, ...replacement);
  }
  return lines.join("\n");
}

/** The edit that replaces one stretch of one line of a text; undefined when the stretch is not there. */
export function replaceSpan(path: RepoPath, text: string, span: Span, replacement: string): Edit | undefined {
  const line = indexLines(text).lineText(span.line);
  if (line.length < span.column - 1 + span.length) return undefined;
  return { path, startLine: span.line, endLine: span.line, replacement: line.slice(0, span.column - 1) + replacement + line.slice(span.column - 1 + span.length) };
}
