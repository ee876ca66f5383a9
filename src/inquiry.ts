import type { BootContext, Environment } from "./boot/environment.ts";
import { makeBuildLaboratory, refusedOutcome, unbuiltOutcome } from "./build-laboratory.ts";
import type { BuildContext } from "./build/build.ts";
import { diagnose, subjectOf } from "./diagnose/diagnose.ts";
import { collectFacts } from "./evidence/collect.ts";
import { makeLaboratory, outcomeOf } from "./laboratory.ts";
import type { BuildRecord, Facts } from "./model/evidence.ts";
import type { Experiment } from "./model/experiment.ts";
import { serviceNamed, type Plan } from "./model/plan.ts";
import type { TrialProbe } from "./model/verdict.ts";
import { describeStep } from "./plan/build-step.ts";
import { tryProtocols } from "./probe/protocols.ts";
import type { Observation } from "./probe/observe.ts";
import { withInterruptions } from "./probe/interruption.ts";
import { watchDependencies } from "./probe/dependencies.ts";
import { withRawAnswers } from "./probe/raw-answer.ts";
import { withUnaskedRuns } from "./probe/unasked.ts";
import { prove } from "./prove/experiment.ts";
import { pathRequests } from "./sources/paths.ts";
import { scanSources, withInterruptedFrames } from "./sources/scan.ts";
import type { Workspace } from "./workspace/workspace.ts";

/** What is known of a run once its plan is made. */
export interface Stage {
  readonly workspace: Workspace;
  readonly plan: Plan;
  readonly build: BuildContext;
  /** Lines changed since the base revision, by path. */
  readonly changed?: Readonly<Record<string, readonly number[]>>;
  /** Plans the project as it reads with edits laid over it. */
  readonly replan: (workspace: Workspace) => Promise<Plan>;
  readonly mentionsPort: (service: string, port: number | string) => boolean;
  readonly namedHosts: (service: string) => readonly string[];
}

/** Gathers the facts of the first trial; of builds alone when nothing was booted. */
export async function collect({ workspace, plan, changed }: Stage, builds: readonly BuildRecord[], environment: Environment | undefined, seen: Observation | undefined): Promise<Facts> {
  const open = [...(seen?.watches.values() ?? [])].flatMap((watch) => watch.ports);
  const ports = new Set([...open, ...plan.proxy.routes.flatMap((route) => route.targets.map((target) => target.port))]);
  const listening = environment ? await watchDependencies(environment) : new Map<string, never>();
  const facts = await collectFacts({
    listening,
    builds: builds.map((record) => withStep(workspace, plan, record)),
    environment,
    watches: seen?.watches ?? new Map(),
    results: seen?.results ?? [],
    askRaw: (running, errors) => withRawAnswers(running, seen?.results ?? [], errors),
    paths: (sockets) => pathRequests(workspace, plan, seen?.results ?? [], sockets),
    sources: (services) => scanSources({ workspace, plan, records: services, ports, ...(changed ? { changed } : {}) }),
    protocols: (running) => tryProtocols(running, seen?.results ?? [], seen?.watches ?? new Map()),
  });
  if (!environment || !seen || !("value" in facts.services)) return facts;
  // Last: they take the containers of the first trial away.
  const interrupted = await withInterruptions(environment, facts.services.value, "value" in facts.sockets ? facts.sockets.value : []);
  const sources = "value" in facts.sources ? { value: withInterruptedFrames(facts.sources.value, workspace, plan, interrupted) } : facts.sources;
  return { ...facts, sources, services: { value: await withUnaskedRuns(environment, interrupted, seen.readiness) } };
}

/** Tries what the findings of a failed build, or of a file that the platform refuses, propose: each trial builds, boots and asks the whole project. */
export function experimentWithBuilds(stage: Stage, facts: Facts, records: readonly BuildRecord[], boot: BootContext, onProbes: (probes: readonly TrialProbe[]) => void): Promise<Experiment[]> {
  const { candidates } = diagnose({ plan: stage.plan, facts, experiments: [] });
  return prove(candidates, records.length === 0 ? refusedOutcome : unbuiltOutcome(records), makeBuildLaboratory({ ...stage, boot, onProbes }), subjectOf);
}

function withStep(workspace: Workspace, plan: Plan, record: BuildRecord): BuildRecord {
  const image = serviceNamed(plan, record.service)?.image;
  const step = record.ok || image?.kind !== "build" ? undefined : describeStep(workspace, image, record);
  return step ? { ...record, step } : record;
}

/** Tries what the findings propose, in the environment that is still there. */
export function experiment(
  { workspace, plan, build, replan, mentionsPort, namedHosts }: Stage,
  facts: Facts,
  environment: Environment,
  seen: Observation,
  images: ReadonlyMap<string, string>,
  onProbes: (probes: readonly TrialProbe[]) => void,
): Promise<Experiment[]> {
  // Interventions are made with the real values; only what is told of them is redacted.
  const { candidates } = diagnose({ plan, facts, experiments: [] });
  const first = outcomeOf(environment, seen.results);
  const laboratory = makeLaboratory({ environment, plan, images, workspace, first, build, replan, mentionsPort, namedHosts, onProbes });
  return prove(candidates, first, laboratory, subjectOf);
}
