import type { Edit } from "../../model/edit.ts";
import type { Location } from "../../model/location.ts";
import type { YamlFile } from "../../text/yaml.ts";

/** A key of one line written otherwise; none when its line cannot be rewritten by itself. */
export function renameKey(file: YamlFile, path: readonly string[], name: string): Edit[] {
  const at = file.locateKey(path);
  const key = path.at(-1) ?? "";
  if (at?.text === undefined || at.column === undefined) return [];
  const rest = at.text.slice(at.column - 1);
  if (!rest.startsWith(`${key}:`)) return [];
  return [lineEdit(at, at.text.slice(0, at.column - 1) + name + rest.slice(key.length))];
}

/** The only occurrence of a value on its line written otherwise. */
export function renameValue(at: Location, value: string, replacement: string): Edit[] {
  const { text } = at;
  if (text === undefined || text.split(value).length !== 2) return [];
  return [
    lineEdit(
      at,
      text.replace(value, () => replacement),
    ),
  ];
}

/** A key of one line put where it belongs: into its section, which is begun at the end of the file when there is none. */
export function moveKey(file: YamlFile, text: string, from: readonly string[], to: readonly string[]): Edit[] {
  const at = file.locateKey(from);
  const section = to.slice(0, -1);
  const name = to.at(-1) ?? "";
  const value = at?.text === undefined ? undefined : /^\s*[\w-]+:\s+(\S.*)$/.exec(at.text)?.[1];
  if (!at || value === undefined || section.length !== 1 || file.source(from) === undefined) return [];
  const home = file.locateKey(section);
  const line = `${name}: ${value}`;
  // What stands at the top level, or is the last of the file, begins the section where it is.
  const isLast = text.split("\n").findLastIndex((each) => each.trim() !== "") === at.line - 1;
  if (!home && (from.length === 1 || isLast)) return [lineEdit(at, `${section[0]}:\n  ${line}`)];
  if (!home) return [lineEdit(at, ""), ...appended(file, text, [`${section[0]}:`, `  ${line}`])];
  const indent = " ".repeat(childIndent(file, section));
  if (isBehind(text, home.line, at.line)) return [lineEdit(at, indent + line)];
  return home.text === undefined ? [] : [lineEdit(at, ""), lineEdit(home, `${home.text}\n${indent}${line}`)];
}

/** Lines put at the end of a file. */
export function appended(file: YamlFile, text: string, lines: readonly string[]): Edit[] {
  const written = text.split("\n");
  const isEnded = written.at(-1) === "";
  const last = isEnded ? written.length - 1 : written.length;
  return [{ path: file.path, startLine: last, endLine: last, replacement: [(written[last - 1] ?? "").replace(/\r$/, ""), ...lines].join("\n") }];
}

/** How far the keys of a section are indented; two columns when it has none. */
export function childIndent(file: YamlFile, section: readonly string[]): number {
  const [first] = file.keys(section);
  const column = first === undefined ? undefined : file.locateKey([...section, first])?.column;
  return column === undefined ? 2 : column - 1;
}

/** Whether a line follows a section directly, so that it belongs to it once it is indented. */
function isBehind(text: string, section: number, line: number): boolean {
  const between = text.split("\n").slice(section, line - 1);
  return line > section && between.every((each) => each.trim() === "" || /^\s/.test(each) || each.trimStart().startsWith("#"));
}

function lineEdit(at: Location, replacement: string): Edit {
  return { path: at.path, startLine: at.line, endLine: at.line, replacement };
}
