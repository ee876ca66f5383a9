import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { failure, type FailureError } from "./model/failure.ts";
import { accessNames, type App, type Inputs } from "./model/inputs.ts";
import type { Location, RepoPath, Sourced } from "./model/location.ts";
import { nearest } from "./model/names.ts";
import { parseDuration, parseProcessors, parseSize } from "./model/units.ts";
import { didYouMean } from "./settings/check.ts";
import { readSettings, type Settings } from "./settings/read.ts";
import { parseDotenv } from "./text/dotenv.ts";
import { Workspace } from "./workspace/workspace.ts";

/** Options of `check` and `plan`, in the order of the contract. */
export const checkOptions = {
  config: { type: "string" },
  app: { type: "string" },
  platform: { type: "string" },
  "compose-file": { type: "string", multiple: true },
  "nginx-config": { type: "string", multiple: true },
  topology: { type: "string" },
  image: { type: "string" },
  "env-file": { type: "string", multiple: true },
  base: { type: "string" },
  "start-timeout": { type: "string" },
  memory: { type: "string" },
  network: { type: "string" },
  cpus: { type: "string" },
  allow: { type: "string", multiple: true },
  "no-prove": { type: "boolean" },
  keep: { type: "boolean" },
  "allow-fork-code": { type: "boolean" },
  format: { type: "string" },
  report: { type: "string" },
  evidence: { type: "string" },
  sarif: { type: "string" },
  junit: { type: "string" },
  html: { type: "string" },
  logs: { type: "string" },
  quiet: { type: "boolean" },
  verbose: { type: "boolean" },
} as const satisfies NonNullable<ParseArgsConfig["options"]>;

/** Options of `diagnose`. */
export const diagnoseOptions = {
  format: checkOptions.format,
  report: checkOptions.report,
  sarif: checkOptions.sarif,
  junit: checkOptions.junit,
  html: checkOptions.html,
  logs: checkOptions.logs,
} as const satisfies NonNullable<ParseArgsConfig["options"]>;

/** Options that say where a run's results go, or how it is told; a run elsewhere gives the same answer without them. */
const surfaceOptions: readonly string[] = ["format", "report", "evidence", "sarif", "junit", "html", "logs", "quiet", "verbose", "keep"];

export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Where results are written besides the terminal. Paths are absolute. */
export interface Destinations {
  readonly format: "pretty" | "json" | "github";
  readonly report?: string;
  readonly evidence?: string;
  readonly sarif?: string;
  readonly junit?: string;
  readonly html?: string;
  /** A folder. */
  readonly logs?: string;
}

/** Parses words after a command. Throws a Failure of kind usage for an unknown option or a missing value. */
export function parseWords(words: readonly string[], options: NonNullable<ParseArgsConfig["options"]>, mostPositionals: number): { values: OptionValues; positionals: string[] } {
  let parsed: { values: OptionValues; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...words], options: { ...options, help: { type: "boolean", short: "h" } }, allowPositionals: true, strict: true }) as typeof parsed;
  } catch (error) {
    const message = (error instanceof Error ? error.message : String(error)).split(". ")[0] ?? "";
    const meant = nearest(/^Unknown option '--([^']+)'/.exec(message)?.[1] ?? "", Object.keys(options));
    throw failure("usage", meant === undefined ? message : `${message} (did you mean --${meant}?)`, { remedy: "upstream-gate --help lists the options." });
  }
  const extra = Number.isFinite(mostPositionals) ? parsed.positionals[mostPositionals] : undefined;
  if (extra !== undefined) throw failure("usage", `Unexpected argument: ${extra}`, { remedy: "upstream-gate --help shows the usage." });
  return parsed;
}

/** Finds the apps of a repository that its configuration does not name. */
export type FindApps = (root: string) => readonly App[];

/**
 * Makes Inputs of options and the configuration file; an option wins over a setting. Throws a Failure that names what is wrong, and one for
 * an app that neither the configuration names nor `findApps` finds.
 */
