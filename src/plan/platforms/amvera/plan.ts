import type { Inputs } from "../../../model/inputs.ts";
import { joinPath, type Location, type RepoPath, type Sourced } from "../../../model/location.ts";
import type { ImageSource, Mount, Note, Plan, Service } from "../../../model/plan.ts";
import type { PlatformProblem } from "../../../model/platform.ts";
import { fatalProblems } from "../../../model/platform.ts";
import { nearest } from "../../../model/names.ts";
import { failure } from "../../../model/failure.ts";
import { shellWords } from "../../../text/shell.ts";
import { repoPathOf } from "../../../workspace/paths.ts";
import type { Workspace } from "../../../workspace/workspace.ts";
import { appService } from "../../dockerfile/plan.ts";
import { findDockerfiles } from "../../dockerfile/find.ts";
import { readRecipe } from "../../image-recipe.ts";
import { startChain } from "../../start-chain.ts";
import { filesOf, platformFacts } from "../facts.ts";
import { makeIngress } from "../ingress.ts";
import { platformPlan, refusedPlan } from "../plan.ts";
import { renameValue } from "../schema-edits.ts";
import { recipeOf } from "./image.ts";
import { dialledPort, type DialledPort } from "./ports.ts";
import { readAmvera, usualMount, type AmveraFile } from "./read.ts";
import { dataAt, isOn, textAt } from "./values.ts";

const facts = platformFacts.amvera;
const appName = "app";

/** Where Amvera looks for a Dockerfile when the file names none, in its order. */
const dockerfiles = ["amvera/Dockerfile", "Dockerfile", "docker/Dockerfile", "deploy/Dockerfile", "deployment/Dockerfile"] as unknown as readonly RepoPath[];

/** Plans a project as Amvera deploys it: without a file of its own, from its Dockerfile with every default. */
export function planAmvera(inputs: Inputs, workspace: Workspace, path: RepoPath | undefined): Plan {
  const file = path === undefined ? undefined : readAmvera(workspace, path);
  if (file && file.environment === undefined && fatalProblems({ platformProblems: file.problems }).length === 0) throw unknownEnvironment(file);
  const port = dialledPort(file?.yaml, file?.text ?? "");
  const app = chooseApp(inputs, workspace, file);
  const problems = [...withRoot(file?.problems ?? [], app.problems), ...port.problems];
  const parts = { inputs, workspace, facts, files: path === undefined ? [] : [path], problems, notes: [...besideNotes(workspace, path), ...port.notes] };
  if (!app.chosen || fatalProblems({ platformProblems: problems }).length > 0) return refusedPlan(parts);
  const service = makeApp(inputs, workspace, file, app.chosen, port);
  const hidden = mountProblems(workspace, file, service);
  const upstream = { kind: "port", protocol: "http", port: port.port, ...(port.span ? { span: port.span } : {}), ...(port.portLine ? { portLine: port.portLine } : {}) } as const;
  return platformPlan({ ...parts, problems: [...problems, ...hidden], services: [service], ingress: makeIngress({ workspace, facts, app: appName, upstream }) });
}

/** No Dockerfile is missed by a project whose environment only stands in the wrong place: that is what is told then. */
function withRoot(problems: readonly PlatformProblem[], lacking: readonly PlatformProblem[]): PlatformProblem[] {
  const stray = lacking.length === 0 ? undefined : problems.find((problem) => problem.meant === "meta.environment" && problem.key !== "meta.environment");
  return stray ? problems.map((problem) => (problem === stray ? { ...problem, isFatal: true } : problem)) : [...problems, ...lacking];
}

function unknownEnvironment({ yaml, path }: AmveraFile): Error {
  const written = textAt(yaml, ["meta", "environment"]);
  return failure("config-invalid", `${path}: the environment ${written?.value} is none that the gate can build.`, {
    ...(written?.at ? { at: written.at } : {}),
    remedy: "Give the app's image with --image REF, or choose --platform dockerfile.",
  });
}

interface Chosen {
  readonly image: ImageSource;
  readonly entrypoint?: Sourced<readonly string[]>;
  readonly command?: Sourced<readonly string[]>;
}

