import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

// What GitHub's runner does with an action of JavaScript, as far as the action can see it.

const root = join(import.meta.dirname, "..", "..");

/** Milliseconds between the runner's signals to a cancelled step. */
const untilTerm = 7500;
const untilKill = 2500;

export interface Event {
  readonly name: string;
  readonly payload: object;
}

/** What the expressions of a workflow can name. */
export interface Expressions {
  readonly token: string;
  readonly sha: string;
  readonly matrix?: Readonly<Record<string, string | number>>;
}

export interface Job extends Expressions {
  readonly event: Event;
  readonly node: string;
  readonly apiUrl: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A command that the runner took from the output. */
export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

export interface StepResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly commands: readonly Command[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Milliseconds. */
  readonly took: number;
}

/** The Nodes of the majors that runners use, of those that are here: `NODE20`, `NODE24`, else by name, else the one that runs this. */
export function nodes(): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const candidates = [process.env["NODE20"], process.env["NODE24"], "node20", "node24", "node", process.execPath].filter((each) => each !== undefined && each !== "");
  for (const program of candidates as string[]) {
    const major = Number(/^v(\d+)\./.exec(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout ?? "")?.[1]);
    if ((major === 20 || major === 24) && !found.has(major)) found.set(major, program);
  }
  return found;
}

/** The value of `${{ … }}` in a workflow's text; throws for an expression that it does not know. */
export function evaluate(text: string, { token, sha, matrix }: Expressions): string {
  const known: Readonly<Record<string, string>> = {
    "github.token": token,
    "github.sha": sha,
    "tojson(matrix)": JSON.stringify(matrix ?? null),
    ...Object.fromEntries(Object.entries(matrix ?? {}).map(([name, value]) => [`matrix.${name.toLowerCase()}`, String(value)])),
  };
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (whole, expression: string) => {
    const value = known[expression.toLowerCase()];
    if (value === undefined) throw new Error(`unknown expression ${whole}`);
    return value;
  });
}

export function readAction(): { readonly inputs: Readonly<Record<string, { readonly default?: string }>>; readonly runs: Readonly<Record<string, string>> } {
  return parse(readFileSync(join(root, "action.yml"), "utf8")) as ReturnType<typeof readAction>;
}

/** A machine with the action as it is released, nothing else of the repository, and a checkout to work in. */
export class Runner {
  readonly folder = mkdtempSync(join(tmpdir(), "upstream-gate-runner-"));
  readonly workspace = join(this.folder, "work");
  readonly #action = join(this.folder, "_actions", "upstream-gate");
  #files = 0;

