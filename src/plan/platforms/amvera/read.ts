import { joinPath, type Location, type RepoPath, type Sourced } from "../../../model/location.ts";
import { nearest } from "../../../model/names.ts";
import type { PlatformProblem } from "../../../model/platform.ts";
import { parseYaml, type YamlFile, type YamlPath } from "../../../text/yaml.ts";
import { isSkipped } from "../../../workspace/source-files.ts";
import type { Workspace } from "../../../workspace/workspace.ts";
import { platformFacts } from "../facts.ts";
import { readStrictly } from "../schema.ts";
import { renameValue } from "../schema-edits.ts";
import { quotedEdit } from "./ports.ts";
import { amveraSchema, environmentWords, toolchains, type Environment } from "./schema.ts";
import { scriptProblems } from "./scripts.ts";
import { dataAt, portsAt, textAt } from "./values.ts";

/** An amvera.yml as Amvera reads it, as far as public sources tell. */
export interface AmveraFile {
  readonly path: RepoPath;
  readonly text: string;
  readonly yaml: YamlFile;
  /** Undefined when it is none that the gate knows. */
  readonly environment: Environment | undefined;
  readonly toolchain: string;
  readonly problems: readonly PlatformProblem[];
}

/** Where the data of an app is kept when the file does not say. */
export const usualMount = "/data";

/** Reads the file; what is wrong with it is in `problems`. */
export function readAmvera(workspace: Workspace, path: RepoPath): AmveraFile {
  const text = workspace.read(path) ?? "";
  const yaml = parseYaml(path, text);
  const [error] = yaml.errors;
  const { environment, problems: environmentProblems } = readEnvironment(yaml);
  const chosen = readToolchain(yaml, environment ?? "docker");
  const shared = { path, text, yaml, environment, toolchain: chosen.toolchain };
  if (error) return { ...shared, problems: [unreadable(error.message, error.at)] };
  const flavour = environment === "docker" ? "docker" : `${environment}/${chosen.toolchain}`;
  const strict = readStrictly(yaml, text, amveraSchema, { label: "Amvera", ...(environment ? { flavour } : {}), inForce: (key) => inForce(yaml, key) });
  const problems = [
    ...metaProblem(yaml, path),
    ...environmentProblems,
    ...chosen.problems,
    ...versionProblem(yaml, path),
    ...(environment === "python" ? manifestProblem(workspace, yaml) : []),
    ...scriptProblems(workspace, yaml, environment, chosen.toolchain),
    ...strict,
  ];
  return { ...shared, problems };
}

function unreadable(message: string, at: Location): PlatformProblem {
  return { key: "", at, what: `the file is no YAML: ${message}`, expected: "YAML with the sections meta, build and run", changes: "start", isFatal: true, edits: [] };
}

/** What counts where a stray key is not read. */
function inForce(yaml: YamlFile, key: string): string | undefined {
  const path = key.split(".");
  const defaults: Readonly<Record<string, string>> = {
    "run.containerPort": String(platformFacts.amvera.port.usual),
    "run.servicePort": String(platformFacts.amvera.port.usual),
    "run.persistenceMount": usualMount,
    "build.requirementsPath": "requirements.txt",
    "meta.environment": "docker",
    "build.skip": "false",
  };
  const ports = key.endsWith("Port") ? portsAt(yaml, path) : [];
  return ports.length > 0 ? ports.map((each) => each.port).join(",") : (textAt(yaml, path)?.value ?? defaults[key]);
}

interface ReadEnvironment {
  readonly environment: Environment | undefined;
  readonly problems: readonly PlatformProblem[];
}

function readEnvironment(yaml: YamlFile): ReadEnvironment {
  const written = textAt(yaml, ["meta", "environment"]);
  if (!written) return { environment: "docker", problems: [] };
  const known = Object.keys(toolchains) as Environment[];
  const environment = known.find((each) => each === written.value);
  if (environment) return { environment, problems: [] };
  const meant = environmentWords[written.value.toLowerCase()] ?? nearest(written.value.toLowerCase(), known);
  if (meant === undefined || !written.at) return { environment: undefined, problems: [] };
  const problem = valueProblem("meta.environment", written, known, meant);
  return { environment: meant as Environment, problems: [{ ...problem, isFatal: true }] };
}

