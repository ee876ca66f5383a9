import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderOf, joinPath, type Location, type RepoPath } from "../../model/location.ts";
import type { Note } from "../../model/plan.ts";
import type { YamlFile } from "../../text/yaml.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { exampleFor } from "./examples.ts";
import { valueAt } from "./values.ts";

/** One entry of `include`, its paths from the root of the project. */
export interface Include {
  /** Merged in this order. */
  readonly paths: readonly RepoPath[];
  /** The folder that relative paths in them start from. */
  readonly base: RepoPath;
  /** Variables files named by the entry. */
  readonly envFiles: readonly RepoPath[];
  readonly at?: Location;
}

/** The entries of a file's `include`; what names no file of the project (a URL, a variable) is left out. `base` is the folder of the file's own relative paths. */
export function includesOf(file: YamlFile, base: RepoPath): Include[] {
  const listed = valueAt(file.data, ["include"]);
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((entry: unknown, index): Include[] => {
    const paths = pathsAt(typeof entry === "string" ? entry : valueAt(entry, ["path"]), base);
    const [first] = paths;
    if (first === undefined) return [];
    const [folder = folderOf(first)] = pathsAt(valueAt(entry, ["project_directory"]), base);
    const at = file.locate(["include", index]);
    return [{ paths, base: folder, envFiles: pathsAt(valueAt(entry, ["env_file"]), base), ...(at ? { at } : {}) }];
  });
}

function pathsAt(value: unknown, base: RepoPath): RepoPath[] {
  const listed: unknown[] = Array.isArray(value) ? (value as unknown[]) : [value];
  return listed.flatMap((each) => (typeof each === "string" && !/^[a-z]+:|\$/.test(each) ? (joinPath(base, each) ?? []) : []));
}

/** The variables file of an entry as it is in the repository: the named one or `.env`, else a committed example; undefined when there is none of them. */
function envFileOf(workspace: Workspace, path: RepoPath): RepoPath | undefined {
  return workspace.isFile(path) ? path : exampleFor(workspace, path);
}

/** What is said of the entries' variables files that are not committed. */
export function includeNotes(workspace: Workspace, includes: readonly Include[]): Note[] {
  return includes.flatMap((include) =>
    wantedEnvFiles(include).flatMap(({ path, isNamed }): Note[] => {
      const used = envFileOf(workspace, path);
      if (used === path || (used === undefined && !isNamed)) return [];
      const text = used === undefined ? `${path} is not in the repository: its variables are not set` : `${path} is not in the repository: ${used} is used in its place`;
      return [{ text, ...(include.at ? { at: include.at } : {}) }];
    }),
  );
}

function wantedEnvFiles(include: Include): { path: RepoPath; isNamed: boolean }[] {
  return include.envFiles.length > 0 ? include.envFiles.map((path) => ({ path, isNamed: true })) : [{ path: besideOf(include.base, ".env"), isNamed: false }];
}

/** A file of a folder. */
function besideOf(folder: RepoPath, name: string): RepoPath {
  return (folder === "" ? name : `${folder}/${name}`) as RepoPath;
}

/** What writing out included files needs. */
export interface IncludeWriter {
  readonly workspace: Workspace;
  /** Where Compose finds the files: the project, or a copy of them with the edits laid over. */
  readonly root: string;
  /** A folder of ours. */
  readonly folder: string;
  readonly fileAt: (path: RepoPath) => YamlFile | undefined;
  /** Text of an override that leaves the services' variables files out of these files. */
  readonly resetsOf: (files: readonly YamlFile[]) => string;
}

/**
 * The path by which `docker compose` is given a file: its own, or that of a copy when it has edits laid over it or includes others. A
 * copy keeps its lines, but names what it includes by absolute paths and without variables files that are not there.
 */
export function writtenFile(writer: IncludeWriter, path: RepoPath, base: RepoPath, depth = 0): string {
  const { workspace, folder, root } = writer;
  const file = writer.fileAt(path);
  const includes = file && depth < 10 ? includesOf(file, base) : [];
  const isEdited = root === workspace.root && workspace.edits.some((edit) => edit.path === path);
  if (!file || (includes.length === 0 && !isEdited)) return join(root, path);
  const copy = join(folder, path.replaceAll("/", "__"));
  const text = workspace.read(path) ?? "";
  writeFileSync(
    copy,
    includes.length === 0
      ? text
      : withIncludes(
          text,
          includes.map((include) => writtenInclude(writer, include, depth)),
        ),
  );
  return copy;
}

function writtenInclude(writer: IncludeWriter, include: Include, depth: number): object {
  const { workspace, folder, root } = writer;
  const paths = include.paths.map((path) => writtenFile(writer, path, include.base, depth + 1));
  const resets = writer.resetsOf(include.paths.flatMap((path) => writer.fileAt(path) ?? []));
  const override = join(folder, `${include.paths.join("+").replaceAll("/", "__")}.override.yaml`);
  writeFileSync(override, resets);
  const env = wantedEnvFiles(include).flatMap(({ path }) => envFileOf(workspace, path) ?? []);
  return { path: [...paths, override], project_directory: join(root, include.base), ...(env.length > 0 ? { env_file: env.map((each) => workspace.absolute(each)) } : {}) };
}

/** The text with other entries under its `include`, line for line. */
function withIncludes(text: string, entries: readonly object[]): string {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => /^include\s*:/.test(line));
  if (first === -1) return text;
  const length = lines.slice(first + 1).findIndex((line) => /^[^\s#\-\]]/.test(line));
  const end = length === -1 ? lines.length : first + 1 + length;
  return [...lines.slice(0, first), `include: ${JSON.stringify(entries)}`, ...Array.from({ length: end - first - 1 }, () => ""), ...lines.slice(end)].join("\n");
}
