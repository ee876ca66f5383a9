import type { Location, RepoPath, Sourced } from "../model/location.ts";
import { indexLines, locate } from "./lines.ts";

/** A line of a variables file that says nothing we can read. */
export interface DotenvError {
  readonly line: number;
  readonly message: string;
}

export interface Dotenv {
  /** Later lines win. */
  readonly variables: Readonly<Record<string, Sourced<string>>>;
  /** Names without a value: taken from the environment of whoever starts the project. */
  readonly inherited: readonly string[];
  readonly errors: readonly DotenvError[];
}

/**
 * Parses a file of `NAME=value` lines as Compose reads it: `export` prefix, quotes (which may span lines), `#` comments, and
 * `${NAME}`, `$NAME`, `${NAME:-default}` replaced from earlier lines and `outer`.
 */
export function parseDotenv(path: RepoPath, text: string, outer: Readonly<Record<string, string | undefined>> = {}): Dotenv {
  const lines = indexLines(text);
  const variables: Record<string, Sourced<string>> = {};
  const inherited: string[] = [];
  const errors: DotenvError[] = [];
  const lookUp = (name: string): string | undefined => variables[name]?.value ?? outer[name];
  const pattern = /^[ \t]*(?:#.*|(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*(?:([=:])[ \t]*("(?:[^"\\]|\\[\s\S])*"|'[^']*'|[^\n]*))?)?[ \t]*(?:#.*)?\r?$/gm;
  let expected = 0;
  for (const match of text.matchAll(pattern)) {
    reportSkipped(text.slice(expected, match.index), lines.positionOf(expected).line, errors);
    expected = match.index + match[0].length;
    const [, name, separator, value] = match;
    if (name === undefined) continue;
    const at: Location = locate(path, lines, lines.positionOf(match.index + match[0].indexOf(name)).line);
    if (separator === undefined) inherited.push(name);
    else variables[name] = { value: readValue(value ?? "", lookUp), at };
  }
  reportSkipped(text.slice(expected), lines.positionOf(expected).line, errors);
  return { variables, inherited, errors };
}

function reportSkipped(text: string, firstLine: number, errors: DotenvError[]): void {
  text.split("\n").forEach((line, index) => {
    if (line.trim() !== "") errors.push({ line: firstLine + index, message: "expected NAME=value" });
  });
}

function readValue(raw: string, lookUp: (name: string) => string | undefined): string {
  const text = raw.trim();
  if (text.startsWith("'") && text.endsWith("'") && text.length > 1) return text.slice(1, -1);
  if (text.startsWith('"') && text.endsWith('"') && text.length > 1) {
    const unescaped = text.slice(1, -1).replace(/\\([nrt"\\$])/g, (_, char: string) => ({ n: "\n", r: "\r", t: "\t" })[char] ?? char);
    return expandVariables(unescaped, lookUp);
  }
  return expandVariables(text.replace(/[ \t]+#.*$/, "").trim(), lookUp);
}

/** Replaces `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}` in `text`; what is not known becomes empty; `$$` is a dollar. */
export function expandVariables(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replace(/\$\$|\$\{([A-Za-z_]\w*)(?:(:?[-?+])([^}]*))?\}|\$([A-Za-z_]\w*)/g, (whole, braced?: string, operator?: string, word?: string, bare?: string) => {
    if (whole === "$$") return "$";
    const value = lookUp(braced ?? bare ?? "");
    if (operator === ":-" && (value ?? "") === "") return word ?? "";
    if (operator === "-" && value === undefined) return word ?? "";
    if (operator?.endsWith("+")) return (value ?? "") === "" ? "" : (word ?? "");
    return value ?? "";
  });
}