function readToolchain(yaml: YamlFile, environment: Environment): { toolchain: string; problems: PlatformProblem[] } {
  const known: readonly string[] = toolchains[environment];
  const usual = known[0] ?? "";
  const written = textAt(yaml, ["meta", "toolchain", "name"]);
  if (!written || known.includes(written.value)) return { toolchain: written?.value ?? usual, problems: [] };
  const meant = nearest(written.value.toLowerCase(), known) ?? (known.length === 1 ? usual : undefined);
  return { toolchain: meant ?? usual, problems: [valueProblem("meta.toolchain.name", written, known, meant)] };
}

function valueProblem(key: string, written: Sourced<string>, known: readonly string[], meant: string | undefined): PlatformProblem {
  const at = written.at as Location;
  return {
    key,
    at,
    what: `\`${key}\` is \`${written.value}\`, which Amvera does not have`,
    expected: `one of ${known.join(", ")}`,
    ...(meant === undefined ? {} : { meant }),
    changes: "build",
    edits: meant === undefined ? [] : renameValue(at, written.value, meant),
  };
}

/** Documentation calls the section optional; a deployment was refused for want of it. */
function metaProblem(yaml: YamlFile, path: RepoPath): PlatformProblem[] {
  if (yaml.keys([]).includes("meta") || yaml.keys([]).length === 0) return [];
  const what = "there is no section `meta`, without which Amvera has refused files; docker is taken for the environment";
  return [{ key: "meta", at: { path, line: 1 }, what, expected: "`meta` with environment and toolchain", changes: "nothing", edits: [] }];
}

/** A list of packages that is not there is passed over without a word, and the app finds nothing of it installed. */
function manifestProblem(workspace: Workspace, yaml: YamlFile): PlatformProblem[] {
  const written = textAt(yaml, ["build", "requirementsPath"]);
  const name = (written?.value ?? "requirements.txt").replace(/^\/app\//, "").replace(/^(?:\.?\/)+/, "");
  const path = joinPath("" as RepoPath, name);
  if (path === undefined || workspace.isFile(path)) return [];
  const lists = requirementLists(workspace);
  const [only, second] = lists;
  const meant = nearest(name, lists) ?? (second === undefined ? only : undefined);
  if (!written && meant === undefined) return [];
  const at = written?.at ?? yaml.locateKey(["build"]) ?? { path: yaml.path, line: 1 };
  const what = `there is no ${name}, so Amvera installs no packages`;
  const edits = meant === undefined || !written ? [] : renameValue(at, written.value, meant);
  return [{ key: "build.requirementsPath", at, what, expected: "the path of a list of packages", ...(meant === undefined ? {} : { meant }), changes: "build", manifest: name, edits }];
}

/** Files of the repository that look like lists for pip, nearest to the root first. */
function requirementLists(workspace: Workspace): RepoPath[] {
  const found: RepoPath[] = [];
  for (const entry of workspace.entries("" as RepoPath, isSkipped)) {
    if (entry.kind === "file" && /(?:^|\/)(?:requirements?[\w.-]*\.(?:txt|in)|requirements\/[\w.-]+\.txt)$/i.test(entry.path)) found.push(entry.path);
    if (found.length >= 20) break;
  }
  return found.toSorted((a, b) => a.split("/").length - b.split("/").length || a.localeCompare(b));
}

/** `3.10` without quotes is 3.1 to YAML; Amvera's own pages write it so. */
function versionProblem(yaml: YamlFile, path: RepoPath): PlatformProblem[] {
  const at: YamlPath = ["meta", "toolchain", "version"];
  const value = dataAt(yaml.data, at);
  const written = textAt(yaml, at);
  if (typeof value !== "number" || !written?.at || String(value) === written.value) return [];
  const what = `the version ${written.value} stands without quotes, and is the number ${value} to YAML`;
  return [{ key: at.join("."), at: written.at, what, expected: `"${written.value}" in quotes`, changes: "nothing", edits: quotedEdit(path, written.at, written.value) }];
}
