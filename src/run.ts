import { Environment } from "./boot/environment.ts";
import { abandoned, ofRun, removeLeftovers } from "./boot/leftovers.ts";
import { buildImages, type BuildContext } from "./build/build.ts";
import { diagnose, subjectOf, type DiagnosisWithSymptoms } from "./diagnose/diagnose.ts";
import { findClient, findPlugin, runCommand, toolEnvironment } from "./docker/cli.ts";
import type { Engine } from "./docker/engine.ts";
import { newRun, type RunIdentity } from "./docker/labels.ts";
import { collectFacts } from "./evidence/collect.ts";
import { makeRedactor, redactDeep, type Redact } from "./evidence/redact.ts";
import { makeLaboratory, outcomeOf } from "./laboratory.ts";
import { evidenceVersion, type BuildRecord, type Evidence, type Facts } from "./model/evidence.ts";
import type { Experiment } from "./model/experiment.ts";
import { failure, FailureError, type Failure } from "./model/failure.ts";
import type { Inputs } from "./model/inputs.ts";
import type { RepoPath } from "./model/location.ts";
import { serviceNamed, type Plan } from "./model/plan.ts";
import type { Timings } from "./model/timings.ts";
import type { Report, TimelineEvent, TrialProbe } from "./model/verdict.ts";
import { makePlan, type PlanContext } from "./plan/plan.ts";
import { isFailing } from "./model/judgement.ts";
import { observe, type Observation } from "./probe/observe.ts";
import { prove } from "./prove/experiment.ts";
import { changedLines } from "./sources/changed.ts";
import { namesPort, scanSources } from "./sources/scan.ts";
import { Stopwatch } from "./stopwatch.ts";
import { version } from "./version.ts";
import { Workspace } from "./workspace/workspace.ts";

export interface GateContext {
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly connect: () => Promise<Engine>;
  /** What happens, as it happens; hostile text. */
  readonly onProgress: (text: string) => void;
  /** Told the run's id before anything is made under it. */
  readonly onRun?: (id: string) => void;
  /** Whether evidence is wanted of a run that passes too. */
  readonly keepsEvidence?: boolean;
}

/** A run's answer: the report, and the evidence it rests on when there is any. */
export interface GateResult {
  readonly report: Report;
  readonly evidence?: Evidence;
}

/** No run takes longer. */
const deadlineMs = 40 * 60_000;

/** The whole gate: plan, build, boot, probe, collect, diagnose, prove. Never throws but for bugs; whatever was made is gone when it answers. */
export async function runGate(inputs: Inputs, context: GateContext): Promise<GateResult> {
  const deadline = AbortSignal.timeout(deadlineMs);
  const gate = new Gate(inputs, { ...context, signal: AbortSignal.any([context.signal, deadline]) });
  try {
    const result = await gate.run();
    return { ...result, report: { ...result.report, timings: gate.timings } };
  } catch (error) {
    return {
      report: gate.failed(
        deadline.aborted
          ? { kind: "timed-out", message: `The run was not over after ${deadlineMs / 60_000} minutes.`, remedy: "See which part took so long in the timings; --no-prove leaves the trials out." }
          : failureOf(error, context.signal),
      ),
    };
  }
}

/** The Failure that an error stands for; a bug of ours is one too. */
export function failureOf(error: unknown, signal?: AbortSignal): Failure {
  if (error instanceof FailureError) return error.failure;
  if (signal?.aborted === true) return { kind: "interrupted", message: "Interrupted.", remedy: "Run it again." };
  const message = error instanceof Error ? error.message : String(error);
  return {
    kind: "internal",
    message: `This is a fault of Upstream Gate, not of the project: ${message}`,
    remedy: "Please report it with the command and this message.",
    ...(error instanceof Error && error.stack !== undefined ? { detail: error.stack } : {}),
  };
}

class Gate {
  readonly #inputs: Inputs;
  readonly #context: GateContext;
  readonly #run: RunIdentity = newRun();
  readonly #watch = new Stopwatch();
  readonly #timeline: TimelineEvent[] = [];
  readonly #probes: TrialProbe[] = [];
  #plan: Plan | undefined;
  #redact: Redact = makeRedactor([]);

