import { Environment, type BootContext, makeUsualNetwork } from "./boot/environment.ts";
import { abandoned, ofRun, removeLeftovers } from "./boot/leftovers.ts";
import { buildImages, type BuildContext } from "./build/build.ts";
import { mostMemory } from "./boot/limits.ts";
import { heldBackServices, withNewPrivileges } from "./boot/privileges.ts";
import { prepareClient } from "./http/client.ts";
import type { Stage } from "./inquiry.ts";
import type { DiagnosisWithSymptoms } from "./diagnose/diagnose.ts";
import { requireBoundFiles } from "./diagnose/absent-files.ts";
import { tolerate } from "./diagnose/tolerate.ts";
import { findClient, findPlugin, runCommand, toolEnvironment } from "./docker/cli.ts";
import type { Engine } from "./docker/engine.ts";
import { newRun, type RunIdentity } from "./docker/labels.ts";
import { excerptsOf } from "./excerpts.ts";
import { makeRedactor, redactDeep, secretsIn, type Redact } from "./evidence/redact.ts";
import { outerVariables, plannedVariables, type Variables } from "./sources/secrets.ts";
import { evidenceVersion, type BuildRecord, type Evidence, type Facts } from "./model/evidence.ts";
import type { Experiment } from "./model/experiment.ts";
import { failure, failureOf, type Failure } from "./model/failure.ts";
import type { Inputs } from "./model/inputs.ts";
import type { RepoPath } from "./model/location.ts";
import { serviceNamed, type Plan } from "./model/plan.ts";
import { fatalProblems } from "./model/platform.ts";
import type { Progress, StageName } from "./model/progress.ts";
import type { TimelineEvent, Timings } from "./model/timings.ts";
import type { Report, TrialProbe } from "./model/verdict.ts";
import { makePlan, type PlanContext } from "./plan/plan.ts";
import { isFailing, mayBeMisspoken } from "./model/judgement.ts";
import { observe, type Observation } from "./probe/observe.ts";
import { changedLines } from "./sources/changed.ts";
import { isHostListName } from "./sources/host-lists.ts";
import { hostsNamed, namesPort } from "./sources/scan.ts";
import { inRepository } from "./report/app-report.ts";
import { requireKnownCauses } from "./settings/read.ts";
import { Stopwatch } from "./stopwatch.ts";
import { version } from "./version.ts";
import { Workspace } from "./workspace/workspace.ts";

export interface GateContext {
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly connect: () => Promise<Engine>;
  readonly onProgress: (event: Progress) => void;
  /** Told the run's id before anything is made under it. */
  readonly onRun?: (id: string) => void;
  /** Told the values of secrets before anything that may hold one is told. */
  readonly onSecrets?: (values: readonly string[]) => void;
  /** Whether evidence is wanted of a run that passes too. */
  readonly keepsEvidence?: boolean;
}

/** A run's answer: the report, and the evidence it rests on when there is any. */
export interface GateResult {
  readonly report: Report;
  readonly evidence?: Evidence;
}

/** Compose reads a few files; what takes longer hangs. */
const composeMs = 60_000;
/** Lines of the builds that are shown as they come. */
const mostBuildLines = 5000;
/** No run takes longer. */
const deadlineMs = 40 * 60_000;

/** The whole gate: plan, build, boot, probe, collect, diagnose, prove. Never throws but for bugs; whatever was made is gone when it answers. */
export async function runGate(inputs: Inputs, context: GateContext): Promise<GateResult> {
  const deadline = AbortSignal.timeout(deadlineMs);
  const gate = new Gate(inputs, { ...context, signal: AbortSignal.any([context.signal, deadline]) });
  try {
    const result = await gate.run();
    return { ...result, report: inRepository({ ...result.report, timings: gate.timings }, inputs.app) };
  } catch (error) {
    const reason: Failure = deadline.aborted
      ? { kind: "timed-out", message: `The run was not over after ${deadlineMs / 60_000} minutes.`, remedy: "See which part took so long in the timings; --no-prove leaves the trials out." }
      : failureOf(error, context.signal);
    return { report: inRepository(gate.failed(reason), inputs.app) };
  }
}

