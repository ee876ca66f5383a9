import type { Edit } from "../model/finding.ts";
import type { Location } from "../model/location.ts";
import type { Span } from "../model/proxy.ts";

/** The line at a place with one stretch of it replaced; none when the line's text is not known whole. */
export function replaceAt(at: Location | undefined, span: Span | undefined, replacement: string): Edit[] {
  if (at?.text === undefined || !span || at.text.length >= 300) return [];
  const start = span.column - 1;
  return [wholeLine(at, at.text.slice(0, start) + replacement + at.text.slice(start + span.length))];
}

/** The line at a place with the only occurrence of a word replaced; none when it is not there exactly once. */
export function replaceWord(at: Location | undefined, word: string, replacement: string): Edit[] {
  if (at?.text === undefined || at.text.length >= 300 || word === "") return [];
  const pattern = new RegExp(`(?<![\\w.])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w])`, "g");
  const hits = [...at.text.matchAll(pattern)];
  const [hit] = hits;
  if (hits.length !== 1 || !hit) return [];
  return [wholeLine(at, at.text.slice(0, hit.index) + replacement + at.text.slice(hit.index + word.length))];
}

/** A line replaced as a whole. */
export function wholeLine(at: Location, replacement: string): Edit {
  return { path: at.path, startLine: at.line, endLine: at.line, replacement };
}
