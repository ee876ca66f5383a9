import { resolve } from "node:path";
import { failure } from "./model/failure.ts";
import type { App } from "./model/inputs.ts";
import { findApps } from "./plan/apps.ts";
import { readSettings } from "./settings/read.ts";
import { changedFiles } from "./sources/changed.ts";
import { Workspace } from "./workspace/workspace.ts";

/** GitHub starts no more jobs of one matrix. */
const mostApps = 256;

/** What GitHub Actions takes for a matrix: one job for each app. */
export interface Matrix {
  readonly include: readonly { readonly app: string; readonly directory: string }[];
}

/** The apps that the configuration names, else those that are found. Throws a Failure when there are none, or more than a matrix can have. */
export function appsOf(directory: string, config: string | undefined): readonly App[] {
  const root = resolve(directory);
  const named = readSettings(root, config).apps;
  const apps = named.length > 0 ? named : findApps(new Workspace(root));
  if (apps.length === 0)
    throw failure("project-not-found", "No project was found: no folder has a Compose file and an nginx, or a Dockerfile and an nginx configuration.", {
      remedy: "Name the apps in .github/upstream-gate.yml: apps: { NAME: { directory: PATH } }.",
    });
  if (apps.length > mostApps) throw failure("config-invalid", `There are ${apps.length} apps; a matrix can have ${mostApps} jobs.`, { remedy: "Check some of them in a workflow of their own." });
  return apps;
}

/** The matrix of these apps; with a base revision, of those that changed since. */
export async function matrixOf(directory: string, apps: readonly App[], base: string | undefined, environment: NodeJS.ProcessEnv): Promise<Matrix> {
  const chosen = base === undefined ? apps : changedApps(apps, await changedFiles(resolve(directory), base, environment));
  return { include: chosen.map(({ name, directory: folder }) => ({ app: name, directory: folder === "" ? "." : folder })) };
}

/** The apps whose folders hold a changed file: all of them when another file changed, since any may use it. What is only read by people counts for nobody. */
export function changedApps(apps: readonly App[], changed: readonly string[]): readonly App[] {
  const told = changed.filter((path) => !/\.(md|markdown|rst|adoc|png|jpe?g|gif|svg)$|(^|\/)(LICENSE|CODEOWNERS|\.gitignore)$/i.test(path));
  const isIn = (path: string, { directory }: App): boolean => directory === "" || path.startsWith(`${directory}/`);
  if (told.some((path) => !apps.some((app) => isIn(path, app)))) return apps;
  return apps.filter((app) => told.some((path) => isIn(path, app)));
}
