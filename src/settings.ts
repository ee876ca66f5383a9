import { join, resolve } from "node:path";
import { failure } from "./model/failure.ts";
import type { UserProbe } from "./model/inputs.ts";
import type { Location, RepoPath } from "./model/location.ts";
import type { Expectation } from "./model/plan.ts";
import { parseDuration } from "./model/units.ts";
import { parseYaml, type YamlFile, type YamlPath } from "./text/yaml.ts";
import { readRegularFile } from "./workspace/regular-file.ts";
import { Workspace } from "./workspace/workspace.ts";

/** Where the configuration is sought when no other file is named. */
export const usualSettingsPath = ".github/upstream-gate.yml";

/** The settings that mean the same as the options of their names. */
const optionKeys = ["platform", "compose-file", "nginx-config", "topology", "image", "env-file", "start-timeout", "memory", "cpus", "network"] as const;
const probeKeys = ["path", "method", "host", "headers", "websocket", "expect"] as const;
const expectKeys = ["status", "headers", "body", "max-time"] as const;

/** What a configuration file says: options by name, and requests. */
export interface Settings {
  readonly options: Readonly<Record<string, string | readonly string[]>>;
  /** The lines that set the options. */
  readonly places: Readonly<Record<string, Location>>;
  readonly probes: readonly UserProbe[];
}

/** Reads the configuration; empty settings when none is named and none is there. Throws a Failure with file and line for one that cannot be understood. */
export function readSettings(directory: string, named: string | undefined): Settings {
  const text = readText(directory, named === undefined ? join(directory, usualSettingsPath) : resolve(directory, named), named);
  if (text === undefined) return { options: {}, places: {}, probes: [] };
  const file = parseYaml((named ?? usualSettingsPath) as RepoPath, text);
  const [problem] = file.errors;
  if (problem) throw failure("config-invalid", problem.message.split("\n")[0] ?? "", { at: problem.at, remedy: "Correct the YAML." });
  const options = optionsOf(file);
  const places = Object.keys(options).flatMap((key) => {
    const at = file.locate([key]);
    return at ? [[key, at] as const] : [];
  });
  return { options, places: Object.fromEntries(places), probes: probesOf(file) };
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

function optionsOf(file: YamlFile): Settings["options"] {
  requireMap(file, []);
  knownKeys(file, [], [...optionKeys, "probes"]);
  const data = recordAt(file.data);
  return Object.fromEntries(
    optionKeys.flatMap((key) => {
      const value = data[key];
      if (value === undefined || value === null) return [];
      const isList = key === "compose-file" || key === "nginx-config";
      const texts = (isList && Array.isArray(value) ? (value as unknown[]) : [value]).map((each) => (typeof each === "boolean" ? undefined : textOf(each)));
      if (!texts.every((text) => text !== undefined)) throw wrong(file, [key], `${key} is to be ${isList ? "a path or a list of paths" : "a text"}`);
      return [[key, isList ? texts : (texts[0] ?? "")] as const];
    }),
  );
}

/** The text of a scalar; undefined for maps, lists and nothing. */
function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function probesOf(file: YamlFile): UserProbe[] {
  const listed = recordAt(file.data)["probes"];
  if (listed === undefined || listed === null) return [];
  if (!Array.isArray(listed)) throw wrong(file, ["probes"], "probes is to be a list");
  return listed.map((entry: unknown, index) => {
    const at = file.locate(["probes", index]);
    if (typeof entry === "string") return { path: pathOf(file, ["probes", index], entry), method: "GET", ...(at ? { at } : {}) };
    return probeOf(file, ["probes", index], entry, at);
  });
}

function probeOf(file: YamlFile, path: YamlPath, entry: unknown, at: Location | undefined): UserProbe {
  requireMap(file, path, entry);
  knownKeys(file, path, probeKeys);
  const probe = recordAt(entry);
  const method = probe["method"] ?? "GET";
  if (typeof method !== "string" || !/^[A-Za-z]+$/.test(method)) throw wrong(file, [...path, "method"], "method is to be an HTTP method such as GET");
  const { host } = probe;
  if (host !== undefined && (typeof host !== "string" || !/^[\w.:[\]-]+$/.test(host))) throw wrong(file, [...path, "host"], "host is to be a host name");
  const headers = headersOf(file, [...path, "headers"], probe["headers"]);
  const { websocket } = probe;
  if (isGiven(websocket) && typeof websocket !== "boolean") throw wrong(file, [...path, "websocket"], "websocket is to be true or false");
  const expected = expectationOf(file, [...path, "expect"], probe["expect"]);
  const expect = websocket === true && expected?.status === undefined ? { ...expected, status: [101] } : expected;
  return {
    path: pathOf(file, [...path, "path"], probe["path"]),
    method: method.toUpperCase(),
    ...(host === undefined ? {} : { host }),
    ...(headers ? { headers } : {}),
    ...(websocket === true ? { websocket } : {}),
    ...(expect ? { expect } : {}),
    ...(at ? { at } : {}),
  };
}

function pathOf(file: YamlFile, path: YamlPath, value: unknown): string {
  if (typeof value !== "string" || !value.startsWith("/") || /[\s\p{Cc}]/u.test(value)) throw wrong(file, path, "path is to begin with / and to have no spaces");
  return value;
}

function headersOf(file: YamlFile, path: YamlPath, value: unknown): Record<string, string> | undefined {
  if (value === undefined || value === null) return undefined;
  requireMap(file, path, value);
  return Object.fromEntries(
    Object.entries(recordAt(value)).map(([name, each]) => {
      const text = textOf(each);
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || text === undefined || /[\r\n\0]/.test(text)) throw wrong(file, [...path, name], "a header is to be a name and a text");
      return [name, text];
    }),
  );
}

