import type { App } from "../model/inputs.ts";
import { folderOf, type RepoPath } from "../model/location.ts";
import { isSideFile, isSkipped } from "../workspace/source-files.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { composeNames } from "./compose/files.ts";
import { findNginxConfigs } from "./dockerfile/find.ts";

/** Folders of a repository in which an app may stand, counted from the root. */
const deepest = 3;
const mostEntries = 20_000;
const platformFiles = ["amvera.yml", "amvera.yaml", "amverum.yml", "amverum.yaml", ".upsun/config.yaml", ".platform.app.yaml"];
const nginxWords = /nginx|openresty/i;

/** What a folder has that makes a project of it. */
interface Folder {
  readonly path: RepoPath;
  readonly names: readonly string[];
}

/**
 * The projects of a repository: its own folder, when that is one; else the folders nearest to it that are, by name. A folder is a project when it has
 * a Compose file and an nginx, a Dockerfile and an nginx configuration, or the file of a platform. Empty when there is none.
 */
export function findApps(workspace: Workspace): App[] {
  const configs = findNginxConfigs(workspace).map(({ path }) => path);
  const folders = foldersOf(workspace);
  const inner = outermost(folders.filter((folder) => folder.path !== "" && isProject(workspace, folder, configs)).map(({ path }) => path));
  const outside = configs.filter((path) => !inner.some((folder) => path.startsWith(`${folder}/`)));
  const root = folders.find(({ path }) => path === "");
  if (root && isProject(workspace, root, outside)) return [{ name: "root", directory: root.path }];
  return named(inner);
}

/** Folders down to a depth, with the files that they hold. */
function foldersOf(workspace: Workspace): Folder[] {
  const names = new Map<RepoPath, string[]>([["" as RepoPath, []]]);
  let count = 0;
  for (const entry of workspace.entries("" as RepoPath, (path) => isSkipped(path) || path.split("/").length > deepest + 2)) {
    if (++count > mostEntries) break;
    const folder = folderOf(entry.path);
    if (entry.kind === "folder") names.set(entry.path, names.get(entry.path) ?? []);
    if (entry.kind === "file") names.set(folder, [...(names.get(folder) ?? []), entry.path.slice(folder === "" ? 0 : folder.length + 1)]);
  }
  return [...names].filter(([path]) => path.split("/").length <= deepest && !isSideFile(`${path}/x` as RepoPath)).map(([path, files]) => ({ path, names: files }));
}

function isProject(workspace: Workspace, { path, names }: Folder, configs: readonly RepoPath[]): boolean {
  const inside = (name: string): RepoPath => (path === "" ? name : `${path}/${name}`) as RepoPath;
  const hasConfig = configs.some((config) => path === "" || config.startsWith(`${path}/`));
  const textOf = (name: string): string => workspace.read(inside(name)) ?? "";
  if (platformFiles.some((name) => workspace.isFile(inside(name)))) return true;
  if (names.some((name) => composeNames.includes(name) && (hasConfig || nginxWords.test(textOf(name))))) return true;
  return names.includes("Dockerfile") && hasConfig && !isNginxImage(textOf("Dockerfile"));
}

/** An image of nginx alone stands beside the project that it belongs to. */
function isNginxImage(dockerfile: string): boolean {
  const last = [...dockerfile.matchAll(/^\s*FROM\s+(\S+)/gim)].at(-1)?.[1] ?? "";
  return nginxWords.test(last);
}

/** Folders that lie in none of the others. */
function outermost(paths: readonly RepoPath[]): RepoPath[] {
  return paths.filter((path) => !paths.some((other) => other !== path && path.startsWith(`${other}/`))).toSorted();
}

/** The folder's own name, where no other has it; else its path with dashes. */
function named(paths: readonly RepoPath[]): App[] {
  const last = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
  return paths.map((path) => {
    const isTaken = paths.some((other) => other !== path && last(other) === last(path));
    return { name: (isTaken ? path.replaceAll("/", "-") : last(path)).replace(/[^\w.-]/g, "-"), directory: path };
  });
}