  constructor(inputs: Inputs, context: GateContext) {
    this.#inputs = inputs;
    this.#context = context;
    context.onRun?.(this.#run.id);
  }

  get timings(): Timings {
    return this.#watch.timings();
  }

  async run(): Promise<GateResult> {
    const { environment, signal } = this.#context;
    const workspace = new Workspace(this.#inputs.directory);
    const engine = await this.#context.connect();
    const planContext: PlanContext = { workspace, environment, runCompose: composeRunner(environment, signal) };
    const leftovers = engine.info().then(() => removeLeftovers(engine, abandoned));
    const [plan, changed] = await this.#watch.time("plan", () =>
      Promise.all([makePlan(this.#inputs, planContext), this.#inputs.base === undefined ? undefined : changedLines(workspace.root, this.#inputs.base, environment), leftovers]),
    );
    this.#plan = plan;
    this.#redact = makeRedactor(plan.services.map((service) => service.variables));
    requireProbes(plan);
    this.#context.onProgress(`plan: ${plan.services.length} services, ${plan.probes.length} requests through ${plan.proxy.service}`);
    const build: BuildContext = {
      engine,
      workspace,
      run: this.#run,
      environment,
      signal,
      buildx: () => findPlugin("buildx", environment),
      client: () => findClient(environment),
      onLine: (service, line) => this.#progress(`${service}: ${line}`),
    };
    try {
      return await this.#trial({ engine, workspace, plan, planContext, build, ...(changed ? { changed } : {}) });
    } finally {
      if (!this.#inputs.keep) await this.#watch.time("cleanup", () => removeLeftovers(engine, ofRun(this.#run.id)));
    }
  }

  async #trial(stage: Stage): Promise<GateResult> {
    const { engine, workspace, plan, build } = stage;
    const { images, records } = await this.#watch.time("build", () => buildImages(plan, build));
    const broken = records.find((record) => !record.ok && serviceNamed(plan, record.service)?.essential === true);
    if (broken) return this.#conclude(stage, await this.#collect(stage, records, undefined, undefined), []);
    const boot = { engine, run: this.#run, signal: this.#context.signal, onEvent: (event: TimelineEvent) => this.#note(event) };
    const running = await this.#watch.time("boot", () => Environment.boot(plan, images, workspace, boot));
    try {
      const mentionsPort = portMentioner(workspace, plan);
      const seen = await this.#watch.time("probe", () => observe({ environment: running, mentionsPort }));
      this.#probes.push(...seen.results.map((result) => ({ ...result, trial: "first" as const })));
      if (!isSuspect(running, seen)) return this.#passed(this.#context.keepsEvidence === true ? this.#evidence(stage, await this.#collect(stage, records, running, seen), []) : undefined);
      const facts = await this.#watch.time("diagnose", () => this.#collect(stage, records, running, seen));
      const experiments = this.#inputs.prove ? await this.#watch.time("prove", () => this.#prove(stage, facts, running, seen, images, mentionsPort)) : [];
      return this.#conclude(stage, facts, experiments);
    } finally {
      if (this.#inputs.keep) running.detach();
      else await this.#watch.time("cleanup", () => running.close());
    }
  }

  #collect(stage: Stage, builds: readonly BuildRecord[], environment: Environment | undefined, seen: Observation | undefined): Promise<Facts> {
    const { workspace, plan, changed } = stage;
    const sockets = [...(seen?.watches.values() ?? [])].flatMap((watch) => watch.ports);
    const ports = new Set([...sockets, ...plan.proxy.routes.flatMap((route) => route.targets.map((target) => target.port))]);
    return collectFacts({
      builds,
      environment,
      watches: seen?.watches ?? new Map(),
      results: seen?.results ?? [],
      isFailing: true,
      sources: (services) => scanSources({ workspace, plan, records: services, ports, ...(changed ? { changed } : {}) }),
    });
  }

  async #prove(
    stage: Stage,
    facts: Facts,
    environment: Environment,
    seen: Observation,
    images: ReadonlyMap<string, string>,
    mentionsPort: (service: string, port: number) => boolean,
  ): Promise<Experiment[]> {
    const { plan, workspace, planContext, build } = stage;
    // Interventions are made with the real values; only what is told of them is redacted.
    const { candidates } = diagnose({ plan, facts, experiments: [] });
    const first = outcomeOf(environment, seen.results);
    const replan = (changed: Workspace): Promise<Plan> => makePlan(this.#inputs, { ...planContext, workspace: changed });
    const laboratory = makeLaboratory({ environment, plan, images, workspace, first, build, replan, mentionsPort, onProbes: (probes) => this.#probes.push(...probes) });
    return prove(candidates, first, laboratory, subjectOf);
  }

  #evidence(stage: Stage, facts: Facts, experiments: readonly Experiment[]): Evidence {
    return redactDeep({ schema: evidenceVersion, tool: { name: "upstream-gate", version }, run: this.#run.id, plan: stage.plan, facts, experiments, timings: this.#watch.timings() }, this.#redact);
  }

  #conclude(stage: Stage, facts: Facts, experiments: readonly Experiment[]): GateResult {
    const evidence = this.#evidence(stage, facts, experiments);
    const diagnosis = diagnose(evidence);
    const verdict = diagnosis.symptoms.length > 0 ? ("fail" as const) : ("pass" as const);
    return { report: this.#report(verdict, diagnosis, evidence), evidence };
  }

  #passed(evidence: Evidence | undefined): GateResult {
    const none: DiagnosisWithSymptoms = { findings: [], ruledOut: [], unknown: [], symptoms: [], candidates: [] };
    return { report: this.#report("pass", none, evidence), ...(evidence ? { evidence } : {}) };
  }

  failed(reason: Failure): Report {
    return redactDeep(
      {
        version,
        verdict: "error" as const,
        failure: reason,
        ...(this.#plan ? { plan: this.#plan } : {}),
        findings: [],
        ruledOut: [],
        unknown: [],
        probes: this.#probes,
        sockets: [],
        timeline: this.#timeline,
        timings: this.#watch.timings(),
      },
      this.#redact,
    );
  }

  #report(verdict: "pass" | "fail", diagnosis: DiagnosisWithSymptoms, evidence: Evidence | undefined): Report {
    const { findings, ruledOut, unknown } = diagnosis;
    const sockets = evidence && "value" in evidence.facts.sockets ? evidence.facts.sockets.value : [];
    return redactDeep(
      { version, verdict, ...(this.#plan ? { plan: this.#plan } : {}), findings, ruledOut, unknown, probes: this.#probes, sockets, timeline: this.#timeline, timings: this.#watch.timings() },
      this.#redact,
    );
  }

  #note(event: TimelineEvent): void {
    this.#timeline.push(event);
    this.#progress(event.text);
  }

  #progress(text: string): void {
    this.#context.onProgress(this.#redact(text));
  }
}

/** A proxy whose configuration is sound and passes nothing on leaves nothing to judge. */
function requireProbes(plan: Plan): void {
  const isEmpty = plan.probes.length === 0 && plan.proxy.errors.length === 0 && plan.proxy.routes.length > 0;
  if (!isEmpty) return;
  throw failure(
    "project-not-found",
    `No request can be derived from the configuration of ${plan.proxy.service}: ${plan.notes
      .map((note) => note.text)
      .join("; ")
      .slice(0, 400)}`,
    { remedy: "List a request under probes in .github/upstream-gate.yml." },
  );
}

interface Stage {
  readonly engine: Engine;
  readonly workspace: Workspace;
  readonly plan: Plan;
  readonly planContext: PlanContext;
  readonly build: BuildContext;
  readonly changed?: Readonly<Record<string, readonly number[]>>;
}

function composeRunner(environment: NodeJS.ProcessEnv, signal: AbortSignal): PlanContext["runCompose"] {
  return async (args, cwd) => {
    const { program, prefix } = findPlugin("compose", environment);
    return runCommand(program, [...prefix, ...args], { cwd, env: toolEnvironment(environment), signal });
  };
}

/** Whether anything calls for a diagnosis: a request that failed, a peer that refused, a container that is down. */
function isSuspect(environment: Environment, seen: Observation): boolean {
  const { plan } = environment;
  const refused = seen.results.some((result) => (result.via === "proxy" ? isFailing(result, plan.probes[result.probe]?.expect) : result.error === "refused"));
  const down = environment
    .all()
    .some((running) => running.isDown && running.service.essential && !(running.service.role !== "app" && running.service.role !== "proxy" && running.exits[0]?.code === 0));
  // A 500 may be nginx's own, for an address it could not make sense of.
  const differing = seen.results.some(
    (result) => result.via === "proxy" && result.status === 500 && seen.results.some((other) => other.via === "direct" && other.probe === result.probe && other.status !== 500),
  );
  return refused || down || differing || plan.probes.length === 0;
}

/** Whether anything on a service's side names a port: files that only speak of the proxy do not count. */
function portMentioner(workspace: Workspace, plan: Plan): (service: string, port: number) => boolean {
  const except = new Set<RepoPath>(plan.proxy.files.map((file) => file.repo));
  const known = new Map<string, boolean>();
  return (name, port) => {
    const key = `${name} ${port}`;
    const service = serviceNamed(plan, name);
    const paths = service ? [...service.paths.map((mapping) => mapping.repo), ...(service.image.kind === "build" ? [service.image.context] : [])] : [];
    const inVariables =
      service !== undefined &&
      [...Object.values(service.variables).map((variable) => variable.value), ...service.start.map((step) => step.text)].some((text) => new RegExp(`(?<!\\d)${port}(?!\\d)`).test(text));
    const found = known.get(key) ?? (inVariables || namesPort(workspace, paths, port, except));
    known.set(key, found);
    return found;
  };
}

/** Plans without touching an engine. */
export async function planProjectOnly(inputs: Inputs, environment: NodeJS.ProcessEnv): Promise<Plan> {
  return makePlan(inputs, { workspace: new Workspace(inputs.directory), environment, runCompose: composeRunner(environment, new AbortController().signal) });
}
