import { failure } from "../../model/failure.ts";
import type { Inputs } from "../../model/inputs.ts";
import { folderOf, type RepoPath } from "../../model/location.ts";
import { isSkipped } from "../../workspace/source-files.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { composeNames } from "./files.ts";

/** Compose files to be merged in this order. */
export interface ComposeCandidate {
  readonly files: readonly RepoPath[];
  /** Whether they are the project's for certain: then a mistake in them is told, else the next set is tried. */
  readonly isSure: boolean;
}

const anyName = /^(docker-)?compose[\w.-]*\.ya?ml$/;
const forDevelopment = /override|test|dev|local|example|sample/;
/** Folders of a repository in which its Compose files stand, counted from the root. */
const deepest = 3;
const most = 12;

/**
 * Sets of Compose files to try, the likeliest first: the given ones; the usual names in the root with their override; others there, alone
 * and laid over the usual ones; those in folders; at last those that are named for development. What is only found by its name has to
 * speak of nginx.
 */
export function composeCandidates(inputs: Inputs, workspace: Workspace): ComposeCandidate[] {
  if (inputs.composeFiles.length > 0) return [{ files: inputs.composeFiles.map((path) => givenFile(workspace, path)), isSure: true }];
  const folders = foldersWithCompose(workspace);
  const [root = []] = folders.filter(([folder]) => folder === "").map(([, names]) => names);
  const rest = folders.flatMap(([folder, names]) => (folder === "" ? [] : setsIn(folder, names)));
  const sets = [...setsIn("" as RepoPath, root), ...rest];
  const spoken = sets.filter((files, index) => (index === 0 && folderOf(files[0] ?? ("x/" as RepoPath)) === "") || files.some((path) => /nginx|openresty/i.test(workspace.read(path) ?? "")));
  const isLate = (files: readonly RepoPath[]): boolean => forDevelopment.test(files.at(-1)?.replace(/\.override\.ya?ml$/, "") ?? "");
  const ordered = [...spoken.filter((files) => !isLate(files)), ...spoken.filter(isLate)].slice(0, most);
  return ordered.map((files, index) => ({ files, isSure: index === 0 && isUsual(files[0]) }));
}

/** Compose files by the folder they stand in, the nearest to the root first. */
function foldersWithCompose(workspace: Workspace): [RepoPath, string[]][] {
  const found = new Map<RepoPath, string[]>();
  for (const entry of workspace.entries("" as RepoPath, (path) => isSkipped(path) || path.split("/").length > deepest)) {
    const name = entry.path.slice(entry.path.lastIndexOf("/") + 1);
    if (entry.kind === "file" && anyName.test(name)) found.set(folderOf(entry.path), [...(found.get(folderOf(entry.path)) ?? []), name]);
  }
  const depth = (path: string): number => (path === "" ? 0 : path.split("/").length);
  return [...found].toSorted(([a], [b]) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

/** The sets that the files of one folder can form. */
function setsIn(folder: RepoPath, names: readonly string[]): RepoPath[][] {
  const path = (name: string): RepoPath => (folder === "" ? name : `${folder}/${name}`) as RepoPath;
  const [usual] = composeNames.filter((name) => names.includes(name));
  const override = usual === undefined ? [] : names.filter((other) => other === usual.replace(/\.(ya?ml)$/, ".override.$1"));
  const others = names.filter((name) => name !== usual && !override.includes(name) && !composeNames.includes(name)).toSorted();
  const own = usual === undefined ? [] : [[path(usual), ...override.map(path)]];
  return [...own, ...others.map((other) => [path(other)]), ...(usual === undefined ? [] : others.map((other) => [path(usual), path(other)]))];
}

function isUsual(path: RepoPath | undefined): boolean {
  return path !== undefined && composeNames.includes(path);
}

function givenFile(workspace: Workspace, path: string): RepoPath {
  const repo = workspace.toRepo(path);
  if (repo === undefined || !workspace.isFile(repo)) throw failure("usage", `--compose-file ${path}: there is no such file in the project.`, { remedy: "Give a path inside the project." });
  return repo;
}