function chooseApp(inputs: Inputs, workspace: Workspace, file: AmveraFile | undefined): { chosen?: Chosen; problems: readonly PlatformProblem[] } {
  const isDocker = file === undefined || file.environment === "docker";
  if (inputs.image !== undefined) return { chosen: { image: { kind: "reference", reference: inputs.image }, ...dockerStart(file) }, problems: [] };
  if (!isDocker) return { chosen: generated(workspace, file), problems: [] };
  const reference = file && textAt(file.yaml, ["run", "image"]);
  if (reference) return { chosen: { image: { kind: "reference", reference: reference.value, ...(reference.at ? { at: reference.at } : {}) }, ...dockerStart(file) }, problems: [] };
  const found = findDockerfile(workspace, file);
  if ("problem" in found) return { problems: [found.problem] };
  return { chosen: { image: { kind: "build", context: "" as RepoPath, dockerfile: found.path, args: {} }, ...dockerStart(file) }, problems: [] };
}

/** The image by the documented rules; what is started is given to the container, so that its place is known. */
function generated(workspace: Workspace, file: AmveraFile): Chosen {
  const recipe = recipeOf(file, (path) => workspace.isFile(joinPath("" as RepoPath, path)));
  if (recipe.command === undefined) return { image: recipe.image };
  return { image: recipe.image, command: { value: ["sh", "-c", recipe.command], ...(recipe.commandAt ? { at: recipe.commandAt } : {}) } };
}

/** `run.command` takes the place of ENTRYPOINT and `run.args` that of CMD. */
function dockerStart(file: AmveraFile | undefined): Pick<Chosen, "entrypoint" | "command"> {
  if (file?.environment !== "docker") return {};
  const command = textAt(file.yaml, ["run", "command"]);
  const args = textAt(file.yaml, ["run", "args"]);
  return { ...(command ? { entrypoint: { ...command, value: words(command.value) } } : {}), ...(args ? { command: { ...args, value: words(args.value) } } : {}) };
}

/** The words of a command; a shell is asked only where it takes one. */
function words(text: string): readonly string[] {
  return /[;&|<>$`]/.test(text) ? ["sh", "-c", text] : shellWords(text).map((word) => word.text);
}

function findDockerfile(workspace: Workspace, file: AmveraFile | undefined): { path: RepoPath } | { problem: PlatformProblem } {
  const written = file && textAt(file.yaml, ["build", "dockerfile"]);
  const named = file && typeof dataAt(file.yaml.data, ["build", "dockerfile"]) === "string" ? written : undefined;
  const path = named ? joinPath("" as RepoPath, named.value.replace(/^\/+/, "")) : dockerfiles.find((each) => workspace.isFile(each));
  if (path !== undefined && workspace.isFile(path)) return { path };
  const others = findDockerfiles(workspace);
  const isSkipped = file !== undefined && isOn(file.yaml, ["build", "skip"]);
  const at = named?.at ?? file?.yaml.locateKey([isSkipped ? "build" : "meta"]) ?? file?.yaml.locateKey(["run"]) ?? (file && { path: file.path, line: 1 });
  if (!at) throw failure("project-not-found", `There is neither amvera.yml nor a Dockerfile in ${workspace.root}.`, { remedy: "Add one of them: Amvera builds nothing without." });
  return { problem: named ? absentDockerfile(named.value, at, others) : noDockerfile(at, others, isSkipped) };
}

function absentDockerfile(name: string, at: Location, others: readonly RepoPath[]): PlatformProblem {
  const meant = nearest(name.replace(/^(?:\.?\/)+/, ""), others) ?? (others.length === 1 ? others[0] : undefined);
  const edits = meant === undefined ? [] : renameValue(at, name, meant);
  return {
    key: "build.dockerfile",
    at,
    what: `\`build.dockerfile\` is \`${name}\`, and there is no such file`,
    expected: "the path of a Dockerfile",
    ...(meant === undefined ? {} : { meant }),
    changes: "build",
    isFatal: true,
    edits,
  };
}

function noDockerfile(at: Location, others: readonly RepoPath[], isSkipped: boolean): PlatformProblem {
  const elsewhere = others.length > 0 ? `; ${others.slice(0, 3).join(", ")} is in none of them` : "";
  const what = isSkipped ? "the build is skipped, and `run.image` names no image" : `no Dockerfile is where Amvera looks for one: ${dockerfiles.join(", ")}${elsewhere}`;
  return {
    key: isSkipped ? "run.image" : "build.dockerfile",
    at,
    what,
    expected: isSkipped ? "run.image" : "a Dockerfile, build.dockerfile or another meta.environment",
    changes: "build",
    isFatal: true,
    edits: [],
  };
}

