import type { Edit } from "../model/edit.ts";
import type { Location } from "../model/location.ts";
import type { Span } from "../model/proxy.ts";
import { literally } from "../model/pattern.ts";

/** A line's text when it is known as it stands in the file: neither cut nor with a secret taken out. */
export function wholeText(at: Location | undefined): string | undefined {
  return at?.text === undefined || at.text.length >= 300 || at.text.includes("[redacted:") ? undefined : at.text;
}

/** The line at a place with one stretch of it replaced; none when the line's text is not known whole. */
export function replaceAt(at: Location | undefined, span: Span | undefined, replacement: string): Edit[] {
  const text = wholeText(at);
  if (!at || text === undefined || !span) return [];
  const start = span.column - 1;
  return [wholeLine(at, text.slice(0, start) + replacement + text.slice(start + span.length))];
}

/** The line at a place with the only occurrence of a word replaced; none when it is not there exactly once. */
export function replaceWord(at: Location | undefined, word: string, replacement: string): Edit[] {
  const text = wholeText(at);
  if (!at || text === undefined || word === "") return [];
  const pattern = new RegExp(`(?<![\\w.])${literally(word)}(?![\\w])`, "g");
  const hits = [...text.matchAll(pattern)];
  const [hit] = hits;
  if (hits.length !== 1 || !hit) return [];
  return [wholeLine(at, text.slice(0, hit.index) + replacement + text.slice(hit.index + word.length))];
}

/** The line at a place without a directive of that name; without the `if` around it when that stands on the same line. None when it is not there once, whole. */
export function withoutDirective(at: Location | undefined, name: string): Edit[] {
  const text = wholeText(at);
  if (!at || text === undefined) return [];
  const pattern = new RegExp(`(?:\\bif\\s*\\([^{};]*\\)\\s*\\{\\s*${name}\\s[^;{}]*;\\s*\\}|(?<![\\w$])${name}\\s[^;{}]*;)`, "g");
  const hits = [...text.matchAll(pattern)];
  const [hit] = hits;
  if (hits.length !== 1 || !hit) return [];
  return [wholeLine(at, (text.slice(0, hit.index) + text.slice(hit.index + hit[0].length)).trimEnd())];
}

/** A line replaced as a whole. */
export function wholeLine(at: Location, replacement: string): Edit {
  return { path: at.path, startLine: at.line, endLine: at.line, replacement };
}

/** Lines put behind a directive that ends on the line of a place, indented like it; none when the line's text is not known whole. */
export function addBehind(at: Location | undefined, directive: string, lines: readonly string[]): Edit[] {
  const text = wholeText(at);
  if (!at || text === undefined) return [];
  const start = text.search(new RegExp(`(?<![\\w$])${directive}\\s`));
  const end = start < 0 ? -1 : text.indexOf(";", start);
  if (end < 0) return [];
  const isAlone = text.slice(0, start).trim() === "" && /^\s*(?:#.*)?$/.test(text.slice(end + 1));
  const indent = /^\s*/.exec(text)?.[0] ?? "";
  return [wholeLine(at, isAlone ? [text, ...lines.map((line) => indent + line)].join("\n") : `${text.slice(0, end + 1)} ${lines.join(" ")}${text.slice(end + 1)}`)];
}

/** A directive on the line of a place, put in place of the one there; none when that is not known whole or spans lines. */
export function replaceDirective(at: Location | undefined, directive: string, lines: readonly string[]): Edit[] {
  const text = wholeText(at);
  if (!at || text === undefined) return [];
  const start = text.search(new RegExp(`(?<![\\w$])${directive}\\s`));
  const end = start < 0 ? -1 : text.indexOf(";", start);
  if (end < 0) return [];
  const indent = /^\s*/.exec(text)?.[0] ?? "";
  const isAlone = text.slice(0, start).trim() === "";
  return [wholeLine(at, text.slice(0, start) + lines.join(isAlone ? `\n${indent}` : " ") + text.slice(end + 1))];
}
