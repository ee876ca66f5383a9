import { joinPath } from "../model/location.ts";
import type { ImageBuild } from "../model/plan.ts";
import type { PathMappingList } from "../workspace/paths.ts";
import { copiedPaths } from "../text/copies.ts";
import { imageSettings, parseDockerfile, stageLine, resolvePath, targetStage, type Dockerfile, type ImageSettings, type Stage } from "../text/dockerfile.ts";
import { globMatcher } from "../nginx/glob.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { readIgnore } from "./docker-ignore.ts";

/** What the recipe of an image says, as far as the Dockerfile in the repository tells. */
export interface ImageRecipe {
  readonly file: Dockerfile;
  readonly stage: Stage;
  readonly settings: ImageSettings;
  /** Paths of the context and where they land, in the order of the file. */
  readonly paths: PathMappingList;
}

/** Reads the Dockerfile of a build; undefined when it is not there or has no such stage. */
export function readRecipe(workspace: Workspace, build: ImageBuild): ImageRecipe | undefined {
  const text = build.inline ?? workspace.read(build.dockerfile);
  if (text === undefined) return undefined;
  const file = parseDockerfile(build.dockerfile, text, build.args);
  const stage = targetStage(file, build.target);
  if (!stage) return undefined;
  return { file, stage, settings: imageSettings(file, stage, build.args), paths: copiesOf(workspace, build, file, stage) };
}

/** Every instruction that has a part in the stage, ancestors first. */
export function recipeInstructions(recipe: ImageRecipe): Stage["instructions"] {
  return stageLine(recipe.file, recipe.stage).stages.flatMap((stage) => stage.instructions);
}

/** Paths of the context that a stage copies and where they land, in the order of the file. */
export function copiesOf(workspace: Workspace, build: ImageBuild, file: Dockerfile, stage: Stage): PathMappingList {
  const ignored = readIgnore(workspace, build);
  return copiedPaths(file, stage, build.args).flatMap((copy) =>
    matchSources(workspace, build, copy.source)
      .filter((repo) => !ignored(repo))
      .map((repo) => {
        const kind = workspace.kindOf(repo) === "folder" ? ("folder" as const) : ("file" as const);
        const name = repo.slice(repo.lastIndexOf("/") + 1);
        const container = copy.destination.endsWith("/") && kind === "file" ? `${copy.destination}${name}` : copy.destination.replace(/\/$/, "");
        return { container, repo, kind, via: "copy" as const, at: copy.at };
      }),
  );
}

/** Paths of the repository that a source of a COPY names, wildcards too; ignored ones among them. */
export function matchSources(workspace: Workspace, build: ImageBuild, source: string): PathMappingList[number]["repo"][] {
  // The builder takes the context for the root: nothing above it can be named.
  const plain = resolvePath("/", source).slice(1);
  if (!/[*?[]/.test(plain)) {
    const repo = joinPath(build.context, plain);
    return repo !== undefined && workspace.kindOf(repo) !== undefined ? [repo] : [];
  }
  const cut = plain.lastIndexOf("/");
  const folder = joinPath(build.context, cut === -1 ? "" : plain.slice(0, cut));
  if (folder === undefined) return [];
  const matches = globMatcher(plain.slice(cut + 1));
  return workspace
    .list(folder)
    .filter((name) => matches(name))
    .flatMap((name) => joinPath(folder, name) ?? []);
}
