import { serviceOf } from "../model/address.ts";
import type { AccessRecord, BuildRecord, FactTypes, HostRefusal, NginxError, NginxStartError, ProbeResult, ServiceRecord } from "../model/evidence.ts";
import { mayBeMisspoken } from "../model/judgement.ts";
import type { Plan, Service } from "../model/plan.ts";
import type { PeerProtocols } from "../model/protocols.ts";
import { showTarget, type Route, type Target } from "../model/proxy.ts";
import type { PlatformSymptom } from "./platform-symptoms.ts";

/** Something that went wrong, before it is known why. */
export type Symptom = PlatformSymptom | BuildSymptom | ExitSymptom | ProxySymptom | GatewaySymptom | StatusSymptom | ScriptSymptom | LocalSymptom | RefusalSymptom | MisspokenSymptom | SilenceSymptom;
export type SymptomKind = Symptom["kind"];

/** An image could not be built. */
export interface BuildSymptom {
  readonly kind: "build";
  readonly service: Service;
  readonly build: BuildRecord;
}

/** A container that the proxy's answers depend on ended, could not be started, or never became healthy. */
export interface ExitSymptom {
  readonly kind: "exit";
  readonly service: Service;
  readonly record: ServiceRecord;
}

/** nginx did not start. */
export interface ProxySymptom {
  readonly kind: "proxy-start";
  readonly errors: readonly NginxStartError[];
  readonly record: ServiceRecord;
}

/** nginx itself answered 5xx, or broke off the answer that it passed on, or passed on the 500 of an ended worker: it got no usable one from an address it dials. */
export interface GatewaySymptom {
  readonly kind: "gateway";
  readonly route: Route;
  readonly routeIndex: number;
  /** The address; absent when nginx never came to dial one. */
  readonly target?: Target;
  /** The service meant by it; absent when the plan has none of that name. */
  readonly service?: Service;
  readonly record?: ServiceRecord;
  readonly probe: ProbeResult;
  readonly directs: readonly ProbeResult[];
  readonly attempt?: AccessRecord;
  readonly errors: readonly NginxError[];
  /** Another address of the group answered in its place: clients were served all the same. */
  readonly isMasked: boolean;
}

/** The app itself answered 502, 503 or 504, or not what the user's probe demands. */
export interface StatusSymptom {
  readonly kind: "status";
  readonly service?: Service;
  readonly record?: ServiceRecord;
  readonly route?: Route;
  readonly probe: ProbeResult;
  readonly directs: readonly ProbeResult[];
}

/** nginx answered 5xx out of its own configuration, without asking anybody. */
export interface LocalSymptom {
  readonly kind: "local";
  readonly probe: ProbeResult;
  readonly route?: Route;
  readonly directs: readonly ProbeResult[];
  readonly attempt: AccessRecord;
  readonly errors: readonly NginxError[];
}

/** The app refused the Host header that nginx passed on, and that alone. */
export interface RefusalSymptom extends Omit<StatusSymptom, "kind"> {
  readonly kind: "refusal";
  readonly refusal: HostRefusal;
}

/** A FastCGI server does not have the script that nginx names. */
export interface ScriptSymptom {
  readonly kind: "script";
  readonly service?: Service;
  readonly record?: ServiceRecord;
  readonly route: Route;
  /** Its path, as nginx names it. */
  readonly script: string;
  /** The path that was asked for. */
  readonly asked: string;
  readonly probe: ProbeResult;
  readonly directs: readonly ProbeResult[];
  readonly errors: readonly NginxError[];
}

/** The app answered 400 and speaks another protocol than nginx: what nginx passed on was no request to it. */
export interface MisspokenSymptom extends Omit<StatusSymptom, "kind"> {
  readonly kind: "misspoken";
  readonly route: Route;
  readonly target: Target;
}

/** The proxy runs and gave no answer at all. */
export interface SilenceSymptom {
  readonly kind: "silence";
  readonly probe: ProbeResult;
  readonly record?: ServiceRecord;
}

type Known = Pick<FactTypes, "builds" | "services" | "proxy" | "probes"> & Partial<Pick<FactTypes, "protocols">>;

