import type { RepoPath } from "../model/location.ts";
import type { VariableMention } from "../model/source.ts";
import { codeLines, type CodeLine } from "./code-lines.ts";

/** A reading of the environment by a name that a variable of the program holds: group 1 is that variable. */
const byName =
  /(?:process\.env\[|os\.environ\[|os\.environ\.get\(|os\.getenv\(|os\.Getenv\(|os\.LookupEnv\(|System\.getenv\(|Environment\.GetEnvironmentVariable\(|(?<![\w$.])ENV\[|ENV\.fetch\(|(?<![\w.])getenv\(|\$_ENV\[|\$ENV\{|env::var\()\s*&?(\$?[A-Za-z_]\w*)\s*[\]),}]/;
/** Heads of functions: group 1 is the name, the others are its parameters. */
const heads: readonly RegExp[] = [
  /(?:\bfunction\s+|\bdef\s+(?:self\.)?|\bfunc\s+|\bfn\s+|\bsub\s+|\bString\s+)([A-Za-z_]\w*[?!]?)\s*\(?([^)]*)/,
  /\b(?:const|let|var)\s+([A-Za-z_]\w*)\s*=\s*(?:async\s*)?(?:function\s*)?(?:\(([^)]*)|(\w+)\s*=>)/,
];
const farthest = 6;

/** Names of functions that read the environment variable whose name they are given. */
export function environmentHelpers(path: RepoPath, text: string): string[] {
  if (!/env/i.test(text)) return [];
  const lines = codeLines(path, text);
  return lines.flatMap((line, index) => {
    const parameter = byName.exec(line.text)?.[1];
    return parameter === undefined || line.isSide ? [] : (enclosing(lines.slice(Math.max(0, index - farthest), index + 1), parameter) ?? []);
  });
}

/** The function around the last of the lines that has a parameter of that name. */
function enclosing(lines: readonly CodeLine[], parameter: string): string | undefined {
  const name = new RegExp(`(?<![\\w$])${parameter.replace("$", "\\$")}(?!\\w)`);
  const nearest = lines.map((line) => heads.map((head) => head.exec(line.text)).find((match) => match !== null)).findLast((match) => match !== undefined);
  return nearest && name.test(`${nearest[2] ?? ""} ${nearest[3] ?? ""}`) ? nearest[1] : undefined;
}

/** Lines that ask such a function for a variable and give it nothing to put in its place. */
export function askedMentions(lines: readonly CodeLine[], helpers: ReadonlySet<string>): VariableMention[] {
  return lines.flatMap((line) =>
    line.isSide
      ? []
      : [...line.text.matchAll(/(?<![\w$.])([A-Za-z_]\w*[?!]?)[( ]\s*(["'])([A-Z][A-Z0-9_]{2,80})\2\s*(?=[);}]|$)/g)]
          .filter((match) => helpers.has(match[1] ?? ""))
          .map((match) => ({ name: match[3] ?? "", at: { path: line.path, line: line.line, column: match.index + 1, text: line.text.slice(0, 300) } })),
  );
}
