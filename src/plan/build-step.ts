import type { AbsentFile, AlikeFile, BuildRecord, BuildStep } from "../model/evidence.ts";
import { joinPath, type Location, type RepoPath } from "../model/location.ts";
import { nearest } from "../model/names.ts";
import type { ImageBuild } from "../model/plan.ts";
import { expandVariables } from "../text/dotenv.ts";
import { imageSettings, parseDockerfile, resolvePath, stageLine, type Dockerfile, type Instruction, type Stage } from "../text/dockerfile.ts";
import { shellWords } from "../text/shell.ts";
import { isSkipped } from "../workspace/source-files.ts";
import type { PathMappingList } from "../workspace/paths.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { ignoringLine } from "./docker-ignore.ts";
import { copiesOf, matchSources } from "./image-recipe.ts";
import { missingManifest } from "./manifest-words.ts";

/** More files than this are not compared by name. */
const mostFiles = 5000;

/** Where in a Dockerfile a step stands. */
interface Place {
  readonly file: Dockerfile;
  readonly stage: Stage;
  readonly instruction: Instruction;
}

/** The instruction at which a build failed and the files that it lacks; undefined when the builder named no line of it. */
export function describeStep(workspace: Workspace, build: ImageBuild, record: BuildRecord): BuildStep | undefined {
  const step = readStep(workspace, build, record);
  const at = step && build.places?.[step.at.line - 1];
  return step && at ? { ...step, at, lines: [at] } : step;
}

function readStep(workspace: Workspace, build: ImageBuild, record: BuildRecord): BuildStep | undefined {
  const text = build.inline ?? workspace.read(build.dockerfile);
  if (text === undefined || record.line === undefined) return undefined;
  const file = parseDockerfile(build.dockerfile, text, build.args);
  const stage = file.stages.find((each) => each.at.line === record.line);
  if (stage) return { keyword: "FROM", at: stage.at, lines: [stage.at], workingDir: "/", absent: [], mentions: [] };
  const place = file.stages.flatMap((each) => each.instructions.flatMap((instruction): Place[] => (instruction.at.line === record.line ? [{ file, stage: each, instruction }] : [])))[0];
  if (place) return describe(workspace, build, record, place);
  const at = build.inline === undefined ? workspace.locate(build.dockerfile, record.line) : { path: build.dockerfile, line: record.line };
  return { keyword: /^\s*(\w+)/.exec(at.text ?? "")?.[1] ?? "", at, lines: [at], workingDir: "/", absent: [], mentions: [] };
}

function describe(workspace: Workspace, build: ImageBuild, record: BuildRecord, place: Place): BuildStep {
  const { instruction } = place;
  const { at } = instruction;
  const workingDir = workingDirAt(place, build);
  const last = record.endLine ?? at.endLine ?? at.line;
  const lines = Array.from({ length: Math.max(1, last - at.line + 1) }, (_, index) => (build.inline === undefined ? workspace.locate(build.dockerfile, at.line + index) : at));
  const landed = copiesOf(workspace, build, place.file, place.stage).filter((mapping) => (mapping.at?.line ?? 0) < at.line);
  const absent = instruction.keyword === "RUN" ? absentManifest(workspace, build, record, landed, workingDir) : absentSources(workspace, build, instruction, place);
  return { keyword: instruction.keyword, at, lines, workingDir, absent, mentions: mentionsIn(workspace, build, record.log, landed, workingDir) };
}

function workingDirAt({ file, stage, instruction }: Place, build: ImageBuild): string {
  const { variables } = imageSettings(file, stage, build.args);
  const before = stageLine(file, stage)
    .stages.flatMap((each) => each.instructions)
    .filter((each) => each.keyword === "WORKDIR" && each.at.line < instruction.at.line);
  return before.reduce(
    (folder, each) =>
      resolvePath(
        folder,
        expandVariables(each.text, (name) => variables[name]?.value ?? build.args[name]),
      ),
    "/",
  );
}

/** Sources of a COPY or ADD that the context does not have. */
function absentSources(workspace: Workspace, build: ImageBuild, instruction: Instruction, { file, stage }: Place): AbsentFile[] {
  if ((instruction.keyword !== "COPY" && instruction.keyword !== "ADD") || instruction.flags["from"] !== undefined) return [];
  const { variables } = imageSettings(file, stage, build.args);
  const words = (instruction.json ?? shellWords(instruction.text).map((word) => word.text)).map((word) => expandVariables(word, (name) => variables[name]?.value ?? build.args[name]));
  return words
    .slice(0, -1)
    .filter((source) => !/^[a-z]+:\/\/|^git@|^<</.test(source))
    .flatMap((source) => absentSource(workspace, build, source) ?? []);
}

function absentSource(workspace: Workspace, build: ImageBuild, source: string): AbsentFile | undefined {
  const found = matchSources(workspace, build, source);
  const ignored = found.map((path) => ignoringLine(workspace, build, path));
  if (found.length > 0 && ignored.some((at) => at === undefined)) return undefined;
  const [ignoredAt] = ignored;
  if (ignoredAt) return { name: source, alike: [], ignoredAt };
  const clean = source.replace(/^(\.?\/)+/, "").replace(/\/$/, "");
  const above = outsideOf(workspace, build, clean);
  return { name: source, alike: alikeFiles(workspace, build, clean).map((path) => ({ path })), ...(above === undefined ? {} : { outside: above }) };
}

