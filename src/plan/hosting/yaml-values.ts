import type { Location, Sourced } from "../../model/location.ts";
import { sourced } from "../../model/location.ts";
import type { YamlFile, YamlPath } from "../../text/yaml.ts";

/** The value at a path of plain data; undefined when there is none. */
export function dataAt(data: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>((value, step) => (typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[step] : undefined), data);
}

/** A text or number as a text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** The text of a scalar with its line. */
export function textAt(file: YamlFile, path: YamlPath): Sourced<string> | undefined {
  const text = textOf(dataAt(file.data, path));
  return text === undefined ? undefined : sourced(text, file.locate(path));
}

/** A number that can be a port, with its line. */
export function portAt(file: YamlFile, path: YamlPath): Sourced<number> | undefined {
  const text = textAt(file, path);
  const port = portOf(text?.value);
  return text && port !== undefined ? { ...text, value: port } : undefined;
}

/** A port written as a number; undefined for anything else. */
export function portOf(value: unknown): number | undefined {
  const port = typeof value === "string" && /^\d{1,5}$/.test(value.trim()) ? Number(value) : value;
  return typeof port === "number" && Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

/** The texts of a map of names, each with its line. */
export function textsAt(file: YamlFile, path: YamlPath): Record<string, Sourced<string>> {
  return Object.fromEntries(
    file.keys(path).flatMap((key) => {
      const text = textAt(file, [...path, key]);
      return text ? [[key, text]] : [];
    }),
  );
}

/** A place in a file: that of the path, else of the file. */
export function placeIn(file: YamlFile, path: YamlPath): Location {
  return file.locateKey(path) ?? file.locate(path) ?? { path: file.path, line: 1 };
}
