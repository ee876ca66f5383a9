import { failure } from "../model/failure.ts";
import type { Location } from "../model/location.ts";
import { nearest } from "../model/names.ts";
import { parseDuration, parseSize } from "../model/units.ts";
import type { YamlFile, YamlPath } from "../text/yaml.ts";
import type { Key, Keys, Shape } from "./keys.ts";

/** Throws a Failure with file, line and what is expected for the first value that is not as its shape says. Absent values are right. */
export function checkShape(file: YamlFile, path: YamlPath, shape: Shape, value: unknown): void {
  switch (shape.kind) {
    case "map":
      return checkMap(file, path, shape.keys, value);
    case "names":
      return checkNames(file, path, shape, value);
    case "list":
      return checkList(file, path, shape, value);
    case "either":
      return checkShape(file, path, typeof value === "string" ? shape.short : shape.long, value);
    case "choice":
      return checkChoice(file, path, shape.of, value);
    default:
      if (!isRight(shape, value)) throw wrong(file, path, `${nameOf(path)} is to be ${expectedOf(shape)}`);
  }
}

function isRight(shape: Exclude<Shape, { readonly kind: "map" | "names" | "list" | "either" | "choice" }>, value: unknown): boolean {
  switch (shape.kind) {
    case "text":
      return (isText(value) || (shape.allowsSwitch === true && typeof value === "boolean")) && (shape.pattern?.test(String(value)) ?? true);
    case "duration":
      return isText(value) && (parseDuration(String(value)) ?? 0) > 0;
    case "size":
      return isText(value) && (parseSize(String(value)) ?? 0) > 0;
    case "number":
      return typeof value === "number" && value > shape.above && value <= shape.most && (shape.isWhole !== true || Number.isInteger(value));
    case "switch":
      return typeof value === "boolean";
  }
}

/** "a text", for a message. */
function expectedOf(shape: Exclude<Shape, { readonly kind: "map" | "either" | "choice" }>): string {
  switch (shape.kind) {
    case "duration":
      return `a duration such as ${shape.example}`;
    case "size":
      return "a size such as 512m or 1g";
    case "switch":
      return "true or false";
    default:
      return shape.expected;
  }
}

function checkChoice(file: YamlFile, path: YamlPath, known: readonly string[], value: unknown): void {
  // YAML 1.1 takes `off` for false; so does whoever writes it in an editor that shows it so.
  const word = value === false && known.includes("off") ? "off" : value;
  if (!isText(word)) throw wrong(file, path, `${nameOf(path)} is to be a text`);
  if (!known.includes(String(word))) throw wrong(file, path, `${nameOf(path)} is to be ${listed(known)}; it is ${JSON.stringify(word)}${didYouMean(String(word), known)}`);
}

function checkList(file: YamlFile, path: YamlPath, shape: Extract<Shape, { readonly kind: "list" }>, value: unknown): void {
  if (!Array.isArray(value)) {
    if (!shape.orOne || (typeof value === "object" && shape.of.kind !== "either")) throw wrong(file, path, `${nameOf(path)} is to be ${shape.expected}`);
    return checkEntry(file, path, shape, value);
  }
  value.forEach((entry: unknown, index) => checkEntry(file, [...path, index], shape, entry));
}

function checkEntry(file: YamlFile, path: YamlPath, { of, expected }: Extract<Shape, { readonly kind: "list" }>, value: unknown): void {
  const isScalar = of.kind === "text" || of.kind === "number";
  if (isScalar && !isRight(of, value)) throw wrong(file, path, `${nameOf(path)} is to be ${expected}`);
  if (!isScalar) checkShape(file, path, of, value);
}

function checkMap(file: YamlFile, path: YamlPath, keys: Keys, value: unknown): void {
  if (path.length === 0 && !isGiven(value)) return;
  if (!isRecord(value)) throw wrong(file, path, `${nameOf(path)} is to be a map of keys and values`);
  const known = Object.keys(keys);
  const stray = file.keys(path).find((key) => !known.includes(key));
  if (stray !== undefined) throw wrong(file, [...path, stray], `there is no setting "${stray}" here${didYouMean(stray, known)}; known are ${known.join(", ")}`, file.locateKey([...path, stray]));
  for (const [key, { shape, isRequired }] of Object.entries<Key>(keys)) {
    const given = value[key];
    if (isGiven(given)) checkShape(file, [...path, key], shape, given);
    else if (isRequired === true) throw wrong(file, [...path, key], `${key} is to be ${"expected" in shape ? shape.expected : "given"}`);
  }
}

function checkNames(file: YamlFile, path: YamlPath, { name, of, expected }: Extract<Shape, { readonly kind: "names" }>, value: unknown): void {
  if (!isRecord(value)) throw wrong(file, path, `${nameOf(path)} is to be ${expected}`);
  const stray = file.keys(path).find((key) => !name.test(key));
  if (stray !== undefined) throw wrong(file, [...path, stray], `${JSON.stringify(stray)} is no name for ${nameOf(path)}, which is to be ${expected}`, file.locateKey([...path, stray]));
  for (const [key, each] of Object.entries(value)) if (isGiven(each)) checkShape(file, [...path, key], of, each);
}

/** ' (did you mean "x"?)' where one of the known words is near; else nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? "" : ` (did you mean "${meant}"?)`;
}

/** "a, b or c". */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function nameOf(path: YamlPath): string {
  const last = path.findLast((step) => typeof step === "string");
  return last === undefined ? "the file" : String(last);
}

function isText(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

/** Whether a key has a value: one without is as good as absent. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The Failure for a value that is not as it should be, at its line or the nearest above it. */
export function wrong(file: YamlFile, path: YamlPath, message: string, place?: Location): Error {
  const at = place ?? file.locate(path) ?? file.locate(path.slice(0, -1)) ?? { path: file.path, line: 1 };
  return failure("config-invalid", `${message.charAt(0).toUpperCase()}${message.slice(1)}.`, { at, remedy: "docs/configuration.md lists the settings." });
}