/** An image that cannot be built leaves nothing to boot: then there is no other symptom. */
export function readBuildSymptoms(plan: Plan, builds: readonly BuildRecord[]): BuildSymptom[] {
  return builds
    .filter((build) => !build.ok)
    .flatMap((build): BuildSymptom[] => {
      const service = plan.services.find((each) => each.name === build.service);
      return service ? [{ kind: "build", service, build }] : [];
    });
}

/** Reads the symptoms out of the facts; what follows from a container that is down is not listed again. */
export function readSymptoms(plan: Plan, facts: Known): Symptom[] {
  const builds = readBuildSymptoms(plan, facts.builds);
  if (builds.length > 0) return builds;
  const exits = exitSymptoms(plan, facts);
  const proxyRecord = facts.services.find((record) => record.name === plan.proxy.service);
  const isRefused = facts.proxy.startErrors.some((error) => error.level === "emerg");
  const proxyDown = facts.proxy.state === "exited" && proxyRecord && isRefused ? [{ kind: "proxy-start" as const, errors: facts.proxy.startErrors, record: proxyRecord }] : [];
  const down = new Set(exits.map((symptom) => symptom.record.name));
  const answers = facts.proxy.state !== "running" ? [] : probeSymptoms(plan, facts, down, proxyRecord);
  return [...exits, ...proxyDown, ...answers];
}

function exitSymptoms(plan: Plan, facts: Known): ExitSymptom[] {
  return plan.services.flatMap((service): ExitSymptom[] => {
    const record = facts.services.find((each) => each.name === service.name);
    const isMute = service.name === plan.proxy.service && !facts.proxy.startErrors.some((error) => error.level === "emerg");
    if (!record || !service.essential || !isDown(service, record, plan, isMute)) return [];
    return [{ kind: "exit", service, record }];
  });
}

/** A task may end well; nginx that says why has a symptom of its own; what was held back has its reason elsewhere. */
function isDown(service: Service, record: ServiceRecord, plan: Plan, isMuteProxy: boolean): boolean {
  if (record.startError !== undefined) return true;
  if (record.heldBackBy !== undefined) return false;
  const [exit] = record.exits;
  if (exit && service.name === plan.proxy.service) return isMuteProxy;
  if (exit) return !(exit.code === 0 && service.role !== "app");
  return record.health?.status === "unhealthy" && plan.services.some((other) => other.needs.some((need) => need.service === service.name && need.condition === "healthy"));
}

function probeSymptoms(plan: Plan, facts: Known, down: ReadonlySet<string>, proxyRecord: ServiceRecord | undefined): Symptom[] {
  const proxied = facts.probes.filter((result) => result.via === "proxy" && !isExpected(plan, result));
  const found = proxied.flatMap((probe): Symptom[] => {
    const directs = facts.probes.filter((result) => result.via === "direct" && result.probe === probe.probe);
    const routeIndex = plan.probes[probe.probe]?.route;
    const route = routeIndex === undefined ? undefined : plan.proxy.routes[routeIndex];
    // `return 444` closes the connection on purpose.
    if (probe.error !== undefined && attemptOf(facts.proxy.attempts, probe)?.status === 444) return [];
    if (probe.error !== undefined && probe.error !== "timed-out" && !isPassedOn(facts, probe) && !(route && isPassedThrough(facts, probe)))
      return [{ kind: "silence", probe, ...(proxyRecord ? { record: proxyRecord } : {}) }];
    const local = localSymptom(facts, probe, directs, route);
    if (local) return [local];
    if (!route || routeIndex === undefined) return isGatewayStatus(probe.status) || probe.unmet !== undefined ? [{ kind: "status", probe, directs }] : [];
    return routeSymptoms(plan, facts, probe, directs, route, routeIndex);
  });
  return unique(found.filter((symptom) => !("service" in symptom && symptom.service && down.has(symptom.service.name)) && !isMissed(plan, symptom, down)));
}

/** Whether a port is refused in a network namespace that a container shared which is down: then that one was to open it. */
function isMissed(plan: Plan, symptom: Symptom, down: ReadonlySet<string>): boolean {
  if (symptom.kind !== "gateway" || !symptom.service || !symptom.directs.some((direct) => direct.error === "refused" && direct.target?.port === symptom.target?.port)) return false;
  const root = symptom.service.networkOf?.value ?? symptom.service.name;
  return plan.services.some((other) => down.has(other.name) && (other.name === root || other.networkOf?.value === root));
}

