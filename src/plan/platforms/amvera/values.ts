import type { Location, Sourced } from "../../../model/location.ts";
import type { Span } from "../../../model/proxy.ts";
import type { YamlFile, YamlPath } from "../../../text/yaml.ts";

/** One port of a list and where its digits stand. */
export interface WrittenPort {
  readonly port: number;
  readonly at: Location;
  readonly span?: Span;
}

/** The text of a value as it is written: `3.10` stays `3.10`. Undefined for what is absent, empty, a section or a list. */
export function textAt(file: YamlFile, path: YamlPath): Sourced<string> | undefined {
  const text = file.source(path);
  const at = file.locate(path);
  if (text === undefined || at === undefined || dataAt(file.data, path) === null) return undefined;
  const plain = text.trim();
  return plain === "" ? undefined : { value: plain, at };
}

/** What stands at a path, as plain data. */
export function dataAt(data: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>((value, step) => (typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[step] : undefined), data);
}

/** Whether a switch is on: `true`, `yes` and the like, quoted or not. */
export function isOn(file: YamlFile, path: YamlPath): boolean {
  return /^(?:true|yes|on)$/i.test(textAt(file, path)?.value ?? "");
}

/** The ports at a path, written as a number, a text of numbers or a list; empty when there is none. */
export function portsAt(file: YamlFile, path: YamlPath): WrittenPort[] {
  const value = dataAt(file.data, path);
  if (Array.isArray(value)) return value.flatMap((_, index) => portsAt(file, [...path, index]));
  const at = textAt(file, path) ? file.locate(path) : undefined;
  if (at?.text === undefined || at.column === undefined) return [];
  const offset = at.column - 1;
  const written = /^["']?[\d\s,]+/.exec(at.text.slice(offset))?.[0] ?? "";
  return [...written.matchAll(/\d+/g)].map((match) => ({ port: Number(match[0]), at, span: { line: at.line, column: offset + match.index + 1, length: match[0].length } }));
}
