import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readInputs, type OptionValues } from "./command-line.ts";
import { failure, FailureError } from "./model/failure.ts";
import type { App, Inputs } from "./model/inputs.ts";
import { hostName, serviceNamed, type Plan } from "./model/plan.ts";
import { findApps } from "./plan/apps.ts";
import { composeCandidates } from "./plan/compose/find.ts";
import { findDockerfiles, findNginxConfigs } from "./plan/dockerfile/find.ts";
import { readSettings, usualSettingsPath } from "./settings/read.ts";
import { schemaComment } from "./settings/schema.ts";
import { matrixWorkflow, singleWorkflow } from "./workflows.ts";
import { Workspace } from "./workspace/workspace.ts";

const workflowPath = ".github/workflows/upstream-gate.yml";

/** What is to be written for a repository, and what is said of it. */
interface Proposal {
  /** What kind of repository it is, in a sentence. */
  readonly found: string;
  readonly workflow: string;
  /** The configuration, where one is needed. */
  readonly settings?: string;
  /** What is left to do. */
  readonly advice?: string;
}

/**
 * Writes a workflow fitted to the repository, and a configuration where it needs one; answers what was done, for the reader. Never overwrites: throws a
 * Failure when the workflow is there, and for a repository of no kind that is known.
 */
export async function initialise(directory: string, values: OptionValues, planOf: (inputs: Inputs) => Promise<Plan>): Promise<string> {
  const root = resolve(directory);
  if (existsSync(join(root, workflowPath))) throw failure("usage", `${workflowPath} is there already; nothing was written.`, { remedy: "Delete it first, or edit it by hand." });
  const workspace = new Workspace(root);
  const named = readSettings(root, undefined).apps;
  const apps = named.length > 0 ? named : findApps(workspace);
  const proposal = apps.length > 1 ? severalApps(apps) : await oneProject(workspace, planOf, () => readInputs(directory, named[0] ? { ...values, app: named[0].name } : values));
  const lines = [`Found ${proposal.found}.`, written(root, workflowPath, proposal.workflow)];
  if (proposal.settings !== undefined)
    lines.push(existsSync(join(root, usualSettingsPath)) ? `${usualSettingsPath} is there already and was left as it is.` : written(root, usualSettingsPath, proposal.settings));
  return `${[...lines, ...(proposal.advice === undefined ? [] : [proposal.advice])].join("\n")}\n`;
}

function written(root: string, path: string, text: string): string {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text, { flag: "wx" });
  return `Wrote ${path}.`;
}

function severalApps(apps: readonly App[]): Proposal {
  const entries = apps.map(({ name, directory }) => `  ${JSON.stringify(name).replace(/^"([A-Za-z][\w-]*)"$/, "$1")}:\n    directory: ${JSON.stringify(directory).replace(/^"([\w./-]+)"$/, "$1")}\n`);
  return {
    found: `${apps.length} apps: ${apps.map(({ name, directory }) => `${name} (${directory})`).join(", ")}`,
    workflow: matrixWorkflow(),
    settings: `${schemaComment}\napps:\n${entries.join("")}`,
    advice: "Each pull request checks the apps that it changes, each in a job of its own, and merges their reports.",
  };
}

/** A repository of one project; one whose plan lacks something is recognised by its files, and what is lacking is said. */
async function oneProject(workspace: Workspace, planOf: (inputs: Inputs) => Promise<Plan>, read: () => Inputs): Promise<Proposal> {
  try {
    const inputs = read();
    const plan = await planOf(inputs);
    const doubt = doubtOf(workspace, inputs, plan);
    return {
      found: kindOf(plan),
      workflow: singleWorkflow(),
      ...(doubt === undefined ? {} : { settings: doubt, advice: `Look at ${usualSettingsPath}: there was more than one to choose from.` }),
      ...adviceOn(plan, doubt),
    };
  } catch (error) {
    const kind = error instanceof FailureError && (error.failure.kind === "project-not-found" || error.failure.kind === "usage") ? unplannedKind(workspace) : undefined;
    if (kind === undefined || !(error instanceof FailureError)) throw error;
    return {
      found: kind.found,
      workflow: singleWorkflow(),
      ...(kind.settings === undefined ? {} : { settings: kind.settings }),
      advice: `It cannot be checked as it is: ${error.failure.message} ${error.failure.remedy ?? ""}`.trim(),
    };
  }
}

