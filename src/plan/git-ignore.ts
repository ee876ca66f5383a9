import { folderOf, type Location, type RepoPath } from "../model/location.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** The line of a `.gitignore` that keeps a path out of the repository; undefined when none does. Ignore files of the folders above it count. */
export function gitIgnoringLine(workspace: Workspace, path: RepoPath): Location | undefined {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const found = lineIn(workspace, folder, path);
    if (found !== undefined || folder === "") return found;
  }
}

function lineIn(workspace: Workspace, folder: RepoPath, path: RepoPath): Location | undefined {
  const file = (folder === "" ? ".gitignore" : `${folder}/.gitignore`) as RepoPath;
  const inside = folder === "" ? path : path.slice(folder.length + 1);
  const rules = (workspace.read(file) ?? "").split(/\r?\n/).map((text, index) => ({ text: text.trim(), line: index + 1 }));
  const last = rules.findLast(({ text }) => text !== "" && !text.startsWith("#") && expressionOf(text.replace(/^!/, "")).test(inside));
  return last && !last.text.startsWith("!") ? workspace.locate(file, last.line) : undefined;
}

/** A pattern without a slash before its end matches at any depth; a match takes everything below it. */
function expressionOf(pattern: string): RegExp {
  const clean = pattern.replace(/^\/+|\/+$/g, "");
  const source = clean.replace(/\*\*\/|\*\*|[*?]|[.+^${}()|[\]\\]/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    return part === "*" ? "[^/]*" : part === "?" ? "[^/]" : `\\${part}`;
  });
  const isAnywhere = !pattern.replace(/\/+$/, "").includes("/");
  return clean === "" ? /^(?!)$/ : new RegExp(`^${isAnywhere ? "(?:.*/)?" : ""}${source}(?:/|$)`);
}
