import type { Location, RepoPath, Sourced } from "../model/location.ts";
import { expandVariables } from "./dotenv.ts";
import { readHeredocs } from "./heredocs.ts";
import { indexLines, locate, type LineIndex } from "./lines.ts";
import { shellWords } from "./shell.ts";

/** One instruction of a Dockerfile, continuation lines joined. */
export interface Instruction {
  /** In capitals: "FROM", "RUN". */
  readonly keyword: string;
  /** The text after the keyword and flags, comments inside continuations removed, lines joined by a space. */
  readonly text: string;
  /** `--from=build` as ["from", "build"]. */
  readonly flags: Readonly<Record<string, string>>;
  /** The words when the instruction is in JSON form; undefined in shell form. */
  readonly json?: readonly string[];
  /** Bodies of heredocs, in order. */
  readonly heredocs: readonly string[];
  readonly at: Location;
}

export interface Stage {
  readonly name?: string;
  /** The image or earlier stage it starts from, build arguments with a default replaced. */
  readonly base: string;
  readonly at: Location;
  readonly instructions: readonly Instruction[];
}

export interface Dockerfile {
  readonly path: RepoPath;
  readonly stages: readonly Stage[];
  readonly errors: readonly { readonly message: string; readonly at: Location }[];
}

const keywords = new Set("ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(" "));

/** Parses a Dockerfile. Never throws: what is not an instruction is in `errors`. `args` replaces the defaults of ARGs before FROM. */
export function parseDockerfile(path: RepoPath, text: string, args: Readonly<Record<string, string>> = {}): Dockerfile {
  const lines = indexLines(text);
  const errors: { message: string; at: Location }[] = [];
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  const globals: Record<string, string> = {};
  for (const instruction of readInstructions(path, text, lines)) {
    if (!keywords.has(instruction.keyword)) errors.push({ message: `unknown instruction ${instruction.keyword}`, at: instruction.at });
    else if (instruction.keyword === "FROM") stages.push(startStage(instruction, globals));
    else if (stages.length > 0) stages.at(-1)?.instructions.push(instruction);
    else if (instruction.keyword === "ARG") Object.assign(globals, argDefault(instruction, args, globals));
    else errors.push({ message: `${instruction.keyword} stands before the first FROM`, at: instruction.at });
  }
  if (stages.length === 0) errors.push({ message: "there is no FROM", at: locate(path, lines, 1) });
  return { path, stages, errors };
}

function startStage(from: Instruction, globals: Readonly<Record<string, string>>): Stage & { instructions: Instruction[] } {
  const words = from.text.split(/\s+/);
  const base = expandVariables(words[0] ?? "", (name) => globals[name]);
  const named = words[1]?.toLowerCase() === "as" && words[2] !== undefined ? { name: words[2].toLowerCase() } : {};
  return { ...named, base, at: from.at, instructions: [] };
}

function argDefault(instruction: Instruction, args: Readonly<Record<string, string>>, globals: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { text } of shellWords(instruction.text)) {
    const [name = "", ...value] = text.split("=");
    const given = args[name] ?? (value.length > 0 ? expandVariables(value.join("="), (other) => globals[other]) : undefined);
    if (given !== undefined) found[name] = given;
  }
  return found;
}