function adviceOn({ services, probes, proxy }: Plan, doubt: string | undefined): { readonly advice?: string } {
  if (doubt !== undefined) return {};
  return { advice: `On every pull request ${count(services.length, "service is", "services are")} booted and ${count(probes.length, "request")} sent through ${proxy.service}.` };
}

/** "1 request", "3 requests". */
function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`;
}

function kindOf(plan: Plan): string {
  const { platform, proxy, topology } = plan;
  if (platform === "amvera" || platform === "upsun") return `a project for ${platform === "amvera" ? "Amvera" : "Upsun"}`;
  const kind = platform === "compose" ? "a Compose project" : "a Dockerfile";
  if (proxy.kind === "inside") return `${kind} with nginx inside the image of ${proxy.service}`;
  if (serviceNamed(plan, proxy.service)?.networkOf?.value === hostName || topology.value === "host") return `${kind} and an nginx on the host (${configOf(plan)})`;
  return proxy.kind === "stub" ? `${kind} and an nginx configuration (${configOf(plan)})` : `${kind} with nginx in ${proxy.service}`;
}

function configOf({ proxy }: Plan): string {
  return proxy.files.find(({ repo }) => repo !== "")?.repo ?? proxy.main;
}

/** The configuration that settles what was only guessed: which of several Compose files or nginx configurations is meant. */
function doubtOf(workspace: Workspace, inputs: Inputs, plan: Plan): string | undefined {
  const isOne = composeCandidates(inputs, workspace).length === 1;
  const chosen = isOne ? [] : plan.notes.flatMap(({ text }) => /^(.+) is taken for the deployment:/.exec(text)?.[1]?.split(" + ") ?? []);
  const compose = chosen.length === 0 ? "" : `# The one with the proxy.\ncompose-file: ${listOf(chosen)}\n`;
  const configs = findNginxConfigs(workspace).map(({ path }) => path);
  const used = new Set<string>(plan.proxy.files.map(({ repo }) => repo));
  const others = configs.filter((path) => !used.has(path));
  const taken = configs.filter((path) => used.has(path)).slice(0, 1);
  const isGuessed = plan.proxy.kind === "stub" && others.length > 0 && taken.length > 0;
  const nginx = isGuessed ? `# Found as well, and not used: ${others.slice(0, 10).join(", ")}.\nnginx-config: ${listOf(taken)}\n` : "";
  return compose + nginx === "" ? undefined : `${schemaComment}\n${compose}${nginx}`;
}

function listOf(paths: readonly string[]): string {
  const quoted = paths.map((path) => JSON.stringify(path).replace(/^"([\w./-]+)"$/, "$1"));
  return quoted.length === 1 ? (quoted[0] ?? "") : `[${quoted.join(", ")}]`;
}

/** What a project that cannot be planned is by its files; undefined when they tell nothing. */
function unplannedKind(workspace: Workspace): { readonly found: string; readonly settings?: string } | undefined {
  const has = (...paths: readonly string[]): boolean => paths.some((path) => workspace.toRepo(path) !== undefined && existsSync(join(workspace.root, path)));
  if (has("amvera.yml", "amvera.yaml", "amverum.yml", "amverum.yaml")) return { found: "a project for Amvera" };
  if (has(".upsun/config.yaml", ".platform.app.yaml")) return { found: "a project for Upsun" };
  const [dockerfile] = findDockerfiles(workspace);
  if (dockerfile === undefined || findNginxConfigs(workspace).length > 0) return undefined;
  return {
    found: `a Dockerfile (${dockerfile}) and no nginx configuration`,
    settings: `${schemaComment}\n# The configuration of the nginx in front of the app, once it is in the repository:\n# nginx-config: deploy/nginx.conf\n`,
  };
}
