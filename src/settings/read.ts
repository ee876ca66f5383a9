import { join, resolve } from "node:path";
import { failure } from "../model/failure.ts";
import type { CauseSetting, ServiceSettings, StandIn, UserProbe } from "../model/inputs.ts";
import type { Location, RepoPath, Sourced } from "../model/location.ts";
import { repoPath, showLocation } from "../model/location.ts";
import type { Expectation } from "../model/plan.ts";
import { parseDuration, parseSize } from "../model/units.ts";
import { parseYaml, type YamlFile, type YamlPath } from "../text/yaml.ts";
import { readRegularFile } from "../workspace/regular-file.ts";
import { Workspace } from "../workspace/workspace.ts";
import { checkShape, didYouMean, isGiven, wrong } from "./check.ts";
import { fileKeys, projectKeys } from "./keys.ts";

/** Where the configuration is sought when no other file is named. */
export const usualSettingsPath = ".github/upstream-gate.yml";

/** The settings that mean the same as the options of their names. */
const optionKeys = ["platform", "compose-file", "nginx-config", "topology", "image", "env-file", "start-timeout", "memory", "cpus", "network"] as const;

/** One app of a repository that holds several. */
export interface AppEntry {
  readonly name: string;
  /** Relative to the folder of the repository; "" is that folder itself. */
  readonly directory: RepoPath;
}

/** What a configuration file says: options by name, and what has no option. */
export interface Settings {
  readonly options: Readonly<Record<string, string | readonly string[]>>;
  /** The lines that set the options. */
  readonly places: Readonly<Record<string, Location>>;
  readonly probes: readonly UserProbe[];
  readonly variables: Readonly<Record<string, Sourced<string>>>;
  readonly services: readonly ServiceSettings[];
  readonly causes: readonly CauseSetting[];
  readonly standIns: readonly StandIn[];
  readonly apps: readonly AppEntry[];
}

const noSettings: Settings = { options: {}, places: {}, probes: [], variables: {}, services: [], causes: [], standIns: [], apps: [] };

/**
 * Reads the configuration; empty settings when none is named and none is there. With the name of one of its apps, what it says of that app is
 * laid over what it says of all. Throws a Failure with file and line for one that cannot be understood.
 */
export function readSettings(directory: string, named: string | undefined, app?: string): Settings {
  const text = readText(directory, named === undefined ? join(directory, usualSettingsPath) : resolve(directory, named), named);
  if (text === undefined) return noSettings;
  const file = parseYaml((named ?? usualSettingsPath) as RepoPath, text);
  const [problem] = file.errors;
  if (problem) throw failure("config-invalid", problem.message.split("\n")[0] ?? "", { at: problem.at, remedy: "Correct the YAML." });
  checkShape(file, [], { kind: "map", keys: fileKeys }, file.data);
  const apps = appsOf(file);
  return { ...sectionOf(new Section(file, apps.some((each) => each.name === app) ? app : undefined)), apps };
}

/** undefined when the usual file is not there. */
function readText(directory: string, path: string, named: string | undefined): string | undefined {
  try {
    if (named === undefined && new Workspace(directory).isStray(usualSettingsPath as RepoPath)) throw Object.assign(new Error("stray"), { code: "a link that leads out of the project" });
    return readRegularFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const isAbsent = code === "ENOENT" || code === "ENOTDIR";
    if (named === undefined && isAbsent) return undefined;
    const because = isAbsent ? "there is no such file" : code === "EISDIR" ? "this is a folder, not a file" : `it cannot be read (${code})`;
    if (named === undefined) throw failure("config-invalid", `${usualSettingsPath}: ${because}.`, { remedy: "Put the settings into a file of this name, or name another with --config." });
    throw failure("usage", `--config ${named}: ${because}.`, { remedy: `Give a path relative to the project, or leave it out to use ${usualSettingsPath}.` });
  }
}

function appsOf(file: YamlFile): AppEntry[] {
  return Object.entries(recordAt(recordAt(file.data)["apps"])).map(([name, value]) => {
    const path = ["apps", name, "directory"];
    const written = textOf(recordAt(value)["directory"]);
    const directory = written === undefined ? undefined : repoPath(written);
    if (directory === undefined) throw wrong(file, written === undefined ? path.slice(0, -1) : path, "directory is to be the path of a folder inside the repository");
    return { name, directory };
  });
}

/** What the file says of everything, with what it says of one app over it. */
class Section {
  readonly file: YamlFile;
  readonly #app: string | undefined;

  constructor(file: YamlFile, app: string | undefined) {
    this.file = file;
    this.#app = app;
  }

  /** The path of a key where it holds; undefined when it has no value. */
  path(key: string): YamlPath | undefined {
    return this.paths(key).at(-1);
  }

  /** Both places of a key, the one that wins last. */
  paths(key: string): YamlPath[] {
    const own: YamlPath[] = this.#app === undefined ? [] : [["apps", this.#app, key]];
    return [[key], ...own].filter((path) => isGiven(this.value(path)));
  }

  value(path: YamlPath): unknown {
    return path.reduce<unknown>((node, step) => (Array.isArray(node) ? (node as unknown[])[Number(step)] : recordAt(node)[String(step)]), this.file.data);
  }

