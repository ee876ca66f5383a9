import type { Location, RepoPath } from "../model/location.ts";
import { indexLines, locate } from "./lines.ts";

/** A value of a TOML file with its place. */
export interface TomlEntry {
  /** Tables, then keys: `["http_service", "internal_port"]`. Of a table that occurs several times (`[[services]]`) only the first counts. */
  readonly path: readonly string[];
  readonly value: unknown;
  readonly at: Location;
}

/** Values in brackets or quotes that span more lines than this are not read. */
const mostLines = 200;

/**
 * Reads the keys of a TOML text with their lines: tables, dotted keys, texts, numbers, flags, lists and inline tables. What cannot be read
 * is left out; dates are texts.
 */
export function parseToml(path: RepoPath, text: string): TomlEntry[] {
  const index = indexLines(text);
  const lines = text.split(/\r?\n/);
  const entries: TomlEntry[] = [];
  const seen = new Set<string>();
  let table: readonly string[] | undefined = [];
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? "").trim();
    const header = /^\[(\[)?([^[\]]+)\]\]?\s*(?:#.*)?$/.exec(line);
    if (header) {
      table = keyOf(header[2] ?? "");
      if (header[1] !== undefined && table && seen.has(table.join("\0"))) table = undefined;
      else if (table) seen.add(table.join("\0"));
      continue;
    }
    const pair = /^((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=\s*(.*)$/.exec(line);
    const key = pair && keyOf(pair[1] ?? "");
    if (!pair || !key) continue;
    const whole = wholeValue(lines, at, pair[2] ?? "");
    const value = new ValueReader(whole.text).value();
    if (table !== undefined && value !== undefined) entries.push({ path: [...table, ...key], value, at: locate(path, index, at + 1) });
    at += whole.more;
  }
  return entries;
}

function keyOf(text: string): string[] | undefined {
  const parts = text.match(/"[^"]*"|'[^']*'|[\w-]+/g);
  return parts?.map((part) => part.replace(/^(["'])(.*)\1$/, "$2"));
}

/** A value with the lines that it goes on over. */
function wholeValue(lines: readonly string[], at: number, first: string): { readonly text: string; readonly more: number } {
  let text = first;
  let more = 0;
  while (isOpen(text) && more < mostLines && at + more + 1 < lines.length) text += `\n${lines[at + ++more] ?? ""}`;
  return { text, more };
}

function isOpen(text: string): boolean {
  for (const mark of ['"""', "'''"]) if (text.startsWith(mark)) return text.indexOf(mark, 3) === -1;
  if (!/^[[{]/.test(text)) return false;
  const bare = text.replace(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/g, "").replace(/#[^\n]*/g, "");
  return (bare.match(/[[{]/g)?.length ?? 0) > (bare.match(/[\]}]/g)?.length ?? 0);
}

/** Reads one value; undefined for what is none. */
class ValueReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth = 0): unknown {
    this.#skip();
    const rest = this.#text.slice(this.#at);
    const quoted = /^(?:"""([\s\S]*?)"""|'''([\s\S]*?)'''|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)')/.exec(rest);
    if (quoted) {
      this.#at += quoted[0].length;
      const [, long, rawLong, basic, raw] = quoted;
      return unescape(long?.replace(/^\n/, "") ?? basic) ?? rawLong?.replace(/^\n/, "") ?? raw ?? "";
    }
    if (depth > 10) return undefined;
    if (rest.startsWith("[")) return this.#list(depth);
    if (rest.startsWith("{")) return this.#map(depth);
    const word = /^[^\s,#\]}]+/.exec(rest)?.[0];
    if (word === undefined) return undefined;
    this.#at += word.length;
    if (word === "true" || word === "false") return word === "true";
    const number = Number(word.replaceAll("_", ""));
    return Number.isNaN(number) ? word : number;
  }

  #list(depth: number): unknown[] {
    const values: unknown[] = [];
    this.#at++;
    while (!this.#ends("]")) {
      const value = this.value(depth + 1);
      if (value === undefined) break;
      values.push(value);
      if (!this.#takes(",")) break;
    }
    this.#takes("]");
    return values;
  }

  #map(depth: number): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    this.#at++;
    while (!this.#ends("}")) {
      const key = /^\s*("[^"\n]*"|'[^'\n]*'|[\w.-]+)\s*=/.exec(this.#text.slice(this.#at));
      if (!key) break;
      this.#at += key[0].length;
      values[(key[1] ?? "").replace(/^(["'])(.*)\1$/, "$2")] = this.value(depth + 1);
      if (!this.#takes(",")) break;
    }
    this.#takes("}");
    return values;
  }

  #skip(): void {
    const space = /^(?:\s|#[^\n]*)*/.exec(this.#text.slice(this.#at));
    this.#at += space?.[0].length ?? 0;
  }

  #ends(mark: string): boolean {
    this.#skip();
    return this.#at >= this.#text.length || this.#text[this.#at] === mark;
  }

  #takes(mark: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }
}

function unescape(text: string | undefined): string | undefined {
  return text?.replace(/\\(["\\nrt])/g, (_, char: string) => ({ n: "\n", r: "\r", t: "\t" })[char] ?? char);
}