  constructor(files: (workspace: string) => void) {
    mkdirSync(this.#action, { recursive: true });
    mkdirSync(this.workspace);
    for (const name of ["action.yml", "package.json", "dist"]) cpSync(join(root, name), join(this.#action, name), { recursive: true });
    files(this.workspace);
    const git = (...args: string[]): string =>
      execFileSync("git", ["-C", this.workspace, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { encoding: "utf8", env: { PATH: process.env["PATH"] ?? "", HOME: this.folder } });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-q", "-m", "one");
  }

  /** Starts the main part of a step with these inputs. */
  main(inputs: Readonly<Record<string, string>>, job: Job, onLine?: (line: string, step: RunningStep) => void): RunningStep {
    return this.#start("main", inputs, job, {}, onLine);
  }

  /** Runs the post part with the state that the main part left. */
  post(inputs: Readonly<Record<string, string>>, job: Job, state: StepResult["state"]): Promise<StepResult> {
    return this.#start("post", inputs, job, state).ended;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #start(part: "main" | "post", inputs: Readonly<Record<string, string>>, job: Job, state: StepResult["state"], onLine?: (line: string, step: RunningStep) => void): RunningStep {
    const file = (name: string): string => {
      const path = join(this.folder, `${name}-${++this.#files}`);
      writeFileSync(path, "");
      return path;
    };
    const files: StepFiles = { output: file("output"), state: file("state"), summary: file("summary") };
    const event = file("event");
    writeFileSync(event, JSON.stringify(job.event.payload));
    const env = { ...machine(), ...job.env, ...inputVariables(inputs, job), ...stateVariables(state), ...this.#variables(job, files, event) };
    return new RunningStep(job.node, join(this.#action, readAction().runs[part] ?? ""), this.workspace, env, files, onLine);
  }

  #variables({ event, sha, apiUrl }: Job, files: StepFiles, eventPath: string): Record<string, string> {
    return {
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: apiUrl,
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_WORKFLOW: "CI",
      GITHUB_JOB: "gate",
      GITHUB_RUN_ID: "1",
      GITHUB_RUN_NUMBER: "1",
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_SHA: sha,
      GITHUB_REF: "refs/pull/7/merge",
      GITHUB_EVENT_NAME: event.name,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_WORKSPACE: this.workspace,
      GITHUB_OUTPUT: files.output,
      GITHUB_STATE: files.state,
      GITHUB_STEP_SUMMARY: files.summary,
      RUNNER_TEMP: this.folder,
      RUNNER_OS: "Linux",
    };
  }
}

interface StepFiles {
  readonly output: string;
  readonly state: string;
  readonly summary: string;
}

/** A step while it runs. */
export class RunningStep {
  readonly ended: Promise<StepResult>;
  readonly #child;

  constructor(node: string, script: string, cwd: string, env: NodeJS.ProcessEnv, files: StepFiles, onLine: ((line: string, step: RunningStep) => void) | undefined) {
    const started = performance.now();
    this.#child = spawn(node, [script], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let rest = "";
    const take = (chunk: Buffer): void => {
      out += chunk.toString("utf8");
      const lines = (rest + chunk.toString("utf8")).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine?.(line, this);
    };
    this.#child.stdout.on("data", take);
    this.#child.stderr.on("data", take);
    this.ended = new Promise((resolve, reject) => {
      this.#child.on("error", reject);
      this.#child.on("close", (code, signal) => {
        const [outputs, state] = [readPairs(files.output), readPairs(files.state)];
        resolve({ code, signal, out, commands: commandsOf(out), outputs, state, summary: readFileSync(files.summary, "utf8"), took: performance.now() - started });
      });
    });
  }

  /** As when a job is cancelled: an interrupt, then a request to end, then the end. */
  cancel(): void {
    this.#child.kill("SIGINT");
    const timers = [setTimeout(() => this.#child.kill("SIGTERM"), untilTerm), setTimeout(() => this.#child.kill("SIGKILL"), untilTerm + untilKill)];
    void this.ended.then(() => timers.forEach(clearTimeout));
  }

  send(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

/** What a machine has of variables, without those of the test. */
function machine(): NodeJS.ProcessEnv {
  return Object.fromEntries(["PATH", "HOME", "DOCKER_HOST", "DOCKER_CONFIG"].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

function inputVariables(given: Readonly<Record<string, string>>, expressions: Expressions): Record<string, string> {
  const usual = Object.entries(readAction().inputs).map(([name, input]) => [name, String(input.default ?? "")] as const);
  return Object.fromEntries([...usual, ...Object.entries(given)].map(([name, value]) => [`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`, evaluate(value, expressions)]));
}

function stateVariables(state: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
}

/** The pairs of a file command: `name=value`, or `name<<MARK`, lines, `MARK`. */
function readPairs(path: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  for (let index = 0; index < lines.length; index++) {
    const [, name = "", mark = ""] = /^([^=<]+)<<(.+)$/.exec(lines[index] ?? "") ?? [];
    const plain = /^([^=<]+)=(.*)$/.exec(lines[index] ?? "");
    if (name !== "") {
      const end = lines.indexOf(mark, index + 1);
      pairs[name] = lines.slice(index + 1, end).join("\n");
      index = end;
    } else if (plain) pairs[plain[1] ?? ""] = plain[2] ?? "";
  }
  return pairs;
}

/** The commands that a runner takes from an output, in both of its syntaxes, while they are not stopped. */
export function commandsOf(out: string): Command[] {
  const commands: Command[] = [];
  let token: string | undefined;
  for (const line of out.split(/\r?\n/)) {
    const [, name = "", properties = "", message = ""] = /^\s*::([\w-]+)(?: ([^:]*))?::(.*)$/.exec(line) ?? /##\[([\w-]+)(?: ([^\]]*))?\](.*)$/.exec(line) ?? [];
    if (name === "") continue;
    if (token !== undefined) token = name === token ? undefined : token;
    else if (name === "stop-commands") token = message;
    else if (name !== "add-mask") commands.push({ name, properties: propertiesOf(properties), message: unescape(message) });
  }
  return commands;
}

function propertiesOf(text: string): Record<string, string> {
  return Object.fromEntries(text.split(",").flatMap((pair) => (pair.includes("=") ? [[pair.slice(0, pair.indexOf("=")), unescape(pair.slice(pair.indexOf("=") + 1))]] : [])));
}

function unescape(text: string): string {
  return text.replace(/%(0D|0A|3A|2C|25)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
