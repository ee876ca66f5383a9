import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { failure } from "../../model/failure.ts";
import type { Location, RepoPath } from "../../model/location.ts";
import type { YamlFile } from "../../text/yaml.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { baseOf, type ComposeFiles } from "./files.ts";
import { writtenFile } from "./include.ts";
import { demandedVariables, listVariables, variablesRemedy, variableUse, type MissingVariable } from "./missing.ts";
import { valueAt } from "./values.ts";

/** How `docker compose` is run; passed in so that planning can be tested without it. */
export type RunCompose = (args: readonly string[], cwd: string) => Promise<{ readonly code: number; readonly out: string; readonly err: string }>;

/** The parts of `docker compose config --format json` that are read here. */
export interface ComposeModel {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks?: Readonly<Record<string, { readonly name?: string; readonly internal?: boolean; readonly external?: boolean } | null>>;
  readonly volumes?: Readonly<
    Record<string, { readonly name?: string; readonly driver?: string; readonly external?: boolean; readonly driver_opts?: { readonly o?: string; readonly device?: string } } | null>
  >;
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
  readonly scale?: number;
  readonly deploy?: {
    readonly replicas?: number;
    readonly restart_policy?: { readonly condition?: string; readonly max_attempts?: number };
    readonly resources?: {
      readonly limits?: { readonly memory?: string; readonly cpus?: number | string; readonly pids?: number };
      readonly reservations?: { readonly devices?: readonly unknown[] };
    };
  };
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
  readonly configs?: readonly ComposeGrant[];
  readonly secrets?: readonly ComposeGrant[];
  readonly volumes_from?: readonly string[];
  readonly privileged?: boolean;
  readonly pid?: string;
  readonly ipc?: string;
  readonly uts?: string;
  readonly userns_mode?: string;
  readonly cgroup?: string;
  readonly devices?: readonly (string | { readonly source?: string; readonly target?: string; readonly permissions?: string })[];
  readonly gpus?: readonly unknown[];
}

/** A config or secret as a service has it. */
export interface ComposeGrant {
  readonly source: string;
  readonly target?: string;
  readonly mode?: string | number;
  readonly uid?: string;
  readonly gid?: string;
}

export interface ComposeVolume {
  readonly type: string;
  readonly source?: string;
  readonly target: string;
  readonly read_only?: boolean;
  readonly tmpfs?: { readonly size?: string | number; readonly mode?: number };
}

/** Which services take part: those without a profile, or every one. */
export type Profiles = "declared" | "all";

/** What fills `${…}`. */
export interface Interpolation {
  /** The file given with `--env-file`; Compose finds `.env` itself. */
  readonly path?: string;
  readonly names: {
    readonly has: (name: string) => boolean;
    readonly value: (name: string) => string | undefined;
    /** The file of the repository that they come from. */
    readonly from?: RepoPath;
  };
}

export interface ComposeResult {
  readonly model: ComposeModel;
  /** Variables that the files use and nothing sets, as Compose warned of them. */
  readonly unset: readonly string[];
}

/**
 * Lets `docker compose config` merge and resolve the files. Variables files of services are left out of it (their lines are read
 * here, and one that is not committed must not stop the plan). Throws a Failure with the file and line when Compose refuses.
 */
export async function composeModel(workspace: Workspace, files: ComposeFiles, run: RunCompose, { path: envFile, names }: Interpolation, profiles: Profiles = "declared"): Promise<ComposeResult> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "upstream-gate-"));
  try {
    const root = hasEditedBase(workspace, files) ? copiedTree(workspace, files, join(folder, basename(workspace.root))) : workspace.root;
    const override = join(folder, "override.yaml");
    const resetsOf = (among: readonly YamlFile[]): string => resets(servicesWithEnvFile(files, among));
    writeFileSync(override, resetsOf(files.parsed.filter((file) => files.main.includes(file.path))));
    const writer = { workspace, root, folder, fileAt: (path: RepoPath) => files.parsed.find((file) => file.path === path), resetsOf };
    const given = files.main.flatMap((path) => ["-f", writtenFile(writer, path, baseOf(files, path))]);
    // Compose finds the variables file in the project by itself, in a copy of it not.
    const usual = root === workspace.root || names.from === undefined ? undefined : workspace.absolute(names.from);
    const variables = envFile ?? usual;
    const env = variables === undefined ? [] : ["--env-file", variables];
    const all = profiles === "all" ? ["--profile", "*"] : [];
    const args = [...env, ...all, "--project-directory", join(root, files.folder), ...given, "-f", override, "config", "--format", "json"];
    const { code, out, err } = await run(args, workspace.absolute(files.folder));
    const result = { code, out: out.replaceAll(root, workspace.root), err: err.replaceAll(root, workspace.root) };
    if (code !== 0) throw refusal(workspace, files, result, names);
    return { model: modelOf(result.out, files), unset: unsetVariables(err) };
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

/** Whether a file that others extend has edits laid over it: no place in the files that Compose is given names it. */
function hasEditedBase(workspace: Workspace, files: ComposeFiles): boolean {
  const named = [...files.main, ...files.includes.flatMap((include) => include.paths)];
  return files.parsed.some(({ path }) => !named.includes(path) && workspace.edits.some((edit) => edit.path === path));
}

/** Writes the Compose files with their edits into a folder, as they stand towards each other; answers the folder. */
function copiedTree(workspace: Workspace, files: ComposeFiles, root: string): string {
  for (const { path } of files.parsed) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), workspace.read(path) ?? "");
  }
  return root;
}

