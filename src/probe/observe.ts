import type { Environment } from "../boot/environment.ts";
import { tryPort, type HttpAnswer } from "../http/client.ts";
import { openPaths } from "../boot/look.ts";
import { relayThrough } from "../boot/relay.ts";
import { desktopNames, foldersAbove, isLoopback, plainPath, serviceOfTarget } from "../model/address.ts";
import type { ProbeResult } from "../model/evidence.ts";
import type { Probe } from "../model/plan.ts";
import { isFailing } from "../model/judgement.ts";
import { mayRefuseHost, tryHosts } from "./host-trials.ts";
import { EndedWorkerWatch } from "./ended-worker.ts";
import { isScriptMissing, unmetBy } from "./judge.ts";
import { isAnsweredByRule, Pace } from "./pace.ts";
import { isBrokenOff, isGivenUp, Patience } from "./patience.ts";
import { QuietWatch } from "./quiet.ts";
import { showWatched, waitForAny, waitForTarget, type Readiness, type WatchedTarget } from "./readiness.ts";
import { directResults } from "./direct.ts";
import { resultOf, sendThroughProxy } from "./send.ts";
import { SocketWatch } from "./socket-watch.ts";
import { targetsOf } from "./targets.ts";

/** What the probes of one trial showed. */
export interface Observation {
  readonly results: readonly ProbeResult[];
  readonly watches: ReadonlyMap<string, SocketWatch>;
  /** How waiting ended for each `service:port` that was watched. */
  readonly readiness: ReadonlyMap<string, Readiness>;
  /** What was done beside asking once, for the reader. */
  readonly notes: readonly string[];
}

export interface ObserveContext {
  readonly environment: Environment;
  readonly mentionsPort: (service: string, port: number | string) => boolean;
  /** Hosts that the project's files name as those a service answers to. */
  readonly namedHosts: (service: string) => readonly string[];
  /** Whether what nginx gave up on is asked for with more time: once is enough for what that tells. */
  readonly isRepeated?: boolean;
}

/** A failing answer counts once it has stood this long, and come this often, with the app at rest. */
const settleMs = 3000;
/** PHP-FPM prints a line for every request, so that it never comes to rest; what is to be put in place while it runs has this long. */
const scriptSettleMs = 10_000;
const leastTries = 3;
/** Each try of a request that fails only after nginx's own patience takes this long: fewer will do. */
const longTryMs = 20_000;
/** App servers give a worker a second at least; half of it may have gone by when a request comes. */
const shortestPatienceMs = 500;
const mostAtOnce = 8;

/** Waits for what the proxy dials, then sends every probe through the proxy and straight to the app. */
export async function observe(context: ObserveContext): Promise<Observation> {
  const { environment } = context;
  const watches = new Map<string, SocketWatch>();
  const watchOf = (service: string): SocketWatch => {
    const known = watches.get(service) ?? new SocketWatch(environment, service);
    watches.set(service, known);
    return known;
  };
  const readiness = new Map<string, Readiness>();
  const waits = new Map<string, Promise<Readiness>>();
  const ready = (target: WatchedTarget): Promise<Readiness> => {
    const key = showWatched(target);
    const wait = waits.get(key) ?? waitForTarget(target, { environment, watch: watchOf(target.service), mentionsPort: context.mentionsPort });
    waits.set(key, wait);
    return wait.then(async (how) => {
      if (how === "open" && !readiness.has(key)) await openForAll(environment, target);
      if (!readiness.has(key)) environment.note(`${key} is ${how}`);
      readiness.set(key, how);
      return how;
    });
  };
  await waitForStrays(environment, watchOf);
  if (environment.plan.probes.length === 0) await proxyIsUp(environment, { port: environment.plan.proxy.servers[0]?.listens[0]?.port ?? 80 });
  const results: ProbeResult[] = [];
  const pace = new Pace(environment);
  const exchanged = new Set<string>();
  await inTurn(environment.plan.probes, async (probe, index) => {
    const states = await Promise.all(targetsOf(environment, probe).map(ready));
    environment.asked();
    results.push(...(await sendProbe(context, { pace, exchanged }, probe, index, states)));
  });
  await reviveOthers(environment);
  await settleGivenUp(environment, results, new Patience(environment.plan.startTimeout.value, context.isRepeated !== true));
  return {
    results: results.toSorted((a, b) => a.probe - b.probe || (a.via === b.via ? 0 : a.via === "proxy" ? -1 : 1)),
    watches,
    readiness,
    notes: [...pace.notes, ...exchanged, ...restartNotes(environment)],
  };
}

