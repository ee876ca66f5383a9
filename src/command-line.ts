import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { failure } from "./model/failure.ts";
import type { Inputs } from "./model/inputs.ts";
import { parseDuration, parseSize } from "./model/units.ts";
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
  "no-prove": { type: "boolean" },
  keep: { type: "boolean" },
  format: { type: "string" },
  report: { type: "string" },
  evidence: { type: "string" },
  sarif: { type: "string" },
  junit: { type: "string" },
} as const satisfies NonNullable<ParseArgsConfig["options"]>;

export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Where results are written besides the terminal. Paths are absolute. */
export interface Destinations {
  readonly format: "pretty" | "json" | "github";
  readonly report?: string;
  readonly evidence?: string;
  readonly sarif?: string;
  readonly junit?: string;
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
  const settings = readSettings(root, text(given, "config"));
  const values: OptionValues = { ...settings.options, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  const startTimeout = measured(values, "start-timeout", (value) => parseDuration(value), "a duration such as 90s or 2m");
  const memory = measured(values, "memory", parseSize, "a size such as 512m or 1g");
  const envFile = text(values, "env-file");
  if (envFile !== undefined && !existsSync(resolve(root, envFile))) throw failure("usage", `--env-file ${envFile}: there is no such file.`, { remedy: "Give a path relative to the project." });
  return {
    directory: root,
    platform: oneOf(values, "platform", ["auto", "compose", "dockerfile", "amvera", "upsun"]),
    composeFiles: list(values, "compose-file"),
    nginxConfigs: list(values, "nginx-config"),
    topology: oneOf(values, "topology", ["auto", "container", "host", "shared"]),
    prove: values["no-prove"] !== true,
    keep: values["keep"] === true,
    probes: settings.probes,
    ...optional("config", text(values, "config")),
    ...optional("image", text(values, "image")),
    ...optional("envFile", envFile),
    ...optional("base", text(values, "base")),
    ...optional("startTimeout", startTimeout),
    ...optional("memory", memory),
  };
}

/** Where to write results. Relative paths are from the current folder. */
export function readDestinations(values: OptionValues, usualFormat: Destinations["format"]): Destinations {
  const path = (key: string): string | undefined => {
    const value = text(values, key);
    return value === undefined ? undefined : resolve(value);
  };
  const format = values["format"] === undefined ? usualFormat : oneOf(values, "format", ["pretty", "json", "github"]);
  return { format, ...optional("report", path("report")), ...optional("evidence", path("evidence")), ...optional("sarif", path("sarif")), ...optional("junit", path("junit")) };
}

function text(values: OptionValues, key: string): string | undefined {
  const value = values[key];
  if (value === "") throw failure("usage", `--${key} needs a value.`, { remedy: "upstream-gate --help lists the options." });
  return typeof value === "string" ? value : undefined;
}

function list(values: OptionValues, key: string): readonly string[] {
  const value = values[key];
  return Array.isArray(value) ? (value as readonly string[]) : typeof value === "string" ? [value] : [];
}

function oneOf<const T extends string>(values: OptionValues, key: string, known: readonly [T, ...T[]]): T {
  const value = values[key] ?? known[0];
  const found = known.find((each) => each === value);
  if (found === undefined) throw failure("usage", `--${key} ${String(value)}: expected ${known.slice(0, -1).join(", ")} or ${known.at(-1)}.`, { remedy: "Choose one of them." });
  return found;
}

function measured<T>(values: OptionValues, key: string, parse: (value: string) => T | undefined, expected: string): T | undefined {
  const value = text(values, key);
  if (value === undefined) return undefined;
  const parsed = parse(value);
  if (parsed === undefined || (typeof parsed === "number" && parsed <= 0)) throw failure("usage", `--${key} ${value}: expected ${expected}.`, { remedy: "Correct the value." });
  return parsed;
}

function optional<K extends string, T>(key: K, value: T | undefined): { readonly [k in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [k in K]?: T };
}