function makeApp(inputs: Inputs, workspace: Workspace, file: AmveraFile | undefined, chosen: Chosen, port: DialledPort): Service {
  const service = appService(inputs, workspace, appName, chosen.image, [appName]);
  const recipe = chosen.image.kind === "build" ? readRecipe(workspace, chosen.image) : undefined;
  const { entrypoint, command } = chosen;
  const own = { ...(entrypoint ? { entrypoint } : {}), ...(command ? { command } : {}) };
  const start = startChain({ workspace, recipe, paths: recipe?.paths ?? [], workingDir: recipe?.settings.workingDir ?? "/", entrypoint, command });
  const handed = Object.fromEntries(Object.entries(facts.variables).map(([name, value]) => [name, { value, because: `${facts.label} sets it` }]));
  const portVariable = { [facts.port.variable]: { value: String(port.port.value), because: "Amvera hands the app the port of run.containerPort" } };
  return {
    ...service,
    ...own,
    ...(file ? { at: file.yaml.locateKey(["run"]) ?? service.at ?? { path: file.path, line: 1 } } : {}),
    variables: { ...handed, ...portVariable, ...service.variables },
    mounts: [mountOf(workspace, file, service)],
    start,
    // A program that is not root has no right to a port below 1024 there.
    settings: { sysctls: { "net.ipv4.ip_unprivileged_port_start": "1024" } },
  };
}

function mountOf(workspace: Workspace, file: AmveraFile | undefined, service: Service): Mount {
  const written = file && textAt(file.yaml, ["run", "persistenceMount"]);
  const isSound = written !== undefined && /^\/[\w./ -]+$/.test(written.value) && !written.value.split("/").includes("..");
  const target = isSound ? written.value.replace(/\/+$/, "") : usualMount;
  const placed = isSound && written.at ? { at: written.at } : {};
  return { kind: "volume", volume: "persistence", target, readOnly: false, ...placed, ...(isHiding(workspace, target, service) ? { isEmpty: true as const } : {}) };
}

/** Whether a volume at a path covers files of the repository. */
function isHiding(workspace: Workspace, mount: string, { paths }: Service): boolean {
  const inside = repoPathOf(paths, mount);
  return paths.some((mapping) => `${mapping.container}/`.startsWith(`${mount}/`)) || (inside !== undefined && workspace.kindOf(inside.repo) === "folder");
}

/** The volume is empty at first: what the image has at its place, or below it, is hidden. */
function mountProblems(workspace: Workspace, file: AmveraFile | undefined, service: Service): PlatformProblem[] {
  const written = file && textAt(file.yaml, ["run", "persistenceMount"]);
  if (!written?.at) return [];
  const { value, at } = written;
  const key = "run.persistenceMount";
  const expected = `an absolute path outside ${facts.appFolder}, such as ${usualMount}`;
  const edits = renameValue(at, value, usualMount);
  if (!value.startsWith("/")) return [{ key, at, what: `\`${key}\` is \`${value}\`, which is no absolute path`, expected, changes: "nothing", edits }];
  const mount = value.replace(/\/+$/, "");
  if (isHiding(workspace, mount, service)) return [{ key, at, what: `the volume at \`${value}\` hides what the repository has there`, expected, changes: "files", edits }];
  const isInside = `${mount}/`.startsWith(`${facts.appFolder}/`);
  return isInside ? [{ key, at, what: `the volume at \`${value}\` stands in the folder of the app, where Amvera's pages advise against one`, expected, changes: "nothing", edits }] : [];
}

/** What else the repository has for a deployment, and does not count here. */
function besideNotes(workspace: Workspace, path: RepoPath | undefined): Note[] {
  const { others } = filesOf(facts, (each) => workspace.isFile(each));
  const contrary = others.map((other): Note => ({ text: `${path} is read and ${other} is not: Amvera does not say which of the two it takes; keep one`, at: workspace.locate(other, 1) }));
  const compose = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"].filter((each) => workspace.isFile(each as RepoPath));
  const misnamed = path === undefined ? workspace.list("" as RepoPath).filter((name) => /^amver(?:a|um)\b.*\.ya?ml/i.test(name)) : [];
  return [
    ...contrary,
    ...compose.map((each): Note => ({ text: `${each} is not read: Amvera takes no Compose file; check it with --platform compose`, isStanding: true })),
    ...misnamed.map((each): Note => ({ text: `${each} is not read: Amvera looks for amvera.yml or amvera.yaml` })),
  ];
}