export function readInputs(directory: string, given: OptionValues, findApps: FindApps = () => []): Inputs {
  const root = resolve(directory);
  if (!existsSync(root) || !statSync(root).isDirectory()) throw failure("usage", `${directory} is not a folder.`, { remedy: "Give the folder of the project to check." });
  const bare: Words = { values: given, places: {} };
  const name = text(bare, "app");
  const settings = readSettings(root, text(bare, "config"), name);
  const app = name === undefined ? noApp(settings) : chooseApp(name, settings.apps.length > 0 ? settings.apps : findApps(root));
  return { ...inputsOf(app ? join(root, app.directory) : root, given, settings), ...optional("app", app) };
}

/** Where the configuration names apps, one of them has to be chosen. */
function noApp({ apps }: Settings): undefined {
  if (apps.length === 0) return undefined;
  throw failure("usage", `The configuration names ${apps.length === 1 ? "an app" : `${apps.length} apps`}: ${apps.map((each) => each.name).join(", ")}.`, {
    remedy: `Choose one with --app, such as --app ${apps[0]?.name ?? ""}; upstream-gate plan --matrix prints a matrix with a job for each.`,
  });
}

function chooseApp(name: string, apps: readonly App[]): App {
  const found = apps.find((each) => each.name === name);
  if (found) return found;
  const names = apps.map((each) => each.name);
  throw failure("usage", `--app ${name}: there is no such app${didYouMean(name, names)}.`, {
    remedy: names.length > 0 ? `The apps are ${names.join(", ")}.` : "No apps were found here: leave --app out.",
  });
}

function inputsOf(root: string, given: OptionValues, settings: Settings): Inputs {
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) throw failure("config-invalid", `${root} is not a folder.`, { remedy: "Correct the app's directory in the configuration." });
  const words: Words = { values: { ...settings.options, ...defined(given) }, places: { ...settings.places, ...Object.fromEntries(Object.keys(defined(given)).map((key) => [key, undefined])) } };
  const { values } = words;
  const startTimeout = measured(words, "start-timeout", (value) => parseDuration(value), "a duration such as 90s or 2m");
  const [envFile, ...laterFiles] = variablesFiles(words, root);
  const memory = measured(words, "memory", parseSize, "a size such as 512m or 1g");
  return {
    directory: root,
    platform: oneOf(words, "platform", ["auto", "compose", "dockerfile", "amvera", "upsun"]),
    composeFiles: list(values, "compose-file"),
    nginxConfigs: list(values, "nginx-config"),
    topology: oneOf(words, "topology", ["auto", "container", "host", "shared"]),
    network: oneOf(words, "network", ["open", "internal"]),
    prove: values["no-prove"] !== true,
    keep: values["keep"] === true,
    probes: settings.probes,
    allow: allowed(words),
    ...optional("config", text(words, "config")),
    ...optional("image", text(words, "image")),
    ...optional("envFile", envFile),
    variables: { ...Object.fromEntries(laterFiles.flatMap((path) => Object.entries(variablesIn(root, path)))), ...settings.variables },
    services: settings.services,
    causes: settings.causes,
    standIns: settings.standIns,
    ...optional("base", text(words, "base")),
    ...optional("startTimeout", startTimeout),
    ...optional("memory", memory),
    ...optional("cpus", measured(words, "cpus", parseProcessors, "a number of processors such as 0.5 or 2")),
  };
}

/** Options and settings laid together. */
interface Words {
  readonly values: OptionValues;
  /** The lines of those that are settings. */
  readonly places: Readonly<Record<string, Location | undefined>>;
}

