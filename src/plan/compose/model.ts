import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failure } from "../../model/failure.ts";
import type { Location, RepoPath } from "../../model/location.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { valueAt, type ComposeFiles } from "./files.ts";

/** How `docker compose` is run; passed in so that planning can be tested without it. */
export type RunCompose = (args: readonly string[], cwd: string) => Promise<{ readonly code: number; readonly out: string; readonly err: string }>;

/** The parts of `docker compose config --format json` that are read here. */
export interface ComposeModel {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean; readonly external?: boolean } | null>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly configs?: Readonly<Record<string, ComposeText>>;
  readonly secrets?: Readonly<Record<string, ComposeText>>;
}

export interface ComposeText {
  readonly file?: string;
  readonly content?: string;
  readonly environment?: string;
  readonly external?: boolean;
}

export interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly context?: string; readonly dockerfile?: string; readonly dockerfile_inline?: string; readonly target?: string; readonly args?: Readonly<Record<string, string | null>> };
  readonly entrypoint?: readonly string[] | null;
  readonly command?: readonly string[] | null;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly working_dir?: string;
  readonly user?: string;
  readonly networks?: Readonly<Record<string, { readonly aliases?: readonly string[] } | null>>;
  readonly network_mode?: string;
  readonly links?: readonly string[];
  readonly volumes?: readonly ComposeVolume[];
  readonly tmpfs?: readonly string[] | string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required?: boolean }>>;
  readonly healthcheck?: {
    readonly test?: readonly string[];
    readonly interval?: string;
    readonly timeout?: string;
    readonly retries?: number;
    readonly start_period?: string;
    readonly start_interval?: string;
    readonly disable?: boolean;
  };
  readonly deploy?: { readonly replicas?: number; readonly resources?: { readonly limits?: { readonly memory?: string; readonly cpus?: number | string; readonly pids?: number } } };
  readonly mem_limit?: string;
  readonly cpus?: number | string;
  readonly pids_limit?: number;
  readonly ports?: readonly { readonly target: number; readonly published?: string; readonly host_ip?: string; readonly protocol?: string }[];
  readonly container_name?: string;
  readonly hostname?: string;
  readonly domainname?: string;
  readonly restart?: string;
  readonly init?: boolean;
  readonly read_only?: boolean;
  readonly tty?: boolean;
  readonly stdin_open?: boolean;
  readonly platform?: string;
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly ulimits?: Readonly<Record<string, number | { readonly soft: number; readonly hard: number }>>;
  readonly extra_hosts?: readonly string[];
  readonly dns?: readonly string[];
  readonly dns_search?: readonly string[];
  readonly group_add?: readonly (string | number)[];
  readonly shm_size?: string;
  readonly stop_signal?: string;
  readonly configs?: readonly { readonly source: string; readonly target?: string; readonly mode?: string | number }[];
  readonly secrets?: readonly { readonly source: string; readonly target?: string; readonly mode?: string | number }[];
  readonly privileged?: boolean;
  readonly pid?: string;
  readonly ipc?: string;
  readonly devices?: readonly unknown[];
}

export interface ComposeVolume {
  readonly type: string;
  readonly source?: string;
  readonly target: string;
  readonly read_only?: boolean;
}

/** Which services take part: those without a profile, or every one. */
export type Profiles = "declared" | "all";

export interface ComposeResult {
  readonly model: ComposeModel;
  /** Variables that the files use and nothing sets, as Compose warned of them. */
  readonly unset: readonly string[];
}

/**
 * Lets `docker compose config` merge and resolve the files. Variables files of services are left out of it (their lines are read
 * here, and one that is not committed must not stop the plan). Throws a Failure with the file and line when Compose refuses.
 */