/** Whether what came, whole or not, came by nginx from an address that it dials. */
function isPassedOn({ proxy }: Known, probe: ProbeResult): boolean {
  const attempt = attemptOf(proxy.attempts, probe);
  if (attempt === undefined || attempt.status === clientClosed || attempt.upstreamAddr.every((address) => address === "" || address === "-")) return false;
  const isTold = proxy.errors.some((error) => error.connection === attempt.connection && error.upstream !== undefined);
  return probe.status !== undefined || (isTold && (probe.error === "not-http" || probe.error === "closed"));
}

/** What is no HTTP at all nginx takes for HTTP/0.9 and passes through as it is, under the status 009. It complains all the same. */
function isPassedThrough({ proxy }: Known, probe: ProbeResult): boolean {
  const attempt = attemptOf(proxy.attempts, probe);
  const isStrange = attempt !== undefined && proxy.errors.some((error) => error.connection === attempt.connection && error.message.startsWith("upstream sent no valid HTTP"));
  return probe.error === "not-http" || attempt?.status === 9 || isStrange;
}

/** nginx's status for a client that went away first. */
const clientClosed = 499;

function routeSymptoms(plan: Plan, facts: Known, probe: ProbeResult, directs: readonly ProbeResult[], route: Route, routeIndex: number): Symptom[] {
  const attempt = attemptOf(facts.proxy.attempts, probe);
  const errors = attempt ? errorsOf(facts, attempt) : facts.proxy.errors.filter((error) => error.request?.includes(plan.probes[probe.probe]?.path ?? "\0") === true);
  const script = plan.probes[probe.probe]?.script;
  if (script !== undefined && probe.status === 404 && plan.probes[probe.probe]?.expect === undefined)
    return probe.unmet !== undefined && isScriptUnknown(facts, errors, directs) ? [scriptSymptom(plan, facts, route, script, probe, directs, errors)] : [];
  const isFailing = isGatewayStatus(probe.status) || probe.error !== undefined || probe.unmet !== undefined || isProxyError(probe, attempt) || probe.endedWorker !== undefined;
  const shared = { route, routeIndex, probe, directs, errors, ...(attempt ? { attempt } : {}) };
  const described = (target: Target | undefined, isMasked: boolean): GatewaySymptom => {
    const service = target && serviceOf(plan, target);
    const record = service && facts.services.find((each) => each.name === service.name);
    return { kind: "gateway", ...shared, isMasked, ...(target ? { target } : {}), ...(service ? { service } : {}), ...(record ? { record } : {}) };
  };
  const misspoken = isFailing ? undefined : misspokenTo(plan, facts, probe, route);
  if (misspoken) return [{ ...statusSymptom(plan, facts, probe, directs, route, attempt), kind: "misspoken", route, target: misspoken }];
  if (probe.refusal) return [{ ...statusSymptom(plan, facts, probe, directs, route, attempt), kind: "refusal", refusal: probe.refusal }];
  if (!isFailing) return refusedTargets(plan, route, directs, errors).map((target) => described(target, true));
  if (
    (answeredByApp(attempt) && probe.error === undefined && probe.endedWorker === undefined) ||
    (attempt === undefined && directs.some((direct) => direct.status === probe.status && isGatewayStatus(direct.status)))
  )
    return [statusSymptom(plan, facts, probe, directs, route, attempt)];
  const dialled = dialledTargets(plan, facts, route, attempt);
  return dialled.length > 0 ? dialled.map((target) => described(target, false)) : [described(undefined, false)];
}

