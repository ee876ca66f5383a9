import { failure } from "../../model/failure.ts";
import { folderOf, joinPath, type Location, type RepoPath } from "../../model/location.ts";
import { parseYaml, type YamlFile, type YamlPath } from "../../text/yaml.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { includesOf, type Include } from "./include.ts";
import { valueAt } from "./values.ts";

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
  /** The folders that relative paths in the other files start from. */
  readonly bases: ReadonlyMap<RepoPath, RepoPath>;
  readonly includes: readonly Include[];
}

/** The folder that relative paths in one of the files start from. */
export function baseOf(files: ComposeFiles, path: RepoPath): RepoPath {
  return files.bases.get(path) ?? files.folder;
}

/** A file that takes part, and why. */
interface Pending {
  readonly path: RepoPath;
  readonly base: RepoPath;
  readonly by?: Location;
}

/** Reads the given Compose files and those they lead to. Throws a Failure for a file that is absent or no YAML. */
export function readComposeFiles(workspace: Workspace, main: readonly RepoPath[]): ComposeFiles {
  const folder = folderOf(main[0] ?? ("" as RepoPath));
  const parsed: YamlFile[] = [];
  const bases = new Map<RepoPath, RepoPath>();
  const includes: Include[] = [];
  const pending: Pending[] = main.map((path) => ({ path, base: folder }));
  for (let next = pending.shift(); next; next = pending.shift()) {
    if (bases.has(next.path) || bases.size > 50) continue;
    bases.set(next.path, next.base);
    const file = readYaml(workspace, next.path, next.by);
    parsed.push(file);
    const included = includesOf(file, next.base);
    includes.push(...included);
    pending.push(...extendedFiles(file, next.base), ...included.flatMap(({ paths, base, at }) => paths.map((path) => ({ path, base, ...(at ? { by: at } : {}) }))));
  }
  return { main, folder, parsed, bases, includes };
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

/** Files named by `extends`. */
function extendedFiles(file: YamlFile, base: RepoPath): Pending[] {
  return file.keys(["services"]).flatMap((name): Pending[] => {
    const at: YamlPath = ["services", name, "extends", "file"];
    const value = valueAt(file.data, at);
    const path = typeof value === "string" && !/^[a-z]+:/.test(value) ? joinPath(base, value) : undefined;
    const by = file.locate(at);
    return path === undefined ? [] : [{ path, base: folderOf(path), ...(by ? { by } : {}) }];
  });
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