function readInstructions(path: RepoPath, text: string, lines: LineIndex): Instruction[] {
  const raw = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const escape = escapeCharacter(raw);
  const instructions: Instruction[] = [];
  for (let index = 0; index < raw.length;) {
    if (/^\s*(#|$)/.test(raw[index] ?? "")) {
      index++;
      continue;
    }
    const joined = joinContinuations(raw, index, escape);
    const heredocs = readHeredocs(raw, joined.next, joined.text);
    instructions.push(toInstruction(joined.text, heredocs.bodies, locate(path, lines, index + 1, heredocs.next > index + 1 ? { endLine: heredocs.next } : {})));
    index = heredocs.next;
  }
  return instructions;
}

function escapeCharacter(raw: readonly string[]): string {
  for (const line of raw) {
    const directive = /^\s*#\s*([A-Za-z]+)\s*=\s*(\S+)\s*$/.exec(line);
    if (!directive) break;
    if (directive[1]?.toLowerCase() === "escape") return directive[2] ?? "\\";
  }
  return "\\";
}

function joinContinuations(raw: readonly string[], start: number, escape: string): { text: string; next: number } {
  const parts: string[] = [];
  let next = start;
  for (; next < raw.length; next++) {
    const line = raw[next] ?? "";
    if (next > start && /^\s*(#|$)/.test(line)) continue;
    const trimmed = line.trimEnd();
    if (!trimmed.endsWith(escape)) {
      parts.push(trimmed);
      next++;
      break;
    }
    parts.push(trimmed.slice(0, -1));
  }
  return { text: parts.join(" ").trim(), next };
}

function toInstruction(text: string, heredocs: readonly string[], at: Location): Instruction {
  const match = /^(\S+)\s*([\s\S]*)$/.exec(text);
  const keyword = (match?.[1] ?? "").toUpperCase();
  let rest = match?.[2] ?? "";
  const flags: Record<string, string> = {};
  for (let flag = /^--([a-z-]+)(?:=(\S*))?\s*/.exec(rest); flag && keyword !== "CMD" && keyword !== "ENTRYPOINT"; flag = /^--([a-z-]+)(?:=(\S*))?\s*/.exec(rest)) {
    flags[flag[1] ?? ""] = flag[2] ?? "";
    rest = rest.slice(flag[0].length);
  }
  const json = jsonForm(rest);
  return { keyword, text: rest.trim(), flags, heredocs, at, ...(json === undefined ? {} : { json }) };
}

function jsonForm(text: string): readonly string[] | undefined {
  if (!text.trimStart().startsWith("[")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The stage that a build makes: the one named or numbered by `target`, else the last. */
export function targetStage(file: Dockerfile, target?: string): Stage | undefined {
  if (target === undefined || target === "") return file.stages.at(-1);
  return file.stages.find((stage) => stage.name === target.toLowerCase()) ?? (/^\d+$/.test(target) ? file.stages[Number(target)] : undefined);
}

/** The stage and the stages it starts from, first ancestor first; `base` is the image that the ancestor starts from. */
export function stageLine(file: Dockerfile, stage: Stage): { readonly stages: readonly Stage[]; readonly base: string } {
  const line = [stage];
  for (;;) {
    const first = line[0] ?? stage;
    const before = file.stages.slice(0, file.stages.indexOf(first));
    const parent = before.findLast((other) => other.name === first.base.toLowerCase());
    if (!parent) return { stages: line, base: first.base };
    line.unshift(parent);
  }
}

/** What a stage sets for the container, with the lines that set it. Later instructions win. */
export interface ImageSettings {
  readonly base: string;
  readonly baseAt: Location;
  readonly workingDir: string;
  readonly variables: Readonly<Record<string, Sourced<string>>>;
  readonly exposed: readonly Sourced<number>[];
  readonly user?: Sourced<string>;
  readonly entrypoint?: Instruction;
  readonly command?: Instruction;
  readonly healthcheck?: Instruction;
  readonly volumes: readonly string[];
}

/** Reads what a stage and its ancestors in this file set. What the base image sets is not known here. */
export function imageSettings(file: Dockerfile, stage: Stage, args: Readonly<Record<string, string>> = {}): ImageSettings {
  const { stages, base } = stageLine(file, stage);
  const settings: { -readonly [K in keyof ImageSettings]: ImageSettings[K] } & { variables: Record<string, Sourced<string>>; exposed: Sourced<number>[]; volumes: string[] } = {
    base,
    baseAt: (stages[0] ?? stage).at,
    workingDir: "/",
    variables: {},
    exposed: [],
    volumes: [],
  };
  const known: Record<string, string> = {};
  for (const instruction of stages.flatMap((each) => each.instructions)) applyInstruction(settings, instruction, known, args);
  return settings;
}

function applyInstruction(
  settings: {
    workingDir: string;
    variables: Record<string, Sourced<string>>;
    exposed: Sourced<number>[];
    volumes: string[];
    user?: Sourced<string>;
    entrypoint?: Instruction;
    command?: Instruction;
    healthcheck?: Instruction;
  },
  instruction: Instruction,
  known: Record<string, string>,
  args: Readonly<Record<string, string>>,
): void {
  const expand = (text: string): string => expandVariables(text, (name) => settings.variables[name]?.value ?? known[name]);
  switch (instruction.keyword) {
    case "WORKDIR":
      settings.workingDir = resolvePath(settings.workingDir, expand(unquoted(instruction.text)));
      break;
    case "ARG":
      Object.assign(known, argDefault(instruction, args, known));
      break;
    case "ENV":
      for (const [name, value] of environmentPairs(instruction.text)) settings.variables[name] = { value: expand(value), at: instruction.at };
      break;
    case "EXPOSE":
      for (const word of expand(instruction.text).split(/\s+/)) {
        settings.exposed.push(...portsOf(word).map((value) => ({ value, at: instruction.at })));
      }
      break;
    case "USER":
      settings.user = { value: expand(instruction.text), at: instruction.at };
      break;
    case "VOLUME":
      settings.volumes.push(...(instruction.json ?? instruction.text.split(/\s+/)));
      break;
    case "ENTRYPOINT":
      settings.entrypoint = instruction;
      delete settings.command;
      break;
    case "CMD":
      settings.command = instruction;
      break;
    case "HEALTHCHECK":
      settings.healthcheck = instruction;
      break;
  }
}

/** Of a longer range only the first ports are kept. */
const mostPorts = 100;

/** `8000`, `8000/tcp`, `8000-8002`. */
function portsOf(word: string): number[] {
  const [first = 0, last = first] = (word.split("/")[0] ?? "").split("-").map((text) => Number.parseInt(text, 10));
  const count = Math.min(last - first + 1, mostPorts);
  return first > 0 && count > 0 ? Array.from({ length: count }, (_, index) => first + index) : [];
}

function unquoted(text: string): string {
  return shellWords(text)
    .map((word) => word.text)
    .join(" ");
}

/** The pairs of an ENV or LABEL instruction in either form (`NAME=value …` or `NAME value`). */
export function environmentPairs(text: string): [string, string][] {
  const legacy = /^(\S+)\s+([\s\S]*)$/.exec(text);
  if (legacy && !(legacy[1] ?? "").includes("=")) return [[legacy[1] ?? "", legacy[2] ?? ""]];
  return shellWords(text)
    .map((word): [string, string] => [word.text.split("=")[0] ?? "", word.text.split("=").slice(1).join("=")])
    .filter(([name]) => name !== "");
}

/** `path` seen from the absolute folder `base`, folded; without trailing slash but for the root. */
export function resolvePath(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}