class Gate {
  readonly #inputs: Inputs;
  readonly #context: GateContext;
  readonly #run: RunIdentity = newRun();
  readonly #watch = new Stopwatch();
  readonly #timeline: TimelineEvent[] = [];
  readonly #probes: TrialProbe[] = [];
  #plan: Plan | undefined;
  /** Bytes of the engine's machine. */
  #memory = 0;
  #stage: StageName | undefined;
  /** Whether cleanup has to look by label for what is still there. */
  #mayHaveLeft = true;
  #sweeping: Promise<number> | undefined;
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
    const workspace = new Workspace(this.#inputs.directory);
    const engine = await this.#context.connect();
    const usualNetwork = makeUsualNetwork(engine, this.#run, this.#inputs.network === "internal");
    void prepareClient();
    try {
      const stage = await this.#prepare(workspace, engine);
      return await this.#trial(stage, usualNetwork);
    } finally {
      await Promise.all([usualNetwork, this.#sweep(engine)]);
      if ((!this.#inputs.keep || this.#plan === undefined) && this.#mayHaveLeft) await this.#time("cleanup", () => removeLeftovers(engine, ofRun(this.#run.id)).catch(() => 0));
    }
  }

  /** Keeps secrets out of everything that is told from here on. */
  #know(variables: readonly Variables[]): void {
    this.#redact = makeRedactor(variables);
    this.#context.onSecrets?.([...secretsIn(variables).keys()]);
  }

  /** Removes what dead runs left. It is in nobody's way, so it goes while this run's own things go. */
  #sweep(engine: Engine): Promise<number> {
    this.#sweeping ??= removeLeftovers(engine, abandoned).catch(() => 0);
    return this.#sweeping;
  }

  async #prepare(workspace: Workspace, engine: Engine): Promise<Stage> {
    const { environment, signal } = this.#context;
    await requireCauses(this.#inputs);
    this.#know(outerVariables(workspace, environment));
    const planContext = planContextOf(this.#inputs, workspace, environment, signal);
    const [plan, changed, machine] = await this.#time("plan", () =>
      Promise.all([makePlan(this.#inputs, planContext), this.#inputs.base === undefined ? undefined : changedLines(workspace.root, this.#inputs.base, environment), engine.info()]),
    );
    this.#plan = plan;
    this.#memory = machine.memory;
    this.#know([...outerVariables(workspace, environment), ...plannedVariables(plan, workspace, this.#inputs.envFile)]);
    requireProbes(plan);
    this.#tell({ kind: "note", text: `${plan.services.length} services, ${plan.probes.length} requests through ${plan.proxy.service}` });
    const tools = { buildx: () => findPlugin("buildx", environment), client: () => findClient(environment) };
    let printed = 0;
    const onLine = (service: string, line: string): void => {
      if (++printed <= mostBuildLines) this.#tell(printed < mostBuildLines ? { kind: "output", service, text: line } : { kind: "note", text: "the builds print more, which is not shown" });
    };
    const build: BuildContext = { engine, workspace, run: this.#run, environment, signal, ...tools, onLine };
    const replan = (edited: Workspace): Promise<Plan> => makePlan(this.#inputs, { ...planContext, workspace: edited });
    return { workspace, plan, build, replan, mentionsPort: portMentioner(workspace, plan), namedHosts: hostNamer(workspace, plan), ...(changed ? { changed } : {}) };
  }

  async #trial(stage: Stage, usualNetwork: BootContext["usualNetwork"] & object): Promise<GateResult> {
    const { workspace, plan, build } = stage;
    const most = mostMemory(this.#memory);
    const boot: BootContext = {
      ...(most === undefined ? {} : { mostMemory: most }),
      usualNetwork,
      engine: build.engine,
      run: this.#run,
      signal: this.#context.signal,
      onEvent: (event: TimelineEvent) => this.#note(event),
      onWait: (what, because) => this.#tell(because === undefined ? { kind: "waited", what } : { kind: "wait", what, because }),
    };
    if (fatalProblems(plan).length > 0) return this.#unbuilt(stage, [], boot);
    const { images, records } = await this.#time("build", () => buildImages(plan, build));
    if (records.some((record) => !record.ok && serviceNamed(plan, record.service)?.essential === true)) return this.#unbuilt(stage, records, boot);
    const running = await this.#time("boot", () => Environment.boot(plan, images, workspace, boot));
    this.#plan = { ...plan, supplied: [...plan.supplied, ...(running.supply?.supplied ?? [])] };
    try {
      const first = await this.#observe(stage, running);
      const held = isSuspect(running, first) ? heldBackServices(running) : [];
      if (held.length > 0) return await this.#retry(withPrivileges(stage, held), records, running, images);
      return await this.#judge(stage, records, running, first, images);
    } finally {
      void this.#sweep(build.engine);
      if (this.#inputs.keep) running.detach();
      else this.#mayHaveLeft = !(await this.#time("cleanup", () => running.close())) || records.length > 0;
    }
  }

  #observe(stage: Stage, running: Environment): Promise<Observation> {
    return this.#time("probe", () => observe({ environment: running, mentionsPort: stage.mentionsPort, namedHosts: stage.namedHosts }));
  }

  /** The same once more with a stage in which programs may do what they were kept from. */
  async #retry(stage: Stage, records: readonly BuildRecord[], running: Environment, images: ReadonlyMap<string, string>): Promise<GateResult> {
    await this.#time("boot", () => running.change(stage.plan, images, stage.workspace));
    this.#plan = { ...stage.plan, supplied: this.#plan?.supplied ?? stage.plan.supplied };
    return this.#judge(stage, records, running, await this.#observe(stage, running), images);
  }

  async #judge(stage: Stage, records: readonly BuildRecord[], running: Environment, seen: Observation, images: ReadonlyMap<string, string>): Promise<GateResult> {
    if (this.#plan && seen.notes.length > 0) this.#plan = { ...this.#plan, notes: [...this.#plan.notes, ...seen.notes.map((text) => ({ text }))] };
    this.#probes.push(...seen.results.map((result) => ({ ...result, trial: "first" as const })));
    if (!isSuspect(running, seen) && this.#context.keepsEvidence !== true) return this.#passed();
    return this.#inquire(stage, records, running, seen, images);
  }

  async #unbuilt(stage: Stage, records: readonly BuildRecord[], boot: BootContext): Promise<GateResult> {
    const [{ collect, experimentWithBuilds }, { diagnose }] = await Promise.all([import("./inquiry.ts"), import("./diagnose/diagnose.ts")]);
    const facts = await this.#time("diagnose", () => collect(stage, records, undefined, undefined));
    const tried = this.#inputs.prove ? await this.#time("prove", () => experimentWithBuilds(stage, facts, records, boot, (probes) => this.#probes.push(...probes))) : [];
    const evidence = this.#evidence(stage, facts, tried);
    return this.#conclude(diagnose(evidence), evidence);
  }

  /** What a healthy run is spared: facts, diagnosis, trials. */
  async #inquire(stage: Stage, records: readonly BuildRecord[], running: Environment, seen: Observation, images: ReadonlyMap<string, string>): Promise<GateResult> {
    const [{ collect, experiment }, { diagnose }] = await Promise.all([import("./inquiry.ts"), import("./diagnose/diagnose.ts")]);
    const facts = await this.#time("diagnose", () => collect(stage, records, running, seen));
    requireBoundFiles(stage.plan, facts);
    const tried = this.#inputs.prove ? await this.#time("prove", () => experiment(stage, facts, running, seen, images, (probes) => this.#probes.push(...probes))) : [];
    const evidence = this.#evidence(stage, facts, tried);
    return this.#conclude(diagnose(evidence), evidence);
  }

  #evidence(stage: Stage, facts: Facts, experiments: readonly Experiment[]): Evidence {
    return redactDeep(
      {
        schema: evidenceVersion,
        tool: { name: "upstream-gate", version },
        run: this.#run.id,
        plan: this.#plan ?? stage.plan,
        facts,
        experiments,
        timings: this.#watch.timings(),
        timeline: this.#timeline,
      },
      this.#redact,
    );
  }

  #conclude(diagnosis: DiagnosisWithSymptoms, evidence: Evidence): GateResult {
    if (diagnosis.symptoms.length === 0 && this.#probes.length === 0) throw nothingAsked(evidence.plan);
    const tolerated = tolerate(diagnosis, this.#inputs.causes ?? []);
    return { report: this.#report(tolerated.failing.length > 0 ? "fail" : "pass", tolerated, evidence), evidence };
  }

  #passed(): GateResult {
    return { report: this.#report("pass", { findings: [], ruledOut: [], unknown: [], symptoms: [], candidates: [] }, undefined) };
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
    const excerpts = findings.length > 0 ? excerptsOf(new Workspace(this.#inputs.directory), findings) : [];
    const report = redactDeep(
      { version, verdict, ...(this.#plan ? { plan: this.#plan } : {}), findings, ruledOut, unknown, probes: this.#probes, sockets, timeline: this.#timeline, timings: this.#watch.timings(), excerpts },
      this.#redact,
    );
    return evidence ? { ...report, facts: evidence.facts } : report;
  }

  #note(event: TimelineEvent): void {
    this.#timeline.push(event);
    this.#tell({ kind: "note", text: event.text });
  }

  #time<T>(stage: StageName, work: () => Promise<T>): Promise<T> {
    if (stage !== this.#stage) this.#tell({ kind: "stage", stage });
    this.#stage = stage;
    return this.#watch.time(stage, work);
  }

  #tell(event: Progress): void {
    this.#context.onProgress(redactDeep(event, this.#redact));
  }
}

/** The stage in which these services' programs may gain privileges, also in its trials. */
function withPrivileges(stage: Stage, names: readonly string[]): Stage {
  return { ...stage, plan: withNewPrivileges(stage.plan, names), replan: async (edited) => withNewPrivileges(await stage.replan(edited), names) };
}

/** A proxy whose configuration is sound and passes nothing on leaves nothing to judge. */
function requireProbes(plan: Plan): void {
  if (plan.probes.length === 0 && plan.proxy.errors.length === 0 && plan.proxy.routes.length > 0) throw nothingAsked(plan);
}

/** Nothing was found wrong because nothing was asked: that is no pass. */
function nothingAsked(plan: Plan): Error {
  const notes = plan.notes
    .filter((note) => note.isStanding !== true)
    .map((note) => note.text)
    .join("; ")
    .slice(0, 400);
  return failure("project-not-found", `No request can be derived from the configuration of ${plan.proxy.service}${notes === "" ? "" : `: ${notes}`}`, {
    remedy: "List a request under probes in .github/upstream-gate.yml.",
  });
}

/** Causes that the configuration speaks of have to be ones that there are. */
async function requireCauses({ causes = [] }: Inputs): Promise<void> {
  if (causes.length === 0) return;
  const { rules } = await import("./diagnose/rules/index.ts");
  requireKnownCauses(
    causes,
    rules.map((rule) => rule.id),
  );
}

/** What planning is given: Compose and the services see the user's variables as if they were exported. */
function planContextOf(inputs: Inputs, workspace: Workspace, environment: NodeJS.ProcessEnv, signal: AbortSignal): PlanContext {
  const own = Object.fromEntries(Object.entries(inputs.variables ?? {}).map(([name, { value }]) => [name, value]));
  return { workspace, environment: { ...environment, ...own }, runCompose: composeRunner(environment, own, signal) };
}

function composeRunner(environment: NodeJS.ProcessEnv, own: Readonly<Record<string, string>>, signal: AbortSignal): PlanContext["runCompose"] {
  return async (args, cwd) => {
    const { program, prefix } = findPlugin("compose", environment);
    return runCommand(program, [...prefix, ...args], { cwd, env: { ...toolEnvironment(environment), ...own, PWD: cwd }, signal, timeout: composeMs });
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
  const misspoken = seen.results.some((result) => result.via === "proxy" && mayBeMisspoken(plan, result));
  return refused || down || differing || misspoken || plan.probes.length === 0;
}

/** Whether anything on a service's side names a port, or the path of a socket: files that only speak of the proxy do not count. */
function portMentioner(workspace: Workspace, plan: Plan): (service: string, port: number | string) => boolean {
  const except = new Set<RepoPath>([...plan.proxy.files.filter((file) => file.isPart !== true).map((file) => file.repo), ...(plan.platformFiles ?? [])]);
  const known = new Map<string, boolean>();
  return (name, port) => {
    const key = `${name} ${port}`;
    const service = serviceNamed(plan, name);
    const paths = service ? [...service.paths.map((mapping) => mapping.repo), ...(service.image.kind === "build" ? [service.image.context] : [])] : [];
    // What the platform hands over counts only where a file names the variable.
    const set = Object.entries(service?.variables ?? {}).filter(([variable, { at, because }]) => at !== undefined || because === undefined || namesPort(workspace, paths, variable, except));
    const texts = service ? [...set.map(([, { value }]) => value), ...service.start.map((step) => step.text)] : [];
    const inVariables = texts.some((text) => (typeof port === "string" ? text.includes(port) : new RegExp(`(?<!\\d)${port}(?!\\d)`).test(text)));
    const found = known.get(key) ?? (inVariables || namesPort(workspace, paths, port, except));
    known.set(key, found);
    return found;
  };
}

/** Hosts that a service's settings name as those it answers to. */
function hostNamer(workspace: Workspace, plan: Plan): (service: string) => readonly string[] {
  return (name) => {
    const service = serviceNamed(plan, name);
    const paths = service ? [...service.paths.map((mapping) => mapping.repo), ...(service.image.kind === "build" ? [service.image.context] : [])] : [];
    const set = Object.entries(service?.variables ?? {}).flatMap(([variable, { value }]) => (isHostListName(variable) ? value.split(/[\s,;]+/) : []));
    return [...new Set([...set, ...hostsNamed(workspace, paths)])].filter((host) => /^[\w-]+(?:\.[\w-]+)*(?::\d+)?$/.test(host));
  };
}

/** Plans without touching an engine. */
export async function planProjectOnly(inputs: Inputs, environment: NodeJS.ProcessEnv): Promise<Plan> {
  await requireCauses(inputs);
  return makePlan(inputs, planContextOf(inputs, new Workspace(inputs.directory), environment, new AbortController().signal));
}
