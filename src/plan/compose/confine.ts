import { failure } from "../../model/failure.ts";
import { folderOf, joinPath, type Location, type RepoPath } from "../../model/location.ts";
import type { YamlFile, YamlPath } from "../../text/yaml.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import type { ComposeFiles } from "./files.ts";
import { valueAt } from "./values.ts";

/** What a Compose file lets Compose itself read: another file, or a folder that holds more of them. */
interface Reading {
  readonly what: string;
  readonly written: string;
  readonly at: Location | undefined;
  /** The folder that the path starts from. */
  readonly from: RepoPath;
}

/**
 * Throws a Failure when the files would make `docker compose config` read anything outside the project: it follows every path and link,
 * and what it reads ends in the containers. Variables files of services of the main files are not among them: Compose is not given those.
 */
export function refuseOutside(workspace: Workspace, files: ComposeFiles): void {
  for (const file of files.parsed) {
    for (const reading of readingsOf(file, files)) if (!isInside(workspace, reading)) throw refused(reading);
  }
  const folders = new Set(files.parsed.filter((file) => !files.main.includes(file.path)).map((file) => folderOf(file.path)));
  for (const folder of folders) {
    const written = folder === "" ? ".env" : `${folder}/.env`;
    if (folder !== files.folder && workspace.isStray(written as RepoPath)) throw refused({ what: "the variables file", written, at: undefined, from: "" as RepoPath });
  }
}

function refused({ what, written, at }: Reading): Error {
  return failure("refused", `${what.charAt(0).toUpperCase()}${what.slice(1)} ${written} is not a file inside the project, and Compose would read it.`, {
    ...(at ? { at } : {}),
    remedy: "Name a file of the project, or check the folder that holds both.",
  });
}

function readingsOf(file: YamlFile, files: ComposeFiles): Reading[] {
  const isMain = files.main.includes(file.path);
  const from = isMain ? files.folder : folderOf(file.path);
  const reading = (what: string, path: YamlPath, value: unknown, start = from): Reading[] =>
    texts(value).map((written) => ({ what, written, at: file.locate(path) ?? file.locateKey(path), from: start }));
  const included: unknown = valueAt(file.data, ["include"]);
  const entries: readonly unknown[] = Array.isArray(included) ? (included as unknown[]) : [];
  return [
    ...entries.flatMap((entry, index) => [
      ...reading("the included file", ["include", index], typeof entry === "string" ? entry : valueAt(entry, ["path"]), folderOf(file.path)),
      ...reading("the variables file", ["include", index], valueAt(entry, ["env_file"])),
      ...reading("the folder", ["include", index], valueAt(entry, ["project_directory"])),
    ]),
    ...file
      .keys(["services"])
      .flatMap((name) => [
        ...reading("the extended file", ["services", name, "extends", "file"], valueAt(file.data, ["services", name, "extends", "file"]), folderOf(file.path)),
        ...(isMain ? [] : reading("the variables file", ["services", name, "env_file"], valueAt(file.data, ["services", name, "env_file"]))),
        ...reading("the labels file", ["services", name, "label_file"], valueAt(file.data, ["services", name, "label_file"])),
      ]),
  ];
}

/** The paths of a key that takes one, a list of them, or maps with a `path`. */
function texts(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? (value as unknown[]) : [value];
  return list.flatMap((entry) => {
    const text = typeof entry === "string" ? entry : valueAt(entry, ["path"]);
    return typeof text === "string" ? [text] : [];
  });
}

/** What Compose takes for an address, whether or not a file of that name is there. */
const remote = /^[\w+.-]+:|^[\w.-]+@|^github\.com\/|\.git(?:#|$)/i;

/** What is absent is no danger. A variable in a path may name anything, an address is fetched. */
function isInside(workspace: Workspace, { written, from }: Reading): boolean {
  if (/[$\0]/.test(written) || remote.test(written)) return false;
  const path = written.startsWith("/") ? workspace.toRepo(written) : joinPath(from, written);
  return path !== undefined && !workspace.isStray(path);
}