function expectationOf(file: YamlFile, path: YamlPath, value: unknown): Expectation | undefined {
  if (value === undefined || value === null) return undefined;
  requireMap(file, path, value);
  knownKeys(file, path, expectKeys);
  const expect = recordAt(value);
  const headers = headersOf(file, [...path, "headers"], expect["headers"]);
  const status = statusesOf(expect["status"] ?? []);
  if (!status) throw wrong(file, [...path, "status"], "status is to be an HTTP status or a list of them");
  const body = textOf(expect["body"]);
  if (body === undefined && isGiven(expect["body"])) throw wrong(file, [...path, "body"], "body is to be a text that the answer holds");
  const maxTime = parseDuration(textOf(expect["max-time"]) ?? "");
  if (isGiven(expect["max-time"]) && (maxTime === undefined || maxTime <= 0)) throw wrong(file, [...path, "max-time"], "max-time is to be a duration such as 500ms or 2s");
  return { ...(status.length > 0 ? { status } : {}), ...(headers ? { headers } : {}), ...(body === undefined ? {} : { body }), ...(maxTime === undefined ? {} : { maxTime }) };
}

function statusesOf(value: unknown): number[] | undefined {
  const listed: readonly unknown[] = Array.isArray(value) ? value : [value];
  const statuses = listed.filter((each): each is number => typeof each === "number" && Number.isInteger(each) && each >= 100 && each <= 599);
  return statuses.length === listed.length ? statuses : undefined;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function recordAt(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function requireMap(file: YamlFile, path: YamlPath, value: unknown = file.data): void {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isMap && !(path.length === 0 && (value === undefined || value === null))) throw wrong(file, path, `${path.at(-1) ?? "the file"} is to be a map of keys and values`);
}

function knownKeys(file: YamlFile, path: YamlPath, known: readonly string[]): void {
  const stray = file.keys(path).find((key) => !known.includes(key));
  if (stray !== undefined) throw wrong(file, [...path, stray], `there is no setting "${stray}" here; known are ${known.join(", ")}`, file.locateKey([...path, stray]));
}

function wrong(file: YamlFile, path: YamlPath, message: string, place?: Location): Error {
  const at = place ?? file.locate(path) ?? file.locate(path.slice(0, -1)) ?? { path: file.path, line: 1 };
  return failure("config-invalid", `${message.charAt(0).toUpperCase()}${message.slice(1)}.`, { at, remedy: "docs/configuration.md lists the settings." });
}