/** Services that nginx does not dial are asked nothing: whether their restart policy brings them up is seen to here. */
async function reviveOthers(environment: Environment): Promise<void> {
  const others = environment.all().filter((running) => running.service.essential && running.service.role === "dependency" && running.exits.length > 0);
  await Promise.all(others.map((running) => environment.revive(running.service.name)));
}

/** What the reader has to know of an app that only came up at a later start. */
function restartNotes(environment: Environment): string[] {
  return environment.all().flatMap(({ service, restarts, isRunning }) => {
    const [first] = restarts;
    if (!first || !isRunning || service.role === "proxy") return [];
    return [
      `${service.name} ended ${(first.at / 1000).toFixed(1)} s after its start (exit code ${first.code}) and came up when it was started again, as its restart policy (${service.restart?.value}) has it`,
    ];
  });
}

/** What the requests of one observation share. */
interface Shared {
  readonly pace: Pace;
  /** Hosts of our own making that an app refused, told for the reader. */
  readonly exchanged: Set<string>;
}

/** Requests that nginx gave up on are sent again one by one, when no other keeps the app busy. Changes `results`. */
async function settleGivenUp(environment: Environment, results: ProbeResult[], patience: Patience): Promise<void> {
  for (const result of results.filter((each) => each.via === "proxy" && isGivenUp(each))) {
    environment.signal.throwIfAborted();
    const index = result.probe;
    const probe = environment.plan.probes[index];
    if (!probe || areAllGone(environment, probe)) continue;
    const own = results.filter((each) => each.probe === index);
    const settled = await patience.settle(
      result,
      own.filter((each) => each.via === "direct"),
      {
        direct: (timeoutMs) => directResults(environment, probe, index, targetsOf(environment, probe), timeoutMs),
        proxied: (tries) => sendOnce(environment, probe, index, tries),
      },
    );
    results.splice(0, results.length, ...results.filter((each) => each.probe !== index), ...settled);
  }
}

/** Addresses that lead to no service: what they may mean is only known once the others listen. */
async function waitForStrays(environment: Environment, watchOf: (service: string) => SocketWatch): Promise<void> {
  const { plan } = environment;
  const strays = plan.proxy.routes
    .flatMap((route) => route.targets)
    .filter((target) => target.port > 0 && (isLoopback(target.host) || desktopNames.includes(target.host) || !target.host.includes(".")) && !serviceOfTarget(plan, target.host));
  if (strays.length === 0) return;
  const others = plan.services.filter((service) => service.role !== "proxy" && service.role !== "task" && environment.running(service.name)?.isRunning === true).slice(0, mostAtOnce);
  await Promise.all(
    [...new Set(strays.map((target) => target.port))].map((port) =>
      waitForAny(
        port,
        environment,
        others.map((service) => watchOf(service.name)),
      ),
    ),
  );
}

/** Runs a task for every item, a few at once. */
async function inTurn<T>(items: readonly T[], task: (item: T, index: number) => Promise<void>): Promise<void> {
  const queue = items.map((item, index) => ({ item, index }));
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) await task(next.item, next.index);
  };
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, items.length) }, work));
}

/** In a treatment trial: the socket's mode and those of its folders are widened in the running container. */
async function openForAll(environment: Environment, target: WatchedTarget): Promise<void> {
  const isMeant = environment.plan.opened?.some((each) => each.service === target.service && each.path === target.socket) === true;
  if (isMeant && target.socket !== undefined) await openPaths(await environment.viewOf(target.service), [...foldersAbove(plainPath(target.socket)), ...foldersAbove(target.socket)]);
}

async function sendProbe(context: ObserveContext, shared: Shared, probe: Probe, index: number, states: readonly Readiness[]): Promise<ProbeResult[]> {
  const { environment } = context;
  const direct = directResults(environment, probe, index, targetsOf(environment, probe));
  if (!(await proxyIsUp(environment, probe))) {
    const answer: HttpAnswer = { ok: false, error: "refused", text: "the proxy does not listen", durationMs: 0 };
    return [resultOf(environment.plan, index, "proxy", answer, { tries: 0, at: 0 }), ...(await direct)];
  }
  if (states.length > 0 && states.every((state) => state === "down")) {
    const gone: HttpAnswer = { ok: false, error: "unreachable", text: "not asked: what nginx would dial has ended", durationMs: 0 };
    return [resultOf(environment.plan, index, "proxy", gone, { tries: 0, at: Math.round(environment.proxy?.age ?? 0) })];
  }
  const isHopeless = states.length > 0 && states.every((state) => state !== "open");
  const settled = await throughProxy(environment, shared.pace, probe, index, isHopeless, vainCheck(environment, probe, direct));
  environment.waiting(waitName(probe));
  const result = await underItsHost(context, shared, probe, index, settled);
  // What counts beside a failure is the app's answer now, not that of its first moment.
  return [result, ...(isFailing(result, probe.expect) && !isGivenUp(result) ? await directResults(environment, probe, index, targetsOf(environment, probe)) : await direct)];
}