/** An error of nginx that no address has a part in: it dialled none, and complains of nothing but its own limits. */
function localSymptom(facts: Known, probe: ProbeResult, directs: readonly ProbeResult[], route: Route | undefined): LocalSymptom | undefined {
  const attempt = attemptOf(facts.proxy.attempts, probe);
  if (!attempt || attempt.status !== probe.status || (!isGatewayStatus(probe.status) && probe.status !== 500)) return undefined;
  if ([...attempt.upstreamAddr, ...attempt.upstreamStatus].some((each) => each !== "" && each !== "-")) return undefined;
  const errors = facts.proxy.errors.filter((error) => error.connection === attempt.connection);
  const isQuiet = errors.every((error) => /^(?:info|notice|debug)$/.test(error.level) || /^limiting (?:requests|connections)/.test(error.message));
  return isQuiet ? { kind: "local", probe, directs, attempt, errors, ...(route ? { route } : {}) } : undefined;
}

/** PHP-FPM says so on its error stream, which nginx logs. Without a log the words of its answer have to do. */
function isScriptUnknown(facts: Known, errors: readonly NginxError[], directs: readonly ProbeResult[]): boolean {
  return !facts.proxy.observed || errors.some((error) => error.text.includes("Primary script unknown")) || directs.some((direct) => direct.stderr?.includes("Primary script unknown") === true);
}

function scriptSymptom(plan: Plan, facts: Known, route: Route, script: string, probe: ProbeResult, directs: readonly ProbeResult[], errors: readonly NginxError[]): ScriptSymptom {
  const [target] = route.targets;
  const service = target && serviceOf(plan, target);
  const record = service && facts.services.find((each) => each.name === service.name);
  const asked = plan.probes[probe.probe]?.path ?? "/";
  return { kind: "script", route, script, asked, probe, directs, errors, ...(service ? { service } : {}), ...(record ? { record } : {}) };
}

/** nginx's records of an attempt. "No live upstreams" only says that earlier ones failed: then theirs tell why. */
function errorsOf(facts: Known, attempt: AccessRecord): readonly NginxError[] {
  const own = facts.proxy.errors.filter((error) => error.connection === attempt.connection);
  if (!own.some((error) => error.message.startsWith("no live upstreams"))) return own;
  const requests = new Set(own.map((error) => error.request));
  return facts.proxy.errors.filter((error) => requests.has(error.request));
}

/** Addresses of the route that refuse a direct connection although the proxy's answer was fine. Whose a Unix socket is may be a guess: there nginx itself must have found nobody. */
function refusedTargets(plan: Plan, route: Route, directs: readonly ProbeResult[], errors: readonly NginxError[]): Target[] {
  return route.targets.filter((target) => {
    const service = serviceOf(plan, target);
    if (target.socket !== undefined && !errors.some((error) => error.message === `connect() to unix:${target.socket} failed`)) return false;
    return (
      service !== undefined && !target.backup && !target.down && directs.some((direct) => direct.target?.service === service.name && direct.target.port === target.port && direct.error === "refused")
    );
  });
}

function statusSymptom(plan: Plan, facts: Known, probe: ProbeResult, directs: readonly ProbeResult[], route: Route, attempt: AccessRecord | undefined): StatusSymptom {
  const answering = attempt && dialledTargets(plan, facts, route, { ...attempt, upstreamAddr: attempt.upstreamAddr.slice(-1) })[0];
  const target = answering ?? route.targets[0];
  const service = target && serviceOf(plan, target);
  const record = service && facts.services.find((each) => each.name === service.name);
  return { kind: "status", probe, directs, route, ...(service ? { service } : {}), ...(record ? { record } : {}) };
}

/** nginx's record of a probe: the one with our side's port, else the last of the same request and status. */
export function attemptOf(attempts: readonly AccessRecord[], probe: ProbeResult): AccessRecord | undefined {
  const byPort = probe.localPort === undefined ? undefined : attempts.findLast((attempt) => attempt.remotePort === probe.localPort);
  if (byPort) return byPort;
  const path = /^\S+ \w+:\/\/[^/]+(\/.*)$/.exec(probe.request)?.[1] ?? "/";
  return attempts.findLast((attempt) => attempt.request.includes(` ${path} `) && attempt.status === probe.status);
}

/** nginx writes its own 502 and 504 into $upstream_status too; only a header time shows that the app answered. */
export function answeredByApp(attempt: AccessRecord | undefined): boolean {
  const last = attempt?.headerTime.at(-1);
  return last !== undefined && last !== "" && last !== "-";
}