function defined(given: OptionValues): OptionValues {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function variablesFiles(words: Words, root: string): readonly string[] {
  const paths = list(words.values, "env-file");
  const workspace = new Workspace(root);
  const isSetting = words.places["env-file"] !== undefined;
  for (const path of paths) {
    const stats = statSync(resolve(root, path), { throwIfNoEntry: false });
    if (stats?.isDirectory() !== false) throw wrong(words, "env-file", path, stats ? "this is a folder, not a file" : "there is no such file", "Give a path relative to the project.");
    if (isSetting && !workspace.isFile(workspace.toRepo(path))) throw wrong(words, "env-file", path, "this is not a file inside the project", "Give a path inside the project.");
  }
  return paths;
}

/** Of several files the later ones are read here, and laid over the first. */
function variablesIn(root: string, path: string): Readonly<Record<string, Sourced<string>>> {
  return parseDotenv(path as RepoPath, readFileSync(resolve(root, path), "utf8")).variables;
}

/** An option that is wrong is a matter of the command line, a setting one of its file. */
function wrong({ places }: Words, key: string, value: string, because: string, remedy: string): FailureError {
  const at = places[key];
  return at ? failure("config-invalid", `${key}: ${value}: ${because}.`, { at, remedy }) : failure("usage", `--${key} ${value}: ${because}.`, { remedy });
}

/** Where to write results. Relative paths are from the current folder. */
export function readDestinations(values: OptionValues, usualFormat: Destinations["format"]): Destinations {
  const words: Words = { values, places: {} };
  const path = (key: string): string | undefined => {
    const value = text(words, key);
    return value === undefined ? undefined : resolve(value);
  };
  const format = values["format"] === undefined ? usualFormat : oneOf(words, "format", ["pretty", "json", "github"]);
  const paths = (["report", "evidence", "sarif", "junit", "html", "logs"] as const).map((key) => optional(key, path(key)));
  return Object.assign({ format }, ...paths) as Destinations;
}

/** The words that make the same run elsewhere: the command, the folder, and the options that bear on the answer. */
export function commandOf(directory: string, given: OptionValues): string[] {
  const words = Object.entries(given).flatMap(([name, value]) => {
    if (surfaceOptions.includes(name) || value === undefined || value === false || value === "") return [];
    if (value === true) return [`--${name}`];
    return (typeof value === "string" ? [value] : value).flatMap((each) => [`--${name}`, each]);
  });
  return ["check", directory, ...words];
}

function text({ values, places }: Words, key: string): string | undefined {
  const value = values[key];
  const at = places[key];
  if (value === "" && at) throw failure("config-invalid", `${key} needs a value.`, { at, remedy: "Give it one, or take the line out." });
  if (value === "") throw failure("usage", `--${key} needs a value.`, { remedy: "upstream-gate --help lists the options." });
  return typeof value === "string" ? value : undefined;
}

function list(values: OptionValues, key: string): readonly string[] {
  const value = values[key];
  return Array.isArray(value) ? (value as readonly string[]) : typeof value === "string" ? [value] : [];
}

function allowed(words: Words): readonly string[] {
  const names = list(words.values, "allow");
  const stray = names.find((name) => !accessNames.some((known) => known === name));
  if (stray !== undefined) throw wrong(words, "allow", stray, `expected ${accessNames.join(", ")}${didYouMean(stray, accessNames)}`, "Name the access that the refusal names.");
  return names;
}

function oneOf<const T extends string>(words: Words, key: string, known: readonly [T, ...T[]]): T {
  const value = words.values[key] ?? known[0];
  const found = known.find((each) => each === value);
  if (found === undefined) throw wrong(words, key, String(value), `expected ${known.slice(0, -1).join(", ")} or ${known.at(-1)}${didYouMean(String(value), known)}`, "Choose one of them.");
  return found;
}

function measured<T>(words: Words, key: string, parse: (value: string) => T | undefined, expected: string): T | undefined {
  const value = text(words, key);
  if (value === undefined) return undefined;
  const parsed = parse(value);
  if (parsed === undefined || (typeof parsed === "number" && parsed <= 0)) throw wrong(words, key, value, `expected ${expected}`, "Correct the value.");
  return parsed;
}

function optional<K extends string, T>(key: K, value: T | undefined): { readonly [k in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [k in K]?: T };
}