  /** Entries of a map by name, from both places. */
  entries(key: string): (readonly [string, YamlPath])[] {
    const all = this.paths(key).flatMap((path) => Object.entries(recordAt(this.value(path))).flatMap(([name, value]) => (isGiven(value) ? [[name, [...path, name] as YamlPath] as const] : [])));
    return [...new Map(all)];
  }

  /** Entries of a list, or the one that stands without it. */
  list(key: string): YamlPath[] {
    const path = this.path(key);
    const value = path && this.value(path);
    if (path === undefined) return [];
    return Array.isArray(value) ? value.map((_, index) => [...path, index]) : [path];
  }

  sourced<T>(path: YamlPath, value: T): Sourced<T> {
    const at = this.file.locate(path);
    return at ? { value, at } : { value };
  }
}

function sectionOf(section: Section): Omit<Settings, "apps"> {
  return {
    ...optionsOf(section),
    probes: section.list("probes").map((path) => probeOf(section, path)),
    variables: Object.fromEntries(section.entries("variables").map(([name, path]) => [name, section.sourced(path, textOf(section.value(path)) ?? "")])),
    services: section.entries("services").map(([name, path]) => serviceOf(section, name, path)),
    causes: section.entries("causes").map(([cause, path]) => ({ cause, level: section.value(path) === "warning" ? "warning" : "off", ...placed(section.file.locateKey(path)) })),
    standIns: section.list("stand-in").map((path) => standInOf(section, path)),
  };
}

function optionsOf(section: Section): Pick<Settings, "options" | "places"> {
  const given = optionKeys.flatMap((key) => {
    const path = section.path(key);
    return path ? [{ key, path, value: section.value(path) }] : [];
  });
  const isList = (key: string): boolean => projectKeys[key]?.shape.kind === "list";
  const options = given.map(({ key, value }) => [key, isList(key) ? (Array.isArray(value) ? (value as unknown[]) : [value]).map(String) : String(value)] as const);
  const places = given.flatMap(({ key, path }) => {
    const at = section.file.locate(path);
    return at ? [[key, at] as const] : [];
  });
  return { options: Object.fromEntries(options), places: Object.fromEntries(places) };
}

function serviceOf(section: Section, service: string, path: YamlPath): ServiceSettings {
  const { memory, cpus, variables } = recordAt(section.value(path));
  const size = parseSize(textOf(memory) ?? "");
  const set = section.file.locateKey(path);
  const because = set ? `set at ${showLocation({ path: set.path, line: set.line })}` : "set in the configuration";
  return {
    service,
    because,
    ...(size === undefined ? {} : { memory: size }),
    ...(isGiven(cpus) ? { cpus: Number(cpus) } : {}),
    variables: textsOf(variables),
    ...placed(set),
  };
}

function standInOf(section: Section, path: YamlPath): StandIn {
  const value = section.value(path);
  const at = placed(section.file.locate(path));
  if (typeof value === "string") return { host: value, ports: [80], status: 200, body: "{}", ...at };
  const { host, port, status, body } = recordAt(value);
  const ports = (Array.isArray(port) ? (port as unknown[]) : [port ?? 80]).map(Number);
  return { host: String(host), ports: [...new Set(ports)], status: Number(status ?? 200), body: textOf(body) ?? "{}", ...at };
}

function probeOf(section: Section, path: YamlPath): UserProbe {
  const entry = section.value(path);
  const at = placed(section.file.locate(path));
  if (typeof entry === "string") return { path: entry, method: "GET", ...at };
  const { path: asked, method, host, headers, websocket, expect } = recordAt(entry);
  const expected = isGiven(expect) ? expectationOf(recordAt(expect)) : undefined;
  const wanted = websocket === true && expected?.status === undefined ? { ...expected, status: [101] } : expected;
  return {
    path: String(asked),
    method: (textOf(method) ?? "GET").toUpperCase(),
    ...(isGiven(host) ? { host: String(host) } : {}),
    ...(isGiven(headers) ? { headers: textsOf(headers) } : {}),
    ...(websocket === true ? { websocket } : {}),
    ...(wanted ? { expect: wanted } : {}),
    ...at,
  };
}

function expectationOf({ status, headers, body, "max-time": longest }: Record<string, unknown>): Expectation {
  const statuses = isGiven(status) ? (Array.isArray(status) ? (status as unknown[]) : [status]).map(Number) : [];
  const text = textOf(body);
  const maxTime = parseDuration(textOf(longest) ?? "");
  return {
    ...(statuses.length > 0 ? { status: statuses } : {}),
    ...(isGiven(headers) ? { headers: textsOf(headers) } : {}),
    ...(text === undefined ? {} : { body: text }),
    ...(maxTime === undefined ? {} : { maxTime }),
  };
}

function placed(at: Location | undefined): { readonly at?: Location } {
  return at ? { at } : {};
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(recordAt(value)).map(([name, each]) => [name, textOf(each) ?? ""]));
}

/** The text of a scalar; undefined for maps, lists and nothing. */
function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function recordAt(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** Throws a Failure for a cause that nobody knows, on its line. */
export function requireKnownCauses(causes: readonly CauseSetting[], known: readonly string[]): void {
  const stray = causes.find(({ cause }) => !known.includes(cause));
  if (!stray) return;
  throw failure("config-invalid", `There is no cause "${stray.cause}"${didYouMean(stray.cause, known)}.`, {
    ...(stray.at ? { at: stray.at } : {}),
    remedy: "upstream-gate explain lists the causes.",
  });
}