/** The result, with what the app makes of the Host header where it may refuse that alone. A host of our own making is exchanged for one that it takes. */
async function underItsHost(context: ObserveContext, { pace, exchanged }: Shared, probe: Probe, index: number, result: ProbeResult): Promise<ProbeResult> {
  const { environment } = context;
  const [target] = targetsOf(environment, probe);
  if (!target || !mayRefuseHost(result)) return result;
  const address = environment.addressOf(target.service) ?? target.host;
  const trial = await tryHosts(environment, probe, result, { ...target, address }, context.namedHosts(target.service));
  if (trial?.kind === "refused") return { ...result, refusal: trial.refusal };
  if (trial?.kind !== "made-up") return result;
  exchanged.add(`${target.service} refuses the host ${trial.sent}, which the gate made up for want of a server_name${trial.host === undefined ? "" : `: it is asked for ${trial.host}`}`);
  if (trial.host === undefined) return result;
  const again = await throughProxy(environment, pace, { ...probe, host: trial.host }, index, false, () => Promise.resolve(false));
  return { ...again, request: result.request.replace(`//${probe.host}`, `//${trial.host}`) };
}

/** Repeats a failing request until it succeeds, or until its failure can no longer be one of starting up or of our own haste. */
async function throughProxy(environment: Environment, pace: Pace, probe: Probe, index: number, isHopeless: boolean, isInVain: VainCheck): Promise<ProbeResult> {
  const began = performance.now();
  const quiet = targetsOf(environment, probe).map((target) => new QuietWatch(environment, target.service));
  let pause = 100;
  let tries = 0;
  let wasInVain = false;
  const send = async (): Promise<ProbeResult> => {
    environment.signal.throwIfAborted();
    tries++;
    return sendOnce(environment, probe, index, tries, isInVain);
  };
  for (;;) {
    let judged = await send();
    if (!isFailing(judged, probe.expect) && pace.needsSecond(probe)) judged = await send();
    if (isFailing(judged, probe.expect) && (await pace.isRefused(probe, judged))) {
      const calm = await pace.calmly(probe, judged, send);
      if (calm.isRefused) return calm.result;
      judged = calm.result;
    }
    if (!isFailing(judged, probe.expect)) return judged;
    const result = judged;
    environment.waiting(waitName(probe), `${result.status ?? result.error} at try ${tries}; a failure counts once it has lasted and the app is at rest`);
    const stood = performance.now() - began;
    if (isHopeless || areAllGone(environment, probe) || (result.error === "timed-out" && result.durationMs >= doubtMs) || result.status === 504) return judged;
    // The app has started: it answers, and breaks off or is broken off.
    if (result.endedWorker !== undefined && tries >= leastTries) return result;
    if (isBrokenOff(result) && (tries >= leastTries || result.durationMs >= settleMs)) return result;
    if (tries >= leastTries && stood >= scriptSettleMs && isScriptMissing(judged, probe)) return judged;
    if (wasInVain) return judged;
    if ((tries >= leastTries || stood >= longTryMs) && stood >= settleMs) {
      if ((await isAnsweredByRule(environment, probe, result)) || (await isAtRest(environment, probe, quiet, result))) return judged;
      // A server that writes a line of log for every request it does not understand never comes to rest. What is asked once more counts.
      wasInVain = await isInVain();
    }
    await environment.changed.next(pause);
    pause = Math.min(pause * 1.6, 1000);
  }
}

/** What a request is called while its answer is waited for. */
function waitName({ method, path }: Probe): string {
  return `a good answer to ${method} ${path}`;
}

/** Sends a probe through the proxy and holds the answer against what the user expects. */
async function sendOnce(environment: Environment, probe: Probe, index: number, tries: number, isInVain: VainCheck = () => Promise.resolve(false)): Promise<ProbeResult> {
  const at = Math.round(environment.proxy?.age ?? 0);
  const watch = new EndedWorkerWatch(
    environment,
    targetsOf(environment, probe).map((target) => target.service),
  );
  const result = resultOf(environment.plan, index, "proxy", await sendWhileUp(environment, probe, isInVain), { tries, at });
  const unmet = unmetBy(result, probe);
  const endedWorker = result.status === 500 && result.durationMs >= shortestPatienceMs ? await watch.line() : undefined;
  return { ...result, ...(unmet === undefined ? {} : { unmet }), ...(endedWorker === undefined ? {} : { endedWorker }) };
}

/** Tells, once it is asked, whether nginx cannot be understood by what it dials. */
type VainCheck = () => Promise<boolean>;