/** Where the repository has a file of that path when the context is one of its folders. */
function outsideOf(workspace: Workspace, build: ImageBuild, name: string): string | undefined {
  const fromContext = joinPath(build.context, name);
  const candidates = [fromContext, joinPath("" as RepoPath, name.replace(/^(\.\.\/)+/, ""))];
  return build.context === "" ? undefined : candidates.find((path) => path !== undefined && path !== "" && workspace.kindOf(path) !== undefined && !path.startsWith(`${build.context}/`));
}

/** Paths of the context that may be meant by one that is not there: the same in other case, the same name elsewhere, one like it. */
function alikeFiles(workspace: Workspace, build: ImageBuild, name: string, isExact = false): string[] {
  const paths = contextPaths(workspace, build);
  const base = baseOf(name);
  const folder = name.slice(0, Math.max(0, name.length - base.length));
  const sameCase = paths.filter((path) => path.toLowerCase() === name.toLowerCase());
  const elsewhere = paths.filter((path) => baseOf(path) === base);
  // The names of lists of packages are fixed: what is only alike is another list.
  if (isExact) return [...new Set([...sameCase, ...elsewhere])].slice(0, 4);
  const near = nearest(base, paths.filter((path) => path.slice(0, path.length - baseOf(path).length) === folder).map(baseOf));
  const ending = paths.filter(
    (path) =>
      base.includes(".") &&
      baseOf(path)
        .replace(/\.\w+$/, "")
        .toLowerCase() === base.replace(/\.\w+$/, "").toLowerCase() &&
      path.startsWith(folder),
  );
  return [...new Set([...sameCase, ...elsewhere, ...(near === undefined ? [] : [`${folder}${near}`]), ...ending])].slice(0, 4);
}

function contextPaths(workspace: Workspace, build: ImageBuild): string[] {
  const paths: string[] = [];
  for (const entry of workspace.entries(build.context, isSkipped)) {
    if (ignoringLine(workspace, build, entry.path) === undefined) paths.push(build.context === "" ? entry.path : entry.path.slice(build.context.length + 1));
    if (paths.length >= mostFiles) break;
  }
  return paths.toSorted((a, b) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1));
}

/** The manifest that a tool says it cannot find. */
function absentManifest(workspace: Workspace, build: ImageBuild, record: BuildRecord, landed: PathMappingList, workingDir: string): AbsentFile[] {
  const name = missingManifest(record.log);
  if (name === undefined) return [];
  const inContext = name.startsWith("/") ? baseOf(name) : name;
  const isFixed = !/requirements|\.txt$/.test(inContext);
  const alike = alikeFiles(workspace, build, inContext.replace(/^\.\//, ""), isFixed).map((path): AlikeFile => {
    const at = landedAt(landed, build, path);
    return at === undefined ? { path } : { path, landed: at };
  });
  const wanted = resolvePath(workingDir, name);
  const ignored = joinPath(build.context, inContext);
  const ignoredAt = ignored !== undefined && workspace.isFile(ignored) ? ignoringLine(workspace, build, ignored) : undefined;
  return [{ name, alike: alike.filter((each) => each.landed !== wanted), ...(ignoredAt ? { ignoredAt } : {}) }];
}

/** Where a file of the context has been copied to. */
function landedAt(landed: PathMappingList, build: ImageBuild, path: string): string | undefined {
  const repo = joinPath(build.context, path);
  for (const mapping of landed.toReversed()) {
    if (mapping.repo === repo) return mapping.container;
    if (mapping.kind === "folder" && repo !== undefined && (mapping.repo === "" || repo.startsWith(`${mapping.repo}/`)))
      return `${mapping.container === "/" ? "" : mapping.container}/${mapping.repo === "" ? repo : repo.slice(mapping.repo.length + 1)}`;
  }
  return undefined;
}

/** Places of the project in a step's output: "src/cart.ts:14:3", "src/cart.ts(14,3)", `File "setup.py", line 3`. */
function mentionsIn(workspace: Workspace, build: ImageBuild, log: readonly string[], landed: PathMappingList, workingDir: string): Location[] {
  const found = log.flatMap((line) => {
    const match = /(?:^|[\s("'])((?:\/|\.{1,2}\/)?[\w@.-]+(?:\/[\w@.[\]-]+)*\.\w{1,6})["']?(?::|\(|, line )(\d{1,6})\b/.exec(line);
    const repo = match ? repoOf(workspace, build, landed, resolvePath(workingDir, match[1] ?? "")) : undefined;
    return match && repo !== undefined ? [workspace.locate(repo, Number(match[2]))] : [];
  });
  return found.filter((at, index) => at.text !== undefined && found.findIndex((other) => other.path === at.path && other.line === at.line) === index).slice(0, 3);
}

function repoOf(workspace: Workspace, build: ImageBuild, landed: PathMappingList, container: string): RepoPath | undefined {
  for (const mapping of landed.toReversed()) {
    const prefix = mapping.container === "/" ? "/" : `${mapping.container}/`;
    const inside = mapping.container === container ? "" : mapping.kind === "folder" && container.startsWith(prefix) ? container.slice(prefix.length) : undefined;
    const repo = inside === undefined ? undefined : inside === "" ? mapping.repo : joinPath(mapping.repo, inside);
    if (repo !== undefined && workspace.isFile(repo)) return repo;
  }
  return undefined;
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
