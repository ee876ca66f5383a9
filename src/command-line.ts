import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { failure, type FailureError } from "./model/failure.ts";
import { accessNames, type Inputs } from "./model/inputs.ts";
import type { Location } from "./model/location.ts";
import { parseDuration, parseProcessors, parseSize } from "./model/units.ts";
import { readSettings } from "./settings.ts";

/** Options of `check` and `plan`, in the order of the contract. */
export const checkOptions = {
  config: { type: "string" },
  platform: { type: "string" },
  "compose-file": { type: "string", multiple: true },
  "nginx-config": { type: "string", multiple: true },
  topology: { type: "string" },
  image: { type: "string" },
  "env-file": { type: "string" },
  base: { type: "string" },
  "start-timeout": { type: "string" },
  memory: { type: "string" },
  cpus: { type: "string" },
  allow: { type: "string", multiple: true },
  "no-prove": { type: "boolean" },
  keep: { type: "boolean" },
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
    throw failure("usage", (error instanceof Error ? error.message : String(error)).split(". ")[0] ?? "", { remedy: "upstream-gate --help lists the options." });
  }
  const extra = parsed.positionals[mostPositionals];
  if (extra !== undefined) throw failure("usage", `Unexpected argument: ${extra}`, { remedy: "upstream-gate --help shows the usage." });
  return parsed;
}

/** Makes Inputs of options and the configuration file; an option wins over a setting. Throws a Failure that names what is wrong. */
export function readInputs(directory: string, given: OptionValues): Inputs {
  const root = resolve(directory);
  if (!existsSync(root) || !statSync(root).isDirectory()) throw failure("usage", `${directory} is not a folder.`, { remedy: "Give the folder of the project to check." });
  const settings = readSettings(root, text({ values: given, places: {} }, "config"));
  const words: Words = { values: { ...settings.options, ...defined(given) }, places: { ...settings.places, ...Object.fromEntries(Object.keys(defined(given)).map((key) => [key, undefined])) } };
  const { values } = words;
  const startTimeout = measured(words, "start-timeout", (value) => parseDuration(value), "a duration such as 90s or 2m");
  const memory = measured(words, "memory", parseSize, "a size such as 512m or 1g");
  return {
    directory: root,
    platform: oneOf(words, "platform", ["auto", "compose", "dockerfile", "amvera", "upsun"]),
    composeFiles: list(values, "compose-file"),
    nginxConfigs: list(values, "nginx-config"),
    topology: oneOf(words, "topology", ["auto", "container", "host", "shared"]),
    prove: values["no-prove"] !== true,
    keep: values["keep"] === true,
    probes: settings.probes,
    allow: allowed(words),
    ...optional("config", text(words, "config")),
    ...optional("image", text(words, "image")),
    ...optional("envFile", variablesFile(words, root)),
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

function variablesFile(words: Words, root: string): string | undefined {
  const path = text(words, "env-file");
  const stats = path === undefined ? undefined : statSync(resolve(root, path), { throwIfNoEntry: false });
  if (path === undefined || stats?.isDirectory() === false) return path;
  throw wrong(words, "env-file", path, stats ? "this is a folder, not a file" : "there is no such file", "Give a path relative to the project.");
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
  if (stray !== undefined) throw wrong(words, "allow", stray, `expected ${accessNames.join(", ")}`, "Name the access that the refusal names.");
  return names;
}

function oneOf<const T extends string>(words: Words, key: string, known: readonly [T, ...T[]]): T {
  const value = words.values[key] ?? known[0];
  const found = known.find((each) => each === value);
  if (found === undefined) throw wrong(words, key, String(value), `expected ${known.slice(0, -1).join(", ")} or ${known.at(-1)}`, "Choose one of them.");
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
