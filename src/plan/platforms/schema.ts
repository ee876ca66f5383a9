import type { Edit } from "../../model/edit.ts";
import type { Location } from "../../model/location.ts";
import { nearest } from "../../model/names.ts";
import type { Changed, PlatformProblem } from "../../model/platform.ts";
import type { YamlFile, YamlPath } from "../../text/yaml.ts";
import { moveKey, renameKey, renameValue } from "./schema-edits.ts";

/** What a value may be. `text` takes numbers too; `ports` one number or several; `texts` a map of names to texts. */
export type ValueKind = "map" | "texts" | "text" | "path" | "flag" | "ports" | "list" | "any";

/** One key of a platform's file. */
export interface KeySchema {
  readonly kind: ValueKind;
  /** What runs otherwise when it is not read. */
  readonly changes: Changed;
  /** Of a map: its keys. */
  readonly keys?: Readonly<Record<string, KeySchema>>;
  /** Of a map or list whose entries are named by the project: what each is. */
  readonly each?: KeySchema;
  /** The only values there are. */
  readonly among?: readonly string[];
  /** The flavours of a project in which it is read; in all when absent. */
  readonly only?: readonly string[];
  /** Other words that people write for it, in lower case without separators. */
  readonly also?: readonly string[];
}

export interface StrictOptions {
  /** The platform, as people call it. */
  readonly label: string;
  /** The flavour of this project. */
  readonly flavour?: string;
  /** The text of the value that counts for a key when nothing of the stray kind is read: a port by default. */
  readonly inForce: (path: string) => string | undefined;
}

const expectations: Readonly<Record<ValueKind, string>> = {
  map: "a section with keys of its own",
  texts: "a section of names and texts",
  text: "a text",
  path: "a path",
  flag: "true or false",
  ports: "a port number, or several separated by commas",
  list: "a list",
  any: "a value",
};

/** What a value of a kind is called. */
export function expectationOf(schema: KeySchema): string {
  return schema.among ? `one of ${schema.among.join(", ")}` : expectations[schema.kind];
}

/** Reads a file by its platform's schema and tells every key that is unknown, misplaced, of another flavour or of another kind. */
export function readStrictly(file: YamlFile, text: string, schema: KeySchema, options: StrictOptions): PlatformProblem[] {
  return new StrictReader(file, text, schema, options).problems([], schema, file.data);
}

interface Leaf {
  readonly path: readonly string[];
  readonly schema: KeySchema;
}

class StrictReader {
  readonly #file: YamlFile;
  readonly #text: string;
  readonly #options: StrictOptions;
  readonly #leaves: readonly Leaf[];

  constructor(file: YamlFile, text: string, schema: KeySchema, options: StrictOptions) {
    this.#file = file;
    this.#text = text;
    this.#options = options;
    this.#leaves = leavesOf(schema, []);
  }

