import { failure, FailureError } from "../model/failure.ts";
import type { Inputs } from "../model/inputs.ts";
import type { RepoPath } from "../model/location.ts";
import { hostName, serviceNamed, type Plan } from "../model/plan.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { composeCandidates, type ComposeCandidate } from "./compose/find.ts";
import { composeNames } from "./compose/files.ts";
import type { RunCompose } from "./compose/model.ts";
import { NoProxyError, planCompose, type ProxyKind } from "./compose/plan.ts";
import { withGuards } from "./guards.ts";
import { withHost } from "./host.ts";
import { withNotices } from "./notices.ts";
import { withoutOutside } from "./outside.ts";
import { withStandIns } from "./stand-ins.ts";
import { withUserProbes } from "./user-probes.ts";
import { planByPlatform } from "./platforms/choose.ts";
import { withUserServices } from "./user-services.ts";
import { planOwnImage } from "./dockerfile/own-image.ts";
import { findDockerfiles, findNginxConfigs } from "./dockerfile/find.ts";
import { planDockerfile } from "./dockerfile/plan.ts";
import { planHosted } from "./hosting/plan.ts";

/** What planning needs from outside the repository. */
export interface PlanContext {
  readonly workspace: Workspace;
  readonly runCompose: RunCompose;
  readonly environment: NodeJS.ProcessEnv;
}

/** Plans the project: finds its kind, reads its files, resolves what would be built, booted and asked. Touches no engine. */
export async function makePlan(inputs: Inputs, context: PlanContext): Promise<Plan> {
  const planned = withStandIns(withUserServices(await planProject(inputs, context), inputs), inputs.standIns ?? []);
  const plan = withGuards(withUserProbes(withNotices(withoutOutside(withHost(planned), unansweredHosts(planned, inputs))), inputs.probes));
  return inputs.network === "internal" ? { ...plan, networks: plan.networks.map((network) => ({ ...network, internal: true })) } : plan;
}

/** Hosts whose stand-in nginx does not reach: on the host nobody knows the names of containers. */
function unansweredHosts(plan: Plan, { standIns = [] }: Inputs): readonly string[] {
  return serviceNamed(plan, plan.proxy.service)?.networkOf?.value === hostName ? standIns.map(({ host }) => host) : [];
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
  try {
    return await planWithoutNginx(inputs, context, candidates, reasons);
  } catch (error) {
    // Where nothing else is found, the mistake in what was nearly chosen tells more.
    throw reasons.find((reason) => reason instanceof FailureError) ?? error;
  }
}

/**
 * The plan of a project none of whose Compose files has an nginx: by an image or configuration beside them, else behind a plain proxy of
 * ours, by the file of its platform, the usual Compose file or its Dockerfile.
 */
async function planWithoutNginx(inputs: Inputs, context: PlanContext, candidates: readonly ComposeCandidate[], reasons: Error[]): Promise<Plan> {
  const { workspace } = context;
  const isCompose = inputs.platform === "compose";
  const hasConfigs = inputs.nginxConfigs.length > 0 || findNginxConfigs(workspace).length > 0;
  const own = isCompose ? undefined : (planOwnImage(inputs, workspace) ?? (hasConfigs && mayUse(inputs, workspace) ? planDockerfile(inputs, workspace) : undefined));
  const plan = own ?? (isCompose || inputs.composeFiles.length > 0 ? undefined : planHosted(inputs, workspace, true));
  if (plan) return plan;
  const [first] = inputs.platform === "dockerfile" || hasConfigs ? [] : candidates.filter((candidate) => candidate.isSure || inputs.composeFiles.length > 0);
  const behindPlain = first && (await tryCompose(inputs, context, first, "plain", reasons));
  if (behindPlain) return behindPlain;
  if (isCompose)
    throw failure("project-not-found", `${sentence([...new Set(reasons.map((reason) => reason.message))])}.`, {
      remedy: "Name the Compose file with the proxy with --compose-file, or use --platform dockerfile.",
    });
  return planHosted(inputs, workspace, false) ?? planDockerfile(inputs, workspace);
}

/** Whether something can stand behind a configuration that was found. */
function mayUse(inputs: Inputs, workspace: Workspace): boolean {
  return inputs.nginxConfigs.length > 0 || inputs.image !== undefined || findDockerfiles(workspace).length > 0;
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