/** The target that answered 400 and was found to speak another protocol than nginx does to it. */
function misspokenTo(plan: Plan, facts: Known, probe: ProbeResult, route: Route): Target | undefined {
  if (!mayBeMisspoken(plan, probe)) return undefined;
  return route.targets.find((target) => {
    const peer = facts.protocols?.find((each) => each.service === serviceOf(plan, target)?.name && each.port === target.port);
    return peer !== undefined && isMisspoken(route.scheme, peer);
  });
}

/** Whether a peer takes TLS alone where nginx speaks in clear, or HTTP where nginx speaks FastCGI, uwsgi or SCGI. A 400 that it gives to all alike is its answer. */
function isMisspoken(scheme: Route["scheme"], peer: PeerProtocols): boolean {
  const inClear = peer.trials.find((trial) => trial.said === "http");
  if (scheme !== "http") return inClear?.outcome === "understood" && inClear.status !== 400;
  const secured = peer.handshakes.filter((trial) => trial.outcome === "accepted");
  const isAboutTls = secured.some((trial) => trial.status === undefined) && /https|tls|ssl/i.test(inClear?.heard ?? "");
  return inClear?.status === 400 && (secured.some((trial) => trial.status !== undefined && trial.status !== 400) || isAboutTls);
}

function isGatewayStatus(status: number | undefined): boolean {
  return status === 502 || status === 503 || status === 504;
}

/** A 500 that nginx made while passing on. */
function isProxyError(probe: ProbeResult, attempt: AccessRecord | undefined): boolean {
  return probe.status === 500 && attempt !== undefined && !answeredByApp(attempt);
}

/** The targets of a route that nginx's record shows as dialled; the only one there is when it shows none. */
function dialledTargets(plan: Plan, facts: Known, route: Route, attempt: AccessRecord | undefined): Target[] {
  const addresses = (attempt?.upstreamAddr ?? []).filter((address) => address !== "" && address !== "-");
  const matching = route.targets.filter((target) => {
    const service = serviceOf(plan, target);
    const record = facts.services.find((each) => each.name === service?.name);
    const own = [target, ...(record?.addresses ?? []).map((host) => ({ ...target, host })), ...(target.through ? [target.through] : [])].map(showTarget);
    return addresses.some((address) => own.includes(address));
  });
  if (matching.length > 0) return matching;
  return route.targets.length === 1 ? [...route.targets] : addresses.length === 0 ? [] : route.targets.filter((target) => !target.down && !target.backup);
}

/** One symptom for each address and kind of answer, however many probes show it. */
function unique(symptoms: readonly Symptom[]): Symptom[] {
  const seen = new Set<string>();
  return symptoms.filter((symptom) => {
    const key = JSON.stringify(keyOf(symptom));
    return !seen.has(key) && seen.add(key);
  });
}

function keyOf(symptom: Symptom): unknown {
  if (symptom.kind === "gateway")
    return [
      "gateway",
      symptom.target?.host,
      symptom.target?.port,
      symptom.target?.socket,
      symptom.target ? "" : symptom.route.value,
      symptom.probe.status,
      symptom.errors.at(-1)?.errno,
      symptom.errors.at(-1)?.message,
    ];
  if (symptom.kind === "script") return ["script", symptom.service?.name, symptom.script];
  if (symptom.kind === "status") return ["status", symptom.service?.name, symptom.probe.status, symptom.probe.unmet === undefined ? "" : symptom.probe.name];
  if (symptom.kind === "local") return ["local", symptom.attempt.server, symptom.probe.status, symptom.attempt.limitReq, symptom.attempt.limitConn, symptom.route?.server];
  if (symptom.kind === "platform") return ["platform", symptom.problem.key, symptom.problem.at.line];
  if (symptom.kind === "refusal") return ["refusal", symptom.service?.name, symptom.refusal.sent];
  return [symptom.kind, symptom.kind === "silence" ? symptom.probe.error : ""];
}

/** Whether the user's probe asks for just this answer. */
function isExpected(plan: Plan, { probe, status, unmet }: ProbeResult): boolean {
  return unmet === undefined && status !== undefined && plan.probes[probe]?.expect?.status?.includes(status) === true;
}
