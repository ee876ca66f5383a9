import { folderOf, joinPath, type RepoPath } from "../../model/location.ts";
import type { Workspace } from "../../workspace/workspace.ts";

/** Names under which projects commit a variables file with harmless values. */
const exampleNames = [".env.example", ".env.sample", ".env.dist", ".env.template", "env.example", "example.env", ".env.defaults", ".env.development"];

/** A committed stand-in for a variables file that is not there. */
export function exampleFor(workspace: Workspace, path: RepoPath): RepoPath | undefined {
  return ownExample(workspace, path, exampleNames);
}

/** A committed stand-in for a file that is not there, named after it or as one of `others`. */
export function ownExample(workspace: Workspace, path: RepoPath, others: readonly string[] = []): RepoPath | undefined {
  const folder = folderOf(path);
  const name = path.slice(folder.length === 0 ? 0 : folder.length + 1);
  const candidates = [
    `${name}.example`,
    `${name}.sample`,
    `${name}.dist`,
    `${name}.template`,
    `${name}-example`,
    `${name}-sample`,
    `example${name}`,
    name.replace(/\.env$/, ".example.env"),
    ...others,
  ];
  return candidates
    .filter((each) => each !== name)
    .map((each) => joinPath(folder, each))
    .find((each) => workspace.isFile(each));
}
