import { failure } from "../../model/failure.ts";
import { folderOf, joinPath, type Location, type RepoPath } from "../../model/location.ts";
import { parseYaml, type YamlFile, type YamlPath } from "../../text/yaml.ts";
import type { Workspace } from "../../workspace/workspace.ts";

/** Names that `docker compose` looks for, best first. */
export const composeNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/** The Compose files of a project in the order in which they are merged. */
export interface ComposeFiles {
  /** Given to `docker compose -f`. */
  readonly main: readonly RepoPath[];
  /** The folder that relative paths start from. */
  readonly folder: RepoPath;
  /** All files that take part, those that are extended or included too; parsed. */
  readonly parsed: readonly YamlFile[];
}

/** Reads the given Compose files and those they lead to. Throws a Failure for a file that is absent or no YAML. */
export function readComposeFiles(workspace: Workspace, main: readonly RepoPath[]): ComposeFiles {
  const parsed: YamlFile[] = [];
  const pending: { path: RepoPath; by?: Location }[] = main.map((path) => ({ path }));
  const seen = new Set<RepoPath>();
  for (let next = pending.shift(); next; next = pending.shift()) {
    if (seen.has(next.path) || seen.size > 50) continue;
    seen.add(next.path);
    const file = readYaml(workspace, next.path, next.by);
    parsed.push(file);
    pending.push(...linkedFiles(file));
  }
  return { main, folder: folderOf(main[0] ?? ("" as RepoPath)), parsed };
}

function readYaml(workspace: Workspace, path: RepoPath, by: Location | undefined): YamlFile {
  const text = workspace.read(path);
  if (text === undefined) {
    throw failure("config-invalid", `The Compose file ${path} is not there.`, { remedy: "Give the path of an existing file, relative to the project.", ...(by ? { at: by } : {}) });
  }
  const file = parseYaml(path, text);
  const [error] = file.errors;
  if (file.data === undefined && file.keys([]).length > 0) throw failure("config-invalid", `${path} repeats itself too often to be read.`, { remedy: "Use fewer aliases." });
  if (error) throw failure("config-invalid", `${path} is not valid YAML: ${error.message}.`, { at: error.at, remedy: "Correct the line; docker compose config shows the same." });
  return file;
}

/** Files named by `extends` and `include`. */
function linkedFiles(file: YamlFile): { path: RepoPath; by?: Location }[] {
  const found: { path: RepoPath; by?: Location }[] = [];
  const add = (value: unknown, at: YamlPath): void => {
    const path = typeof value === "string" && !/^[a-z]+:/.test(value) ? joinPath(folderOf(file.path), value) : undefined;
    const by = file.locate(at);
    if (path !== undefined) found.push({ path, ...(by ? { by } : {}) });
  };
  for (const name of file.keys(["services"])) add(valueAt(file.data, ["services", name, "extends", "file"]), ["services", name, "extends", "file"]);
  const include = valueAt(file.data, ["include"]);
  if (Array.isArray(include)) {
    include.forEach((entry: unknown, index) => {
      const paths: unknown = typeof entry === "string" ? entry : valueAt(entry, ["path"]);
      for (const path of Array.isArray(paths) ? (paths as unknown[]) : [paths]) add(path, ["include", index]);
    });
  }
  return found;
}

/** The value at a path of plain data; undefined when there is none. */
export function valueAt(data: unknown, path: YamlPath): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** Finds the lines of a service's keys in the files that define it; later files win, as they do in the merge. */
export class ComposeLocator {
  readonly #files: readonly YamlFile[];
  constructor(files: readonly YamlFile[]) {
    this.#files = files.toReversed();
  }

  service(name: string): Location | undefined {
    return this.#first((file) => file.locateKey(["services", name]));
  }

  /** The place of a key of a service. */
  key(service: string, path: YamlPath): Location | undefined {
    return this.#inService(service, (file, base) => file.locate([...base, ...path]));
  }

  /** The place of a list entry or map key below `path` for which `matches` holds; entries are given as text or as their map. */
  entry(service: string, path: YamlPath, matches: (entry: unknown, key?: string) => boolean): Location | undefined {
    return this.#inService(service, (file, base) => {
      const value = valueAt(file.data, [...base, ...path]);
      if (Array.isArray(value)) {
        const index = value.findIndex((each: unknown) => matches(each));
        return index === -1 ? undefined : file.locate([...base, ...path, index]);
      }
      const key = file.keys([...base, ...path]).find((each) => matches(valueAt(value, [each]), each));
      return key === undefined ? undefined : file.locateKey([...base, ...path, key]);
    });
  }

  #inService(service: string, find: (file: YamlFile, base: YamlPath) => Location | undefined, depth = 0): Location | undefined {
    const own = this.#first((file) => find(file, ["services", service]));
    if (own !== undefined || depth > 5) return own;
    for (const file of this.#files) {
      const extended = valueAt(file.data, ["services", service, "extends"]);
      const parent = typeof extended === "string" ? extended : valueAt(extended, ["service"]);
      const found = typeof parent === "string" && parent !== service ? this.#inService(parent, find, depth + 1) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  #first(find: (file: YamlFile) => Location | undefined): Location | undefined {
    for (const file of this.#files) {
      const found = find(file);
      if (found) return found;
    }
    return undefined;
  }
}
