import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the sources. */
export const sourceFolder = join(dirname(fileURLToPath(import.meta.url)), "../../src");

/** A source file and what it imports. */
export interface SourceFile {
  /** From src, with `/`: "plan/plan.ts". */
  readonly path: string;
  /** The folder directly in src; "" for a file at the top. */
  readonly folder: string;
  /** Own files by their path from src, packages and Node's modules by their name; types too. */
  readonly imports: readonly string[];
  /** The same as written. */
  readonly written: readonly string[];
  /** The text with comments and the contents of strings blanked, line by line. */
  readonly code: string;
  readonly lines: number;
}

/** All sources, tests left out. */
export function readSources(folder = sourceFolder): SourceFile[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => path.split("\\").join("/"));
  return paths
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .toSorted()
    .map((path) => readSource(path, readFileSync(join(folder, path), "utf8")));
}

function readSource(path: string, text: string): SourceFile {
  const written = [...text.matchAll(/^(?:import|export)\s(?:[^"';]*?\sfrom\s)?["']([^"']+)["']/gm), ...text.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g)].map((match) => match[1] ?? "");
  const imports = written.map((specifier) => (specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : specifier));
  const folder = path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
  return { path, folder, imports: [...new Set(imports)], written, code: blanked(text), lines: text.split("\n").length - 1 };
}

/** Comments, strings and regular expressions of one line made empty, so that words in them do not count; line ends stay. */
function blanked(text: string): string {
  const pattern = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?<=[=(,:?&|!]\s?|return )\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/g;
  return text.replace(pattern, (found) => found.replace(/[^\n]/g, found.startsWith("/") ? " " : "_"));
}

/** Sets of files that import each other in a circle: strongly connected components of more than one file (Tarjan). */
export function circlesOf(files: readonly SourceFile[]): string[][] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (path: string): void => {
    order.set(path, order.size);
    low.set(path, order.get(path) ?? 0);
    stack.push(path);
    for (const next of byPath.get(path)?.imports ?? []) {
      if (!byPath.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(path, Math.min(low.get(path) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(path) !== order.get(path)) return;
    const circle = stack.splice(stack.indexOf(path));
    if (circle.length > 1 || byPath.get(path)?.imports.includes(path) === true) circles.push(circle.toSorted());
  };
  for (const { path } of files) if (!order.has(path)) visit(path);
  return circles;
}

const control = /^\s*(?:\}?\s*(?:else|catch|finally|do)\b|(?:if|for|while|switch|try|with)\b)/;

/** The lengths in lines, from head to closing brace, of functions and methods that have a body in braces. */
export function functionLengths(code: string): number[] {
  const rows = code.split("\n");
  return rows.flatMap((row, index) => {
    const isFunction =
      /(?:^|\s)(?:async\s+)?function\s*\*?\s*\w|=>\s*\{\s*$/.test(row) || (/^\s*(?:(?:static|async|private|get|set|\*)\s*)*[#\w]+\s*(?:<[^>]*>)?\(.*\{\s*$/.test(row) && !control.test(row));
    if (!isFunction) return [];
    const end = closingRow(rows, index);
    return end === undefined ? [] : [end - index + 1];
  });
}

/** The row on which the indentation is that of the opening row again and a brace closes. */
function closingRow(rows: readonly string[], from: number): number | undefined {
  const indent = /^\s*/.exec(rows[from] ?? "")?.[0] ?? "";
  if (/\}\s*[,;)]*\s*$/.test(rows[from] ?? "")) return from;
  const end = rows.findIndex((row, index) => index > from && row.startsWith(`${indent}}`));
  return end === -1 ? undefined : end;
}
