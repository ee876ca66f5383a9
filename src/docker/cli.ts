import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { LineSplitter } from "./streams.ts";
import { failure } from "../model/failure.ts";

/** What a command line tool answered. */
export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  readonly signal?: AbortSignal;
  /** Milliseconds; after that it is killed. */
  readonly timeout?: number;
  /** Called for each line of its error output as it comes. */
  readonly onErrorLine?: (line: string) => void;
}

/** How long an interrupted tool may take to end by itself. */
const stubbornMs = 5000;

/** Largest output that is kept of each stream: its end, where tools say what went wrong. In bytes. */
const mostOutput = 16 * 1024 * 1024;

/** Runs a program without a shell. Never rejects but when the program cannot be started at all. */
export function runCommand(program: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ["pipe", "pipe", "pipe"],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const lines = options.onErrorLine && new LineSplitter(options.onErrorLine);
    collect(child.stdout, out);
    collect(child.stderr, err);
    child.stderr.on("data", (chunk: Buffer) => lines?.push(chunk));
    let force: NodeJS.Timeout | undefined;
    child.on("error", (error) => {
      if (error.name !== "AbortError") reject(error);
      // What it was doing on the engine goes on until it has ended: only then can that be cleaned up.
      else force = setTimeout(() => child.kill("SIGKILL"), stubbornMs);
    });
    child.on("close", (code) => {
      clearTimeout(force);
      lines?.end();
      if (options.signal?.aborted === true) resolve({ code: 130, out: "", err: "interrupted" });
      else resolve({ code: code ?? 137, out: Buffer.concat(out).toString("utf8"), err: Buffer.concat(err).toString("utf8") });
    });
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
  });
}

function collect(stream: NodeJS.ReadableStream, chunks: Buffer[]): void {
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    while (size > mostOutput) size -= chunks.shift()?.length ?? size;
  });
}

/** A docker client plugin as a program and the arguments that come before its own. */
export interface Tool {
  readonly program: string;
  readonly prefix: readonly string[];
}

const pluginFolders = [
  "/usr/local/lib/docker/cli-plugins",
  "/usr/local/libexec/docker/cli-plugins",
  "/usr/lib/docker/cli-plugins",
  "/usr/libexec/docker/cli-plugins",
  "/Applications/Docker.app/Contents/Resources/cli-plugins",
];

/**
 * Finds a plugin of the docker client (`buildx`, `compose`), where the client looks for it. It is run directly: an older client
 * that comes first on the path may not know it. Throws a Failure that says what to install.
 */
export function findPlugin(name: "buildx" | "compose", environment: NodeJS.ProcessEnv): Tool {
  const own = join(environment["DOCKER_CONFIG"] ?? join(homedir(), ".docker"), "cli-plugins");
  const found = [own, ...pluginFolders].map((folder) => join(folder, `docker-${name}`)).find(isExecutable);
  if (found !== undefined) return { program: found, prefix: [] };
  const standalone = onPath(`docker-${name}`, environment);
  if (standalone !== undefined) return { program: standalone, prefix: [] };
  throw failure("tool-missing", name === "buildx" ? "The docker buildx plugin is not installed." : "The docker compose plugin is not installed.", {
    remedy: `Install it: on Debian and Ubuntu the package is docker-${name}${name === "compose" ? " or docker-compose-plugin" : " or docker-buildx-plugin"}.`,
  });
}

/** The docker client itself; needed for pulls, which use its stored credentials. Throws a Failure when there is none. */
export function findClient(environment: NodeJS.ProcessEnv): Tool {
  const found = onPath("docker", environment);
  if (found === undefined) throw failure("tool-missing", "The docker client is not installed.", { remedy: "Install the Docker CLI; on Debian and Ubuntu the package is docker-cli or docker-ce-cli." });
  return { program: found, prefix: [] };
}

function onPath(program: string, environment: NodeJS.ProcessEnv): string | undefined {
  return (environment["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The environment for tools that read the project: without the runner's and our own secrets and inputs. */
export function toolEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(GITHUB_TOKEN|GH_TOKEN|ACTIONS_.*TOKEN|ACTIONS_ID_.*|INPUT_.*|STATE_.*|NODE_AUTH_TOKEN|NPM_TOKEN)$/.test(name)));
}
