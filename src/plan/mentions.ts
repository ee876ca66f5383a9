import type { RepoPath } from "../model/location.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { isSourceFile, isSkipped } from "../workspace/source-files.ts";
import { literally } from "../model/pattern.ts";

const cache = new WeakMap<Workspace, Map<RepoPath, string[]>>();

/** Whether a source or configuration file at or below a path holds one of the names in quotes or as a host (`name:`, `//name`). */
export function mentionsWord(workspace: Workspace, path: RepoPath, names: ReadonlySet<string>): boolean {
  const patterns = [...names].map((name) => new RegExp(`["'\`/@=]${literally(name)}(?:["'\`/:?]|$)`, "m"));
  return textsBelow(workspace, path).some((text) => patterns.some((pattern) => pattern.test(text)));
}

function textsBelow(workspace: Workspace, path: RepoPath): string[] {
  const known = cache.get(workspace) ?? new Map<RepoPath, string[]>();
  cache.set(workspace, known);
  const found = known.get(path) ?? readBelow(workspace, path);
  known.set(path, found);
  return found;
}

function readBelow(workspace: Workspace, path: RepoPath): string[] {
  if (workspace.kindOf(path) === "file") return isSourceFile(path) ? [workspace.read(path) ?? ""] : [];
  const texts: string[] = [];
  for (const entry of workspace.entries(path, isSkipped)) {
    if (texts.length >= 1500) break;
    if (entry.kind === "file" && isSourceFile(entry.path)) texts.push(workspace.read(entry.path) ?? "");
  }
  return texts;
}
