import type { RepoPath } from "../model/location.ts";
import type { PathMapping } from "../model/plan.ts";

/** Mappings in the order in which they take effect: a later one hides an earlier one. */
export type PathMappingList = readonly PathMapping[];

/** The repository path that a container path comes from, with the mapping that put it there; undefined when none does. */
export function repoPathOf(paths: PathMappingList, container: string): { readonly repo: RepoPath; readonly by: PathMapping } | undefined {
  for (const mapping of paths.toReversed()) {
    if (mapping.container === container) return { repo: mapping.repo, by: mapping };
    if (mapping.kind === "folder" && (mapping.container === "" || mapping.container === "/" || container.startsWith(`${mapping.container}/`))) {
      const inside = container.slice(mapping.container.replace(/\/$/, "").length + 1);
      return { repo: (mapping.repo === "" ? inside : `${mapping.repo}/${inside}`) as RepoPath, by: mapping };
    }
  }
  return undefined;
}