  problems(path: YamlPath, schema: KeySchema, value: unknown): PlatformProblem[] {
    if (value === null || value === undefined) return [];
    if (!fits(schema, value)) return [this.#mistyped(path, schema, value)];
    if (schema.each) {
      const { each } = schema;
      return entriesOf(value).flatMap(([key, child]) => this.problems([...path, key], each, child));
    }
    if (schema.kind !== "map" || !schema.keys) return [];
    const { keys } = schema;
    return this.#file.keys(path).flatMap((key) => {
      const known = keys[key];
      const child = (value as Record<string, unknown>)[key];
      if (!known) return child === null || child === undefined ? this.#empty([...path, key]) : [this.#stray(path, key, child, keys)];
      return this.#isRead(known) ? this.problems([...path, key], known, child) : this.#foreign([...path, key], known, child);
    });
  }

  #isRead({ only }: KeySchema): boolean {
    return only === undefined || this.#options.flavour === undefined || only.some((each) => each === this.#options.flavour || this.#options.flavour?.startsWith(`${each}/`) === true);
  }

  #at(path: YamlPath, isKey: boolean): Location {
    return (isKey ? this.#file.locateKey(path) : this.#file.locate(path)) ?? this.#file.locateKey(path) ?? { path: this.#file.path, line: 1 };
  }

  /** An unknown key without a value: only its children, if they slipped out of it, matter. */
  #empty(path: YamlPath): PlatformProblem[] {
    const key = String(path.at(-1));
    const section = this.#leaves.find((leaf) => leaf.path.length === 1 && leaf.path[0] === key && leaf.schema.kind === "map");
    if (section && path.length === 2) return [this.#slipped(path, key, section.schema)];
    const what = `\`${key}\` is no key of ${sectionName(path.slice(0, -1))}, and has nothing below it`;
    return [{ key: path.join("."), at: this.#at(path, true), what, expected: "a known key", changes: "nothing", edits: [] }];
  }

  /** A section that is indented too far: what belongs below it stands beside it. */
  #slipped(path: YamlPath, key: string, { changes }: KeySchema): PlatformProblem {
    const at = this.#at(path, true);
    const what = `\`${key}\` stands in ${sectionName(path.slice(0, -1))} and has nothing below it: its keys stand beside it`;
    const edits = at.text === undefined ? [] : [{ path: at.path, startLine: at.line, endLine: at.line, replacement: at.text.trim() }];
    return { key: path.join("."), at, what, expected: `\`${key}\` at the top level`, meant: key, changes, edits };
  }

  #mistyped(path: YamlPath, schema: KeySchema, value: unknown): PlatformProblem {
    const key = path.join(".");
    const shown = Array.isArray(value) ? "a list" : plainText(value) === undefined ? "a section" : `\`${plainText(value)?.slice(0, 60)}\``;
    const meant = schema.among && typeof value === "string" ? nearest(value.toLowerCase(), schema.among) : undefined;
    const at = this.#at(path, typeof value === "object");
    const name = key === "" ? "the file" : `\`${key}\``;
    return {
      key,
      at,
      what: `${name} is ${shown}`,
      expected: expectationOf(schema),
      ...(meant === undefined ? {} : { meant }),
      changes: schema.changes,
      edits: meant === undefined ? [] : renameValue(at, String(value), meant),
    };
  }

  /** A key that this flavour of project does not read. */
  #foreign(path: YamlPath, schema: KeySchema, value: unknown): PlatformProblem[] {
    if (value === null || value === undefined) return [];
    const key = path.join(".");
    return [
      {
        key,
        at: this.#at(path, true),
        what: `\`${key}\` is not read for ${this.#options.flavour ?? "this kind of project"}`,
        expected: `it for ${(schema.only ?? []).join(", ")} alone`,
        changes: "nothing",
        edits: [],
      },
    ];
  }

  #stray(path: YamlPath, key: string, value: unknown, siblings: Readonly<Record<string, KeySchema>>): PlatformProblem {
    const leaf = this.#meantBy(path, key, value, siblings);
    const at = this.#at([...path, key], true);
    const meant = leaf?.path.join(".");
    const isMisplaced = leaf !== undefined && leaf.path.at(-1) === key;
    const section = sectionName(path);
    const what = isMisplaced
      ? `\`${key}\` stands ${path.length === 0 ? "at" : "in"} ${section}, where ${this.#options.label} does not read it`
      : `\`${key}\` is no key of ${section}, so ${this.#options.label} does not read it`;
    const isSet = meant !== undefined && this.#file.source(leaf?.path ?? []) !== undefined;
    const isSame = meant !== undefined && this.#options.inForce(meant) === plainText(value);
    const port = leaf?.schema.kind === "ports" ? Number.parseInt(plainText(value) ?? "", 10) : Number.NaN;
    return {
      key: [...path, key].join("."),
      at,
      what,
      expected: leaf ? `\`${meant}\`: ${expectationOf(leaf.schema)}` : `one of ${Object.keys(siblings).join(", ")}`,
      ...(meant === undefined ? {} : { meant }),
      changes: leaf === undefined || isSame || isSet ? "nothing" : leaf.schema.changes,
      ...(Number.isNaN(port) ? {} : { port }),
      edits: leaf === undefined || isSet || isSame || !fits(leaf.schema, value) ? [] : this.#edits(path, key, leaf),
    };
  }

  #edits(path: YamlPath, key: string, { path: to }: Leaf): Edit[] {
    const from = [...path.map(String), key];
    const isHere = from.length === to.length && path.every((step, index) => step === to[index]);
    return isHere ? renameKey(this.#file, from, to.at(-1) ?? "") : moveKey(this.#file, this.#text, from, to);
  }

  /** The key that is likeliest meant: of that name elsewhere, by another word for it, or spelt like it. */
  #meantBy(path: YamlPath, key: string, value: unknown, siblings: Readonly<Record<string, KeySchema>>): Leaf | undefined {
    const isNear = (leaf: Leaf): boolean => leaf.path.length === path.length + 1 && path.every((step, index) => step === leaf.path[index]);
    const read = this.#leaves.filter((leaf) => this.#isRead(leaf.schema)).toSorted((a, b) => Number(isNear(b)) - Number(isNear(a)));
    const word = plainWord(key);
    const named = read.find((leaf) => plainWord(leaf.path.at(-1) ?? "") === word && fits(leaf.schema, value));
    const alias = read.find((leaf) => leaf.schema.also?.includes(word) === true);
    const here = nearest(key, Object.keys(siblings));
    const spelt = here ?? nearest(key, [...new Set(read.map((leaf) => leaf.path.at(-1) ?? ""))]);
    return named ?? alias ?? (spelt === undefined ? undefined : read.find((leaf) => leaf.path.at(-1) === spelt && (here === undefined || isNear(leaf))));
  }
}

function leavesOf(schema: KeySchema, path: readonly string[]): Leaf[] {
  return Object.entries(schema.keys ?? {}).flatMap(([key, child]) => {
    const leaf = { path: [...path, key], schema: child };
    return [leaf, ...leavesOf(child, leaf.path)];
  });
}

function entriesOf(value: unknown): [string | number, unknown][] {
  return Array.isArray(value) ? value.map((child: unknown, index): [number, unknown] => [index, child]) : Object.entries(value as Record<string, unknown>);
}

function sectionName(path: YamlPath): string {
  return path.length === 0 ? "the top level" : `\`${path.join(".")}\``;
}

function plainWord(key: string): string {
  return key.toLowerCase().replace(/[-_ ]/g, "");
}

function plainText(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function isPortText(text: string): boolean {
  return /^\s*\d{1,5}\s*(?:,\s*\d{1,5}\s*)*$/.test(text);
}

/** Whether a value is of the kind that a key takes. */
export function fits({ kind, among }: KeySchema, value: unknown): boolean {
  const isScalar = ["string", "number", "boolean"].includes(typeof value);
  if (among) return isScalar && among.includes(String(value));
  switch (kind) {
    case "map":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "texts":
      return typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every((each) => plainText(each) !== undefined);
    case "text":
      return typeof value === "string" || typeof value === "number";
    case "path":
      return typeof value === "string";
    case "flag":
      return typeof value === "boolean" || /^(?:yes|no|true|false|on|off)$/i.test(plainText(value) ?? "");
    case "ports":
      return Array.isArray(value) ? value.length > 0 && value.every((each) => isPortText(plainText(each) ?? "")) : isPortText(plainText(value) ?? "");
    case "list":
      return Array.isArray(value);
    case "any":
      return true;
  }
}