export async function composeModel(workspace: Workspace, files: ComposeFiles, run: RunCompose, envFile: string | undefined, profiles: Profiles = "declared"): Promise<ComposeResult> {
  const folder = mkdtempSync(join(tmpdir(), "upstream-gate-"));
  try {
    const override = join(folder, "override.yaml");
    const resets = servicesWithEnvFile(files).map((name) => `  ${JSON.stringify(name)}:\n    env_file: !reset []\n`);
    writeFileSync(override, resets.length > 0 ? `services:\n${resets.join("")}` : "services: {}\n");
    const given = files.main.flatMap((path, index) => ["-f", changedFile(workspace, path, join(folder, `${index}.yaml`)) ?? workspace.absolute(path)]);
    const env = envFile === undefined ? [] : ["--env-file", envFile];
    const all = profiles === "all" ? ["--profile", "*"] : [];
    const args = [...env, ...all, "--project-directory", workspace.absolute(files.folder), ...given, "-f", override, "config", "--format", "json"];
    const result = await run(args, workspace.absolute(files.folder));
    if (result.code !== 0) throw refusal(workspace, files, result.err, result.code);
    return { model: modelOf(result.out, files), unset: unsetVariables(result.err) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Output that was cut, as of a file that repeats itself without end, is no model. */
function modelOf(out: string, files: ComposeFiles): ComposeModel {
  try {
    return JSON.parse(out, unescapeDollars) as ComposeModel;
  } catch {
    throw failure("config-invalid", `${files.main.join(" + ")} is too large: docker compose prints ${Math.round(out.length / 1024 / 1024)} MiB of it and more.`, { remedy: "Make it smaller." });
  }
}

/** A file with a trial's edits laid over it, written out; undefined when there are none. */
function changedFile(workspace: Workspace, path: RepoPath, copy: string): string | undefined {
  if (!workspace.edits.some((edit) => edit.path === path)) return undefined;
  writeFileSync(copy, workspace.read(path) ?? "");
  return copy;
}

/** What Compose prints could be given to it again, so every dollar in it is doubled. */
function unescapeDollars(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("$$", "$") : value;
}

function servicesWithEnvFile(files: ComposeFiles): string[] {
  const inMain = files.parsed.filter((file) => files.main.includes(file.path));
  const names = inMain.flatMap((file) => file.keys(["services"]));
  return [...new Set(names)].filter((name) => files.parsed.some((file) => hasEnvFile(file.data, name, 0)));
}

function hasEnvFile(data: unknown, service: string, depth: number): boolean {
  if (valueAt(data, ["services", service, "env_file"]) !== undefined) return true;
  const extended = valueAt(data, ["services", service, "extends"]);
  const parent = typeof extended === "string" ? extended : valueAt(extended, ["service"]);
  return typeof parent === "string" && depth < 5 && (valueAt(extended, ["file"]) !== undefined || hasEnvFile(data, parent, depth + 1));
}

function unsetVariables(warnings: string): string[] {
  return [...new Set([...warnings.matchAll(/The \\?"([^"\\]+)\\?" variable is not set/g)].map((match) => match[1] ?? ""))];
}

function refusal(workspace: Workspace, files: ComposeFiles, words: string, code: number): Error {
  if (code === 137)
    return failure("config-invalid", `docker compose was not done with ${files.main.join(" + ")} in time.`, {
      remedy: `See what it waits for: docker compose ${files.main.map((path) => `-f ${path}`).join(" ")} config`,
    });
  if (code === 130) return failure("interrupted", "Interrupted while docker compose read the project.");
  const message = (
    words
      .trim()
      .split("\n")
      .findLast((line) => line.trim() !== "" && !line.includes("level=warning")) ?? ""
  ).trim();
  const shown = message.replaceAll(`${workspace.root}/`, "");
  const at = refusedPlace(files, message);
  return failure("config-invalid", `docker compose refuses ${files.main.join(" + ")}: ${shown}`, {
    ...(at ? { at } : {}),
    remedy: `Correct it until this succeeds: docker compose ${files.main.map((path) => `-f ${path}`).join(" ")} config`,
  });
}

/** The place that a message of Compose speaks of, when it names a key path or a line. */
function refusedPlace(files: ComposeFiles, message: string): Location | undefined {
  const [first] = files.parsed;
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined && first) return { path: first.path, line: Number(line) };
  const path = /services\.([\w.-]+)/.exec(message)?.[1]?.split(".");
  const missing = /required variable (\w+)/.exec(message)?.[1];
  for (const file of files.parsed.toReversed()) {
    for (let length = path?.length ?? 0; length > 0; length--) {
      const at = file.locateKey(["services", ...(path ?? []).slice(0, length)]);
      if (at && missing === undefined) return at;
    }
  }
  return first === undefined ? undefined : { path: first.path, line: 1 };
}

/** Where a Compose file uses a variable, by its first line. */
export function variableUse(workspace: Workspace, files: ComposeFiles, name: string): Location | undefined {
  for (const path of files.main) {
    const text: string = workspace.read(path as RepoPath) ?? "";
    const index = text.split("\n").findIndex((line) => new RegExp(`\\$\\{?${name.replace(/\W/g, "")}\\b`).test(line));
    if (index !== -1) return workspace.locate(path, index + 1);
  }
  return undefined;
}
