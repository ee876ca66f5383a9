import { scriptNameOf, scriptOf } from "../model/fastcgi.ts";
import type { RepoPath } from "../model/location.ts";
import type { PathMapping, Probe } from "../model/plan.ts";
import type { FastcgiRoute, Route } from "../model/proxy.ts";
import { walk, type Directive } from "../nginx/parser.ts";
import { repoPathOf } from "../workspace/paths.ts";
import { isSkipped } from "../workspace/source-files.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** Where the files of the project stand: one list of mappings for each container that may hold scripts. */
export interface ScriptContext {
  readonly workspace: Workspace;
  readonly mappings: readonly (readonly PathMapping[])[];
}

/** More scripts than this are no better to ask. */
const mostScripts = 50;

/** Paths of the scripts that stand in a route's root, `/index.php` first, then the ones nearest to the root. */
export function existingScripts({ workspace, mappings }: ScriptContext, { root }: FastcgiRoute): string[] {
  if (!root) return [];
  const folders = [...new Set(mappings.flatMap((paths) => repoPathOf(paths, root.value.replace(/(.)\/$/, "$1"))?.repo ?? []))].filter((folder) => workspace.kindOf(folder) === "folder");
  const found = folders.flatMap((folder) => scriptsBelow(workspace, folder));
  const depth = (path: string): number => path.split("/").length;
  const rank = (path: string): number => depth(path) * 2 - (path.endsWith("/index.php") ? 1 : 0);
  return [...new Set(found)].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function scriptsBelow(workspace: Workspace, folder: RepoPath): string[] {
  const found: string[] = [];
  for (const entry of workspace.entries(folder, isSkipped)) {
    if (entry.kind === "file" && entry.path.endsWith(".php")) found.push(`/${folder === "" ? entry.path : entry.path.slice(folder.length + 1)}`);
    if (found.length >= mostScripts) break;
  }
  return found;
}

/** The script that must be there for a probe: one that stands in the project, or that the configuration itself names as the one for everything. */
export function demandedScript(context: ScriptContext, route: Route, server: readonly Directive[], probe: Pick<Probe, "path">): string | undefined {
  const { fastcgi } = route;
  const script = fastcgi && scriptOf(fastcgi, probe.path);
  if (!fastcgi || script?.endsWith(".php") !== true) return undefined;
  const name = scriptNameOf(fastcgi, probe.path);
  const isFixed = scriptOf(fastcgi, "/upstream-gate.php") === script;
  return isFixed || existingScripts(context, fastcgi).includes(name) || (isNamed(route, server, name) && mayExist(context, fastcgi, name)) ? script : undefined;
}

/** Whether a script of that name can be there at all: not where the root is a folder of the project, and the project has no such file. */
export function mayExist({ workspace, mappings }: ScriptContext, { root }: FastcgiRoute, name: string): boolean {
  const known = root && mappings.flatMap((paths) => repoPathOf(paths, root.value.replace(/(.)\/$/, "$1"))?.repo ?? []).some((folder) => workspace.kindOf(folder) === "folder");
  if (known !== true) return true;
  const folders = new Set(mappings.flatMap((paths) => paths.filter((mapping) => mapping.kind === "folder").map((mapping) => mapping.repo)));
  return [...folders].some((folder) => [...workspace.entries(folder, isSkipped)].some((entry) => entry.kind === "file" && `/${entry.path}`.endsWith(name)));
}

/** Whether the configuration leads requests to this very script: by `try_files`, `rewrite` or `error_page`, or in a location that has its name. */
export function isNamed(route: Pick<Route, "location">, server: readonly Directive[], script: string): boolean {
  if (route.location.replaceAll("\\", "").includes(script.slice(1))) return true;
  return [...walk(server)].some(
    ({ name, args }) => (name === "try_files" && args.at(-1)?.text.replace(/[?$].*$/s, "") === script) || (name === "rewrite" && args[1]?.text.replace(/[?$].*$/s, "") === script),
  );
}