function vainCheck(environment: Environment, probe: Probe, direct: Promise<readonly ProbeResult[]>): VainCheck {
  let known: Promise<boolean> | undefined;
  let isAnswered = false;
  let results: readonly ProbeResult[] = [];
  void direct.then((settled) => {
    results = settled;
    isAnswered = true;
  });
  const find = async (): Promise<boolean> => (await import("./protocols.ts")).isInVain(environment, probe);
  return () => {
    // An app that is slow to the direct request as well may speak the protocol; one that answers it in clear does.
    if (!isAnswered || results.some((result) => result.error === "timed-out" || result.error === "refused" || (result.status !== undefined && isInClear(environment, probe))))
      return Promise.resolve(false);
    known ??= find();
    return known;
  };
}

function isInClear(environment: Environment, probe: Probe): boolean {
  return probe.route !== undefined && environment.plan.proxy.routes[probe.route]?.scheme === "http";
}

/** An answer that takes this long may be none: then it is looked into whether nginx is understood at all. */
const doubtMs = 5000;

/** How long a request may go on after what it waits for is gone: packets to a vanished address are not refused, they are lost. */
const lostMs = 1000;

/** Sends a probe, and gives up soon after nginx or the last container that could answer it has ended, or when what nginx dials cannot understand it. */
async function sendWhileUp(environment: Environment, probe: Probe, isInVain: VainCheck): Promise<HttpAnswer> {
  const isProxyGone = (): boolean => environment.proxy?.isDown !== false;
  const controller = new AbortController();
  const wereGone = areAllGone(environment, probe);
  const answer = sendThroughProxy(environment, probe, controller.signal);
  let isAnswered = false;
  const doubt = performance.now() + doubtMs;
  const watch = async (): Promise<void> => {
    while (!isAnswered) {
      const gone = isProxyGone() || areAllGone(environment, probe);
      await environment.changed.next(wereGone ? settleMs : lostMs);
      const isLost = gone || (performance.now() > doubt && !isAnswered && (await isInVain()));
      if (isLost && !isAnswered) controller.abort();
    }
  };
  const watched = watch();
  const result = await answer;
  isAnswered = true;
  environment.changed.notify();
  await watched;
  if (!controller.signal.aborted || result.ok) return result;
  const why = isProxyGone() ? "nginx ended before it answered" : areAllGone(environment, probe) ? "what nginx waited for ended before it answered" : undefined;
  return why === undefined ? { ...result, error: "timed-out", text: "not waited for longer: what nginx waits for speaks another protocol" } : { ...result, error: "closed", text: why };
}

/** Whether every container that could answer a probe has ended. */
function areAllGone(environment: Environment, probe: Probe): boolean {
  const targets = targetsOf(environment, probe);
  return targets.length > 0 && targets.every((target) => environment.running(target.service)?.isDown !== false);
}

/** Whether more waiting cannot help: the app is gone, its time is up, or nothing moves in it. A 503 may be its own "not yet". */
async function isAtRest(environment: Environment, probe: Probe, quiet: readonly QuietWatch[], result: ProbeResult): Promise<boolean> {
  const services = targetsOf(environment, probe).map((target) => environment.running(target.service));
  if (services.every((running) => running?.isDown !== false)) return true;
  const isOverdue = services.every((running) => (running?.age ?? 0) > environment.plan.startTimeout.value);
  if (isOverdue) return true;
  const idle = await Promise.all(quiet.map((watch) => watch.sample()));
  return result.status !== 503 && idle.every((each) => each >= 1000);
}

async function proxyIsUp(environment: Environment, dialled: Dialled): Promise<boolean> {
  const address = environment.addressOf(environment.plan.proxy.service);
  const deadline = performance.now() + environment.plan.startTimeout.value;
  for (let pause = 10; ; pause = Math.min(pause * 1.5, 250)) {
    environment.signal.throwIfAborted();
    const { proxy } = environment;
    if (!proxy || proxy.isDown || proxy.startedAt === 0) return false;
    if (address !== undefined && (await proxyListens(environment, proxy.container, address, dialled))) return true;
    if (performance.now() > deadline) return false;
    await environment.changed.next(pause);
  }
}

/** Where nginx is dialled: a port, and the address when only its own container reaches it. */
interface Dialled {
  readonly port: number;
  readonly inside?: string;
}

/** Where its address cannot be dialled from here, nginx is asked from inside its own container. */
async function proxyListens(environment: Environment, container: string, address: string, { port, inside }: Dialled): Promise<boolean> {
  if (inside === undefined && (await environment.canReach())) return (await tryPort(address, port, 1000)) === "open";
  return (await tryPort(inside ?? "127.0.0.1", port, 2000, relayThrough(environment.engine, container))) === "open";
}
