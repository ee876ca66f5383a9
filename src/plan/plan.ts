import { failure } from "../model/failure.ts";
import type { Inputs } from "../model/inputs.ts";
import type { RepoPath } from "../model/location.ts";
import type { Plan } from "../model/plan.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { composeNames } from "./compose/files.ts";
import type { RunCompose } from "./compose/model.ts";
import { NoProxyError, planCompose } from "./compose/plan.ts";
import { withoutOutside } from "./outside.ts";
import { withUserProbes } from "./user-probes.ts";
import { planDockerfile } from "./dockerfile/plan.ts";

/** What planning needs from outside the repository. */
export interface PlanContext {
  readonly workspace: Workspace;
  readonly runCompose: RunCompose;
  readonly environment: NodeJS.ProcessEnv;
}

/** Plans the project: finds its kind, reads its files, resolves what would be built, booted and asked. Touches no engine. */
export async function makePlan(inputs: Inputs, context: PlanContext): Promise<Plan> {
  return withUserProbes(withoutOutside(await planProject(inputs, context)), inputs.probes);
}

async function planProject(inputs: Inputs, context: PlanContext): Promise<Plan> {
  const { workspace } = context;
  if (inputs.platform === "amvera" || inputs.platform === "upsun") {
    throw failure("usage", `The platform ${inputs.platform} is not supported yet.`, { remedy: "Use --platform compose or dockerfile." });
  }
  const candidates = composeCandidates(inputs, workspace);
  if (inputs.platform === "compose" && candidates.length === 0) {
    throw failure("project-not-found", `There is no Compose file in ${workspace.root}.`, { remedy: `Add ${composeNames[0]}, or name it with --compose-file.` });
  }
  const reasons: string[] = [];
  for (const files of inputs.platform === "dockerfile" ? [] : candidates) {
    try {
      return await planCompose(inputs, workspace, files, context.runCompose, context.environment);
    } catch (error) {
      if (!(error instanceof NoProxyError)) throw error;
      reasons.push(error.message);
    }
  }
  if (inputs.platform === "compose") throw failure("project-not-found", `${sentence(reasons)}.`, { remedy: "Name the Compose file with the proxy with --compose-file, or use --platform dockerfile." });
  return planDockerfile(inputs, workspace);
}

/** Sets of Compose files to try: the given ones, else the usual names with their override, then others in the root that may hold the proxy. */
function composeCandidates(inputs: Inputs, workspace: Workspace): RepoPath[][] {
  if (inputs.composeFiles.length > 0) return [inputs.composeFiles.map((path) => givenFile(workspace, path))];
  const names = workspace.list("" as RepoPath);
  const usual = composeNames.filter((name) => names.includes(name)).slice(0, 1) as RepoPath[];
  const override = usual.flatMap((name) => names.filter((other) => other === name.replace(/\.(ya?ml)$/, ".override.$1"))) as RepoPath[];
  const others = names.filter((name) => /^(docker-)?compose[\w.-]+\.ya?ml$/.test(name) && !usual.includes(name as RepoPath) && !/override|test|dev|local/.test(name)) as RepoPath[];
  const merged = usual.length > 0 ? others.map((other) => [...usual, other]) : [];
  return [...(usual.length > 0 ? [[...usual, ...override]] : []), ...others.map((other) => [other]), ...merged];
}

function givenFile(workspace: Workspace, path: string): RepoPath {
  const repo = workspace.toRepo(path);
  if (repo === undefined || !workspace.isFile(repo)) throw failure("usage", `--compose-file ${path}: there is no such file in the project.`, { remedy: "Give a path inside the project." });
  return repo;
}

function sentence(parts: readonly string[]): string {
  const text = parts.join("; ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
