import type { Environment } from "../boot/environment.ts";
import { tryPort, type HttpAnswer } from "../http/client.ts";
import { relayThrough } from "../boot/relay.ts";
import { isLoopback, serviceOfTarget } from "../model/address.ts";
import type { ProbeResult } from "../model/evidence.ts";
import type { Probe } from "../model/plan.ts";
import { isFailing } from "../model/judgement.ts";
import { unmetExpectation } from "./judge.ts";
import { QuietWatch } from "./quiet.ts";
import { waitForAny, waitForTarget, type Readiness, type WatchedTarget } from "./readiness.ts";
import { dialFromProxy, resultOf, sendDirect, sendThroughProxy } from "./send.ts";
import { SocketWatch } from "./socket-watch.ts";
import { targetsOf } from "./targets.ts";

/** What the probes of one trial showed. */
export interface Observation {
  readonly results: readonly ProbeResult[];
  readonly watches: ReadonlyMap<string, SocketWatch>;
  /** How waiting ended for each `service:port` that was watched. */
  readonly readiness: ReadonlyMap<string, Readiness>;
}

export interface ObserveContext {
  readonly environment: Environment;
  readonly mentionsPort: (service: string, port: number) => boolean;
}

/** A failing answer counts once it has stood this long, and come this often, with the app at rest. */
const settleMs = 3000;
const leastTries = 3;
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
    const key = `${target.service}:${target.port}`;
    const wait = waits.get(key) ?? waitForTarget(target, { environment, watch: watchOf(target.service), mentionsPort: context.mentionsPort });
    waits.set(key, wait);
    return wait.then((how) => {
      if (!readiness.has(key)) environment.note(`${key} is ${how}`);
      readiness.set(key, how);
      return how;
    });
  };
  await waitForStrays(environment, watchOf);
  if (environment.plan.probes.length === 0) await proxyIsUp(environment, { port: environment.plan.proxy.servers[0]?.listens[0]?.port ?? 80 });
  const results: ProbeResult[] = [];
  await inTurn(environment.plan.probes, async (probe, index) => {
    const states = await Promise.all(targetsOf(environment, probe).map(ready));
    results.push(...(await sendProbe(environment, probe, index, states)));
  });
  return { results: results.toSorted((a, b) => a.probe - b.probe || (a.via === b.via ? 0 : a.via === "proxy" ? -1 : 1)), watches, readiness };
}

/** Addresses that lead to no service: what they may mean is only known once the others listen. */
async function waitForStrays(environment: Environment, watchOf: (service: string) => SocketWatch): Promise<void> {
  const { plan } = environment;
  const strays = plan.proxy.routes
    .flatMap((route) => route.targets)
    .filter((target) => target.port > 0 && (isLoopback(target.host) || !target.host.includes(".")) && !serviceOfTarget(plan, target.host));
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

async function sendProbe(environment: Environment, probe: Probe, index: number, states: readonly Readiness[]): Promise<ProbeResult[]> {
  const direct = directResults(environment, probe, index);
  if (!(await proxyIsUp(environment, probe))) {
    const answer: HttpAnswer = { ok: false, error: "refused", text: "the proxy does not listen", durationMs: 0 };
    return [resultOf(environment.plan, index, "proxy", answer, { tries: 0, at: 0 }), ...(await direct)];
  }
  if (states.length > 0 && states.every((state) => state === "down")) {
    const gone: HttpAnswer = { ok: false, error: "unreachable", text: "not asked: what nginx would dial has ended", durationMs: 0 };
    return [resultOf(environment.plan, index, "proxy", gone, { tries: 0, at: Math.round(environment.proxy?.age ?? 0) })];
  }
  const isHopeless = states.length > 0 && states.every((state) => state !== "open");
  const result = await throughProxy(environment, probe, index, isHopeless, vainCheck(environment, probe, direct));
  // What counts beside a failure is the app's answer now, not that of its first moment.
  return [result, ...(isFailing(result, probe.expect) ? await directResults(environment, probe, index) : await direct)];
}

/** Repeats a failing request until it succeeds, or until its failure can no longer be one of starting up. */
async function throughProxy(environment: Environment, probe: Probe, index: number, isHopeless: boolean, isInVain: VainCheck): Promise<ProbeResult> {
  const began = performance.now();
  const quiet = targetsOf(environment, probe).map((target) => new QuietWatch(environment, target.service));
  let pause = 100;
  let wasInVain = false;
  for (let tries = 1; ; tries++) {
    environment.signal.throwIfAborted();
    const at = Math.round(environment.proxy?.age ?? 0);
    const result = resultOf(environment.plan, index, "proxy", await sendWhileUp(environment, probe, isInVain), { tries, at });
    const unmet = unmetExpectation(result, probe.expect);
    const judged = unmet === undefined ? result : { ...result, unmet };
    if (!isFailing(judged, probe.expect)) return judged;
    const stood = performance.now() - began;
    if (isHopeless || areAllGone(environment, probe) || (result.error === "timed-out" && result.durationMs >= doubtMs) || result.status === 504) return judged;
    if (wasInVain) return judged;
    if (tries >= leastTries && stood >= settleMs) {
      if (await isAtRest(environment, probe, quiet, result)) return judged;
      // A server that writes a line of log for every request it does not understand never comes to rest. What is asked once more counts.
      wasInVain = await isInVain();
    }
    await environment.changed.next(pause);
    pause = Math.min(pause * 1.6, 1000);
  }
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
      const gone = isProxyGone() || (!wereGone && areAllGone(environment, probe));
      await environment.changed.next(lostMs);
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

async function directResults(environment: Environment, probe: Probe, index: number): Promise<ProbeResult[]> {
  const route = probe.route === undefined ? undefined : environment.plan.proxy.routes[probe.route];
  if (route && route.scheme !== "http" && route.scheme !== "https") return [];
  const dial = dialFromProxy(environment);
  return Promise.all(
    // An address whose container is gone answers nothing for seconds, and nothing would be learnt.
    targetsOf(environment, probe)
      .filter((target) => environment.running(target.service)?.isDown === false)
      .map(async (target) => {
        const address = isLoopback(target.host) ? target.host : (environment.addressOf(target.service) ?? target.host);
        const answer = await sendDirect(environment, probe, { ...target, address }, dial, 10_000);
        return resultOf(environment.plan, index, "direct", answer, { tries: 1, at: Math.round(environment.proxy?.age ?? 0), target: { service: target.service, address, port: target.port } });
      }),
  );
}
