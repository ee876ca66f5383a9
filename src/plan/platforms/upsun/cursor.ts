import type { Location, RepoPath } from "../../../model/location.ts";
import { parseYaml, type YamlFile, type YamlPath } from "../../../text/yaml.ts";
import type { Workspace } from "../../../workspace/workspace.ts";

/** A place in a YAML document: its value, its line, and the way to what is below it. */
export class Cursor {
  readonly #file: YamlFile;
  readonly #steps: YamlPath;
  readonly #workspace: Workspace;

  constructor(workspace: Workspace, file: YamlFile, steps: YamlPath = []) {
    this.#workspace = workspace;
    this.#file = file;
    this.#steps = steps;
  }

  get path(): RepoPath {
    return this.#file.path;
  }

  /** The plain value; undefined where the document has nothing. */
  get value(): unknown {
    return this.#steps.reduce<unknown>((value, step) => (isRecord(value) || Array.isArray(value) ? (value as Record<string | number, unknown>)[step] : undefined), this.#file.data);
  }

  /** A scalar as text; undefined for a map, a list or nothing. */
  get text(): string | undefined {
    const { value } = this;
    return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? (this.#file.source(this.#steps) ?? String(value)).trim() : undefined;
  }

  /** The place of the value; of its key for a map or list. */
  get at(): Location | undefined {
    return this.#file.locate(this.#steps);
  }

  get keyAt(): Location | undefined {
    return this.#file.locateKey(this.#steps);
  }

  /** Keys of the map, in the order of the file. */
  get keys(): readonly string[] {
    return this.#file.keys(this.#steps);
  }

  child(...steps: YamlPath): Cursor {
    return new Cursor(this.#workspace, this.#file, [...this.#steps, ...steps]);
  }

  /** Children of the map by their keys. */
  get entries(): readonly (readonly [string, Cursor])[] {
    return this.keys.map((key) => [key, this.child(key)] as const);
  }

  /** Texts of a list of scalars; of the scalar itself. */
  get texts(): readonly string[] {
    const { value } = this;
    if (Array.isArray(value)) return value.flatMap((_, index) => this.child(index).text ?? []);
    return this.text === undefined ? [] : [this.text];
  }

  /** The lines of a block scalar (`|`) with their places; of any other text the one line it stands on. */
  get lines(): readonly { readonly text: string; readonly at?: Location }[] {
    const { text, at } = this;
    if (text === undefined || at === undefined) return [];
    const written = text.replace(/\n+$/, "").split("\n");
    const isBlock = /[:-]\s*(?:[&!]\S+\s+)*\|[-+\d]*\s*(?:#.*)?$/.test(at.text ?? "");
    return isBlock ? written.map((line, index) => ({ text: line, at: this.#workspace.locate(this.path, at.line + 1 + index) })) : [{ text, at }];
  }
}

/** The document of a file; undefined when there is no such file. */
export function openYaml(workspace: Workspace, path: RepoPath): { readonly cursor: Cursor; readonly errors: YamlFile["errors"] } | undefined {
  const text = workspace.read(path);
  if (text === undefined) return undefined;
  const file = parseYaml(path, text);
  return { cursor: new Cursor(workspace, file), errors: file.errors };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