/** What Compose prints could be given to it again, so every dollar in it is doubled. */
function unescapeDollars(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("$$", "$") : value;
}

/** An override that leaves the variables files of services out. */
function resets(services: readonly string[]): string {
  if (services.length === 0) return "services: {}\n";
  return `services:\n${services.map((service) => `  ${JSON.stringify(service)}:\n    env_file: !reset []\n`).join("")}`;
}

/** Services of some files that have variables files, wherever those are named. */
function servicesWithEnvFile(files: ComposeFiles, among: readonly YamlFile[]): string[] {
  const names = among.flatMap((file) => file.keys(["services"]));
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

function refusal(workspace: Workspace, files: ComposeFiles, { err, code }: { readonly err: string; readonly code: number }, names: Interpolation["names"]): Error {
  if (code === 137)
    return failure("config-invalid", `docker compose was not done with ${files.main.join(" + ")} in time.`, {
      remedy: `See what it waits for: docker compose ${files.main.map((path) => `-f ${path}`).join(" ")} config`,
    });
  if (code === 130) return failure("interrupted", "Interrupted while docker compose read the project.");
  const message = (
    err
      .trim()
      .split("\n")
      .findLast((line) => line.trim() !== "" && !line.includes("level=warning")) ?? ""
  ).trim();
  const demanded = /required variable \w+ is missing/.test(message) ? demandedVariables(workspace, files, names.has) : [];
  if (demanded.length > 0) return lacking(files, demanded, names.from);
  const shown = message.replaceAll(`${workspace.root}/`, "");
  const at = refusedPlace(files, message);
  const unset = unsetVariables(err).map((name) => ({ name, at: variableUse(workspace, files, name) }));
  const because = unset.length === 0 ? "" : ` Not set, and so empty: ${listVariables(unset.map(placed))}.`;
  return failure("config-invalid", `docker compose refuses ${files.main.join(" + ")}: ${shown}${because === "" ? "" : `${/[.!?]$/.test(shown) ? "" : "."}${because}`}`, {
    ...(at ? { at } : {}),
    remedy:
      unset.length > 0
        ? `${variablesRemedy(unset.map(placed), files.folder, names.from)}.`
        : `Correct it until this succeeds: docker compose ${files.main.map((path) => `-f ${path}`).join(" ")} config`,
  });
}

function placed({ name, at }: { readonly name: string; readonly at: Location | undefined }): MissingVariable {
  return { name, ...(at ? { at } : {}) };
}

/** Compose tells of one variable at a time; all that it would ask for are told at once. */
function lacking(files: ComposeFiles, demanded: readonly MissingVariable[], used: string | undefined): Error {
  const [first] = demanded;
  const all = demanded.length === 1 ? "a variable that nothing sets" : `${demanded.length} variables that nothing sets`;
  return failure("config-invalid", `${files.main.join(" + ")} demands ${all}: ${listVariables(demanded)}.`, {
    ...(first?.at ? { at: first.at } : {}),
    remedy: `${variablesRemedy(demanded, files.folder, used)}.`,
  });
}

/** The place that a message of Compose speaks of, when it names a key path or a line. */
function refusedPlace(files: ComposeFiles, message: string): Location | undefined {
  const [first] = files.parsed;
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined && first) return { path: first.path, line: Number(line) };
  const path = /services\.([\w.-]+)/.exec(message)?.[1]?.split(".");
  for (const file of files.parsed.toReversed()) {
    for (let length = path?.length ?? 0; length > 0; length--) {
      const at = file.locateKey(["services", ...(path ?? []).slice(0, length)]);
      if (at) return at;
    }
  }
  return first === undefined ? undefined : { path: first.path, line: 1 };
}
