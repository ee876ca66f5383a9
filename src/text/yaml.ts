import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from "yaml";
import type { Location, RepoPath } from "../model/location.ts";
import { indexLines, locate, type LineIndex } from "./lines.ts";

/** A step into a document: a key of a map or an index of a sequence. */
export type YamlPath = readonly (string | number)[];

/** A YAML file whose values know their lines. */
export interface YamlFile {
  readonly path: RepoPath;
  /** The document as plain data; undefined for an empty file. */
  readonly data: unknown;
  /** What the parser objected to, first first. */
  readonly errors: readonly { readonly message: string; readonly at: Location }[];
  /** The place of the value at `path` (of its key, when the value is a map or sequence); undefined when there is none. */
  locate(path: YamlPath): Location | undefined;
  /** The place of the key itself. */
  locateKey(path: YamlPath): Location | undefined;
  /** Keys of the map at `path` in file order, with merged (`<<`) ones; empty when it is no map. */
  keys(path: YamlPath): readonly string[];
  /** The text of a scalar as written, without quotes; undefined for anything else. */
  source(path: YamlPath): string | undefined;
  /** Where the text of a literal block (`|`) stands: its first line, from 1, and the columns before it; undefined for anything else. */
  block(path: YamlPath): { readonly line: number; readonly indent: number } | undefined;
}

/** Parses the first document of a YAML text. Never throws: what cannot be read is in `errors`. */
export function parseYaml(path: RepoPath, text: string): YamlFile {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, merge: true, uniqueKeys: false, strict: false, logLevel: "error" });
  const lines = indexLines(text);
  const find = (steps: YamlPath): Found | undefined => descend(document, steps);
  return {
    path,
    data: plainData(document),
    errors: document.errors.map((error) => ({
      message: error.code === "MULTIPLE_DOCS" ? "there is more than one document in it" : (error.message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? error.code),
      at: locate(path, lines, lines.positionOf(error.pos[0]).line),
    })),
    locate: (steps) => place(path, lines, find(steps), false),
    locateKey: (steps) => place(path, lines, find(steps), true),
    keys: (steps) => keysOf(document, find(steps)?.value),
    source: (steps) => {
      const value = find(steps)?.value;
      return isScalar(value) ? (value.source ?? String(value.value)) : undefined;
    },
    block: (steps) => {
      const value = find(steps)?.value;
      const offset = isScalar(value) && value.type === "BLOCK_LITERAL" ? value.range?.[0] : undefined;
      if (offset === undefined) return undefined;
      const line = lines.positionOf(offset).line + 1;
      const indent =
        text
          .split("\n")
          .slice(line - 1)
          .find((each) => each.trim() !== "")
          ?.search(/\S/) ?? 0;
      return { line, indent };
    },
  };
}

interface Found {
  readonly key?: Node;
  readonly value: Node | null;
}

function plainData(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100_000 }) as unknown;
  } catch {
    return undefined;
  }
}

function resolveAlias(document: Document, node: unknown): Node | null {
  let current = node;
  for (let hops = 0; isAlias(current) && hops < 20; hops++) current = current.resolve(document);
  return isMap(current) || isSeq(current) || isScalar(current) ? current : null;
}

function descend(document: Document, steps: YamlPath): Found | undefined {
  let found: Found = { value: resolveAlias(document, document.contents) };
  for (const step of steps) {
    const next = child(document, found.value, step);
    if (next === undefined) return undefined;
    found = next;
  }
  return found;
}

function child(document: Document, node: Node | null, step: string | number): Found | undefined {
  if (isSeq(node)) {
    const item: unknown = node.items[Number(step)];
    return item === undefined ? undefined : { value: resolveAlias(document, item) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => keyText(item) === String(step));
  if (pair) return { key: pair.key as Node, value: resolveAlias(document, pair.value) };
  return mergedMaps(document, node.items)
    .map((map) => child(document, map, step))
    .find((found) => found !== undefined);
}

function mergedMaps(document: Document, items: readonly Pair[]): Node[] {
  return items
    .filter((item) => keyText(item) === "<<")
    .flatMap((item) => {
      const value = resolveAlias(document, item.value);
      return isSeq(value) ? value.items.map((entry) => resolveAlias(document, entry)) : [value];
    })
    .filter((node): node is Node => isMap(node));
}

function keyText(pair: unknown): string | undefined {
  if (!isPair(pair)) return undefined;
  const key: unknown = pair.key;
  return isScalar(key) ? (key.source ?? String(key.value)) : undefined;
}

function keysOf(document: Document, node: Node | null | undefined): string[] {
  if (!isMap(node)) return [];
  const own = node.items.map(keyText).filter((key): key is string => key !== undefined && key !== "<<");
  return [...new Set([...own, ...mergedMaps(document, node.items).flatMap((map) => keysOf(document, map))])];
}

function place(path: RepoPath, lines: LineIndex, found: Found | undefined, wantKey: boolean): Location | undefined {
  if (!found) return undefined;
  const node = wantKey || isMap(found.value) || isSeq(found.value) || found.value === null ? (found.key ?? found.value) : found.value;
  const offset = node?.range?.[0] ?? found.value?.range?.[0];
  if (offset === undefined) return undefined;
  const { line, column } = lines.positionOf(offset);
  return locate(path, lines, line, { column });
}
