import { failure, FailureError } from "../model/failure.ts";
import type { Inputs } from "../model/inputs.ts";
import type { RepoPath } from "../model/location.ts";
import type { Plan } from "../model/plan.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { composeCandidates, type ComposeCandidate } from "./compose/find.ts";
import { composeNames } from "./compose/files.ts";
import type { RunCompose } from "./compose/model.ts";
import { NoProxyError, planCompose, type ProxyKind } from "./compose/plan.ts";
import { withGuards } from "./guards.ts";
import { withHost } from "./host.ts";
import { withNotices } from "./notices.ts";
import { withoutOutside } from "./outside.ts";
import { withUserProbes } from "./user-probes.ts";
import { planByPlatform } from "./platforms/choose.ts";
import { planOwnImage } from "./dockerfile/own-image.ts";
import { planDockerfile } from "./dockerfile/plan.ts";

/** What planning needs from outside the repository. */
export interface PlanContext {
  readonly workspace: Workspace;
  readonly runCompose: RunCompose;
  readonly environment: NodeJS.ProcessEnv;
}

/** Plans the project: finds its kind, reads its files, resolves what would be built, booted and asked. Touches no engine. */
export async function makePlan(inputs: Inputs, context: PlanContext): Promise<Plan> {
  const plan = withGuards(withUserProbes(withNotices(withoutOutside(withHost(await planProject(inputs, context)))), inputs.probes));
  return inputs.network === "internal" ? { ...plan, networks: plan.networks.map((network) => ({ ...network, internal: true })) } : plan;
}

async function planProject(inputs: Inputs, context: PlanContext): Promise<Plan> {
  const { workspace } = context;
  const hosted = planByPlatform(inputs, workspace);
  if (hosted) return hosted;
  const candidates = composeCandidates(inputs, workspace);
  if (inputs.platform === "compose" && candidates.length === 0) {
    throw failure("project-not-found", `There is no Compose file in ${workspace.root}.`, { remedy: `Add ${composeNames[0]}, or name it with --compose-file.` });
  }
  const reasons: Error[] = [];
  for (const { candidate, kind } of inputs.platform === "dockerfile" ? [] : waysToPlan(inputs, candidates)) {
    const plan = await tryCompose(inputs, context, candidate, kind, reasons);
    if (plan) return plan;
  }
  if (inputs.platform === "compose")
    throw failure("project-not-found", `${sentence([...new Set(reasons.map((reason) => reason.message))])}.`, {
      remedy: "Name the Compose file with the proxy with --compose-file, or use --platform dockerfile.",
    });
  try {
    return planOwnImage(inputs, workspace) ?? planDockerfile(inputs, workspace);
  } catch (error) {
    // Where nothing else is found, the mistake in what was nearly chosen tells more.
    throw reasons.find((reason) => reason instanceof FailureError) ?? error;
  }
}

/**
 * The proxy is a service of the Compose files; else our own in front of what is the project's for certain. A configuration that the user
 * names takes the place of whatever nginx the files have.
 */
function waysToPlan(inputs: Inputs, candidates: readonly ComposeCandidate[]): { candidate: ComposeCandidate; kind: ProxyKind }[] {
  const isNamed = inputs.nginxConfigs.length > 0;
  const services = isNamed ? [] : candidates.map((candidate) => ({ candidate, kind: "service" as const }));
  return [...services, ...candidates.filter((candidate, index) => candidate.isSure || (isNamed && index === 0)).map((candidate) => ({ candidate, kind: "stub" as const }))];
}

/** Plans one set of Compose files; undefined when its proxy is not there. What was only found by its name may also be no project by itself. */
async function tryCompose(inputs: Inputs, { workspace, runCompose, environment }: PlanContext, { files, isSure }: ComposeCandidate, kind: ProxyKind, reasons: Error[]): Promise<Plan | undefined> {
  for (const profiles of usesProfiles(workspace, files) ? (["declared", "all"] as const) : (["declared"] as const)) {
    try {
      return await planCompose(inputs, workspace, files, kind, runCompose, environment, profiles);
    } catch (error) {
      const isAbout = error instanceof FailureError && (error.failure.kind === "config-invalid" || error.failure.kind === "refused");
      if (!(error instanceof NoProxyError) && (isSure || !isAbout)) throw error;
      reasons.push(error);
    }
  }
  return undefined;
}

function usesProfiles(workspace: Workspace, files: readonly RepoPath[]): boolean {
  return files.some((path) => /^\s+profiles\s*:/m.test(workspace.read(path) ?? ""));
}

function sentence(parts: readonly string[]): string {
  const text = parts.join("; ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
