import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/**
 * What stands before a path of the checked folder to make it a path of its repository: "" or ending in "/". The repository's root is
 * the nearest folder at or above it with a `.git`, inside the workspace; without one it is the workspace.
 */
export function pathPrefix(directory: string, workspace: string): string {
  const root = resolve(workspace);
  const folder = resolve(root, directory);
  const inside = relative(checkoutRoot(folder, root), folder).split(sep).join("/");
  return inside === "" || inside === ".." || inside.startsWith("../") ? "" : `${inside}/`;
}

/** The same for a checked folder wherever it is: in GitHub's workspace, else in the repository that holds it. */
export function repositoryPrefix(directory: string, workspace: string | undefined): string {
  const folder = resolve(workspace ?? ".", directory);
  if (workspace !== undefined && isInside(folder, resolve(workspace))) return pathPrefix(folder, workspace);
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, ".git"))) return pathPrefix(folder, current);
    if (current === dirname(current)) return "";
  }
}

function checkoutRoot(folder: string, workspace: string): string {
  for (let current = folder; isInside(current, workspace); current = dirname(current)) {
    if (existsSync(join(current, ".git"))) return current;
    if (current === workspace) break;
  }
  return workspace;
}

function isInside(folder: string, workspace: string): boolean {
  return folder === workspace || folder.startsWith(workspace.endsWith(sep) ? workspace : workspace + sep);
}
