import { joinPath, type Location, type RepoPath } from "../model/location.ts";
import type { ImageBuild, PathMapping } from "../model/plan.ts";
import { repoPathOf, type PathMappingList } from "../workspace/paths.ts";
import { copiedPaths } from "../text/copies.ts";
import { expandVariables } from "../text/dotenv.ts";
import { imageSettings, parseDockerfile, resolvePath, stageLine, targetStage, type Dockerfile, type ImageSettings, type Stage } from "../text/dockerfile.ts";
import { globMatcher, matchGlob } from "../nginx/glob.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { readIgnore } from "./docker-ignore.ts";
import { fileCommands, type FileCommand } from "./file-commands.ts";

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
  const paths = pathsOf(workspace, build, file, stage).map((mapping) => ({ ...mapping, ...placedAt(build, mapping.at) }));
  const { at } = { at: stage.at, ...placedAt(build, stage.at) };
  return { file, stage: { ...stage, at }, settings: imageSettings(file, stage, build.args), paths };
}

/** The line of the repository that a line of a Dockerfile follows from which the gate wrote. */
function placedAt({ places }: ImageBuild, at: Location | undefined): { at?: Location } {
  const place = at && places?.[at.line - 1];
  return place ? { at: place } : {};
}

/** Every instruction that has a part in the stage, ancestors first. */
export function recipeInstructions(recipe: ImageRecipe): Stage["instructions"] {
  return stageLine(recipe.file, recipe.stage).stages.flatMap((stage) => stage.instructions);
}

/** What COPY and ADD bring, and where RUN puts copies and links of it, in the order of the file. */
function pathsOf(workspace: Workspace, build: ImageBuild, file: Dockerfile, stage: Stage): PathMappingList {
  const copied = copiesOf(workspace, build, file, stage);
  const settings = imageSettings(file, stage, build.args);
  const lookUp = (name: string): string | undefined => settings.variables[name]?.value ?? build.args[name];
  const paths: PathMapping[] = [];
  let workingDir = "/";
  for (const instruction of stageLine(file, stage).stages.flatMap((each) => each.instructions)) {
    if (instruction.keyword === "WORKDIR") workingDir = resolvePath(workingDir, expandVariables(instruction.text, lookUp));
    if (instruction.keyword === "COPY" || instruction.keyword === "ADD") paths.push(...copied.filter((mapping) => mapping.at === instruction.at));
    if (instruction.keyword === "RUN") for (const command of fileCommands(instruction, workingDir, lookUp)) paths.push(...placedBy(workspace, paths, command));
  }
  return paths;
}

/** The mappings that a RUN's copy, link or move of repository files adds. */
function placedBy(workspace: Workspace, paths: PathMappingList, command: FileCommand): PathMapping[] {
  if (command.kind !== "copy" && command.kind !== "link" && command.kind !== "move") return [];
  const intoFolder = command.intoFolder || paths.some((mapping) => mapping.kind === "folder" && mapping.container === command.target);
  return command.sources
    .flatMap((source) => (/[*?[]/.test(source) ? matchGlob(source, (folder) => containerChildren(workspace, paths, folder)) : [source]))
    .flatMap((source): PathMapping[] => {
      const isContents = source.endsWith("/.");
      const from = source.replace(/\/\.$/, "");
      const repo = repoPathOf(paths, from)?.repo;
      const kind = repo === undefined ? undefined : workspace.kindOf(repo);
      if (repo === undefined || kind === undefined) return [];
      const container = intoFolder && !isContents ? `${command.target}${from.slice(from.lastIndexOf("/"))}` : command.target;
      return [{ container, repo, kind: kind === "folder" ? "folder" : "file", via: "run", at: command.at }];
    });
}

/** Absolute paths of what the repository puts directly into a folder of the container. */
export function containerChildren(workspace: Workspace, paths: PathMappingList, folder: string): string[] {
  const names = new Set<string>();
  for (const mapping of paths) {
    if ((mapping.container.slice(0, mapping.container.lastIndexOf("/")) || "/") === folder) names.add(mapping.container);
    const inside = mapping.kind === "folder" ? repoPathOf([mapping], folder === mapping.container ? folder : `${folder}/.`) : undefined;
    if (inside) for (const name of workspace.list(inside.repo.replace(/\/?\.$/, "") as RepoPath)) names.add(`${folder}/${name}`);
  }
  return [...names];
}

/** Paths of the context that a stage copies and where they land, in the order of the file. */
export function copiesOf(workspace: Workspace, build: ImageBuild, file: Dockerfile, stage: Stage): PathMapping[] {
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
