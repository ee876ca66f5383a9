import { serviceOf } from "../model/address.ts";
import type { ProxyRecord, ServiceRecord } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Plan } from "../model/plan.ts";
import { showTarget, type Route, type Target } from "../model/proxy.ts";
import type { Report, TrialProbe } from "../model/verdict.ts";
import { cleanLine } from "./clean-text.ts";
import { errorLine, refusalOf } from "./nginx-reasons.ts";
import { failingResult, firstTrial, hasFailed, shortAnswer } from "./probes.ts";
import { socketTable } from "./sockets.ts";

/** How far a request came. Texts are clean. */
export interface RequestPath {
  readonly request: string;
  /** Client, nginx, app and, where it is the cause, what the app needs. */
  readonly stops: readonly Stop[];
  /** One fewer than stops: `hops[0]` leads from the first stop to the second. */
  readonly hops: readonly Hop[];
}

export type HopState =
  | "passed"
  | "broken" // it ends here
  | "untried";

export interface Stop {
  readonly name: string;
  readonly role: string;
  readonly detail: string;
  readonly state: HopState;
}

export interface Hop {
  readonly label: string;
  readonly state: HopState;
}

/** Where a request ends. */
type Break = "proxy" | "hop" | "app" | "need" | "nowhere";

/** What is known of one request, before it is drawn. */
interface Trace {
  readonly report: Report;
  readonly plan: Plan;
  readonly finding: Finding | undefined;
  readonly proxied: TrialProbe | undefined;
  readonly direct: TrialProbe | undefined;
  readonly target: Target | undefined;
  readonly app: string | undefined;
  /** How the containers ended; undefined while they run. */
  readonly appEnd: string | undefined;
  readonly proxyEnd: string | undefined;
  readonly nginx: ProxyRecord | undefined;
}

/** The way of the request that a finding is about, with the place where it ends; of the first request where none fails. undefined without a plan. */
export function requestPath(report: Report, finding?: Finding): RequestPath | undefined {
  const trace = traceOf(report, finding);
  if (trace === undefined) return undefined;
  const end = breakOf(trace);
  const { proxied } = trace;
  const needed = end === "need" ? [{ name: neededService(trace) ?? "", role: "dependency", detail: "", state: "untried" as const }] : [];
  const isTaken = proxied?.status !== undefined || (trace.proxyEnd === undefined && end !== "proxy");
  return {
    request: cleanLine(proxied?.request ?? "", 120),
    stops: [{ name: "client", role: "the gate", detail: clientDetail(proxied), state: "passed" }, proxyStop(trace, end), appStop(trace, end), ...needed],
    hops: [
      { label: requestLabel(trace), state: proxied !== undefined && proxied.tries > 0 && isTaken ? "passed" : "untried" },
      appHop(trace, end),
      ...needed.map(() => ({ label: "cannot use it", state: "broken" as const })),
    ],
  };
}

function clientDetail(proxied: TrialProbe | undefined): string {
  if (proxied === undefined) return "";
  if (proxied.tries === 0) return "asks in vain";
  return proxied.status === undefined ? shortAnswer(proxied) : `gets ${shortAnswer(proxied)}`;
}

function traceOf(report: Report, finding: Finding | undefined): Trace | undefined {
  const { plan } = report;
  if (plan === undefined) return undefined;
  const proxied = chosenResult(report, finding);
  const route = routeOf(plan, proxied, finding);
  const target = route?.targets.find((each) => serviceOf(plan, each)?.name === finding?.service) ?? route?.targets[0];
  const app = (target && serviceOf(plan, target)?.name) ?? (finding?.service === plan.proxy.service ? undefined : finding?.service) ?? plan.services.find((service) => service.role === "app")?.name;
  const directs = firstTrial(report).filter((result) => result.via === "direct" && result.probe === proxied?.probe);
  return {
    report,
    plan,
    finding,
    proxied,
    direct: directs.find((result) => result.target?.service === app) ?? directs[0],
    target,
    app,
    appEnd: app === undefined ? undefined : (buildFailure(report, app) ?? endOf(serviceRecord(report, app))),
    proxyEnd: endOf(serviceRecord(report, plan.proxy.service)),
    nginx: report.facts && "value" in report.facts.proxy ? report.facts.proxy.value : undefined,
  };
}

/** The failing request; else one whose direct twin was refused, or that was answered by an error; else the first. */
function chosenResult(report: Report, finding: Finding | undefined): TrialProbe | undefined {
  const results = firstTrial(report);
  const proxied = results.filter((result) => result.via === "proxy");
  const refused = results.find((result) => result.via === "direct" && result.error === "refused");
  const odd = finding && (proxied.find((result) => result.probe === refused?.probe) ?? proxied.find((result) => (result.status ?? 0) >= 400));
  return failingResult(report, finding) ?? odd ?? proxied[0];
}

function routeOf(plan: Plan, proxied: TrialProbe | undefined, finding: Finding | undefined): Route | undefined {
  const own = plan.proxy.routes[plan.probes[proxied?.probe ?? -1]?.route ?? -1];
  return own ?? plan.proxy.routes.find((route) => route.targets.some((target) => serviceOf(plan, target)?.name === finding?.service)) ?? plan.proxy.routes[0];
}

/** The one place at which the request ends, by what was observed; the finding decides between the two sides of a connection. */
function breakOf(trace: Trace): Break {
  const { report, finding, proxied, direct, appEnd, proxyEnd } = trace;
  if (report.verdict === "pass") return "nowhere";
  if (neededService(trace) !== undefined) return "need";
  const isOfProxy = finding !== undefined && finding.service === trace.plan.proxy.service && trace.app !== trace.plan.proxy.service;
  if (appEnd !== undefined && !isOfProxy && trace.app !== trace.plan.proxy.service) return "app";
  if (proxyEnd !== undefined) return namesUnknownHost(trace) ? "hop" : isHeldBack(trace) ? "app" : "proxy";
  if (proxied === undefined) return "nowhere";
  if (proxied.refusal !== undefined || proxied.endedWorker !== undefined) return "app";
  if (trace.nginx?.observed === true && !hasReached(trace)) return /resolv/.test(errorLine(trace.nginx, proxied)?.message ?? "") || direct?.error === "refused" ? "hop" : "proxy";
  if (direct === undefined || direct.error === "refused" || !hasFailed(report, direct)) return "hop";
  return isAtProxy(trace) && direct.error !== "timed-out" ? "hop" : "app";
}

/** Whether nginx has asked anybody for the request. */
function hasReached({ nginx, proxied }: Trace): boolean {
  const attempt = nginx?.attempts.find((each) => each.remotePort === proxied?.localPort);
  return attempt === undefined || attempt.upstreamAddr.some((address) => address !== "-" && address !== "");
}

function namesUnknownHost({ nginx }: Trace): boolean {
  return nginx?.startErrors.some(({ message }) => message.startsWith("host not found in upstream")) === true;
}

function isHeldBack({ report, plan }: Trace): boolean {
  return serviceRecord(report, plan.proxy.service)?.heldBackBy !== undefined;
}

function isAtProxy({ plan, finding }: Trace): boolean {
  return plan.proxy.files.some((file) => file.repo === finding?.location?.path);
}

function requestLabel({ proxied }: Trace): string {
  const match = /^(\S+) \w+:\/\/[^/]+(\/.*)$/.exec(proxied?.request ?? "");
  return cleanLine(match ? `${match[1]} ${match[2]}` : (proxied?.request ?? "no request was sent"), 60);
}

function proxyStop({ plan, proxied, proxyEnd, report }: Trace, end: Break): Stop {
  const state = end === "proxy" ? "broken" : proxyEnd === undefined && proxied !== undefined ? "passed" : "untried";
  const isOwnAnswer = end === "proxy" && proxied?.status !== undefined && report.verdict === "fail";
  return { name: cleanLine(plan.proxy.service, 60), role: "nginx", detail: proxyEnd ?? (isOwnAnswer ? `answers ${proxied.status} itself` : ""), state };
}

function appStop(trace: Trace, end: Break): Stop {
  const { report, app, appEnd, direct, proxied } = trace;
  if (app === undefined) return { name: "app", role: "app", detail: "", state: "untried" };
  const state = end === "app" ? "broken" : end === "nowhere" && proxied !== undefined ? "passed" : "untried";
  const answer = end !== "app" || direct === undefined ? "" : `asked directly: ${shortAnswer(direct)}`;
  const refusal = proxied?.refusal === undefined ? "" : cleanLine(`refuses the host ${proxied.refusal.sent}`, 70);
  const unready = end === "app" && isHeldBack(trace) ? "is not ready" : "";
  return { name: cleanLine(app, 60), role: "app", detail: appEnd ?? ([refusal, unready, answer].find((text) => text !== "") || listening(report, app)), state };
}

function appHop(trace: Trace, end: Break): Hop {
  const { target, proxied, appEnd } = trace;
  const dialled = target === undefined ? "" : cleanLine(showTarget(target), 60);
  if (end === "hop") {
    const reason = namesUnknownHost(trace) ? "host not found" : refusalOf(trace.nginx, proxied, trace.direct);
    return { label: [dialled, reason].filter((text) => text !== "").join(": "), state: "broken" };
  }
  const isPassed = proxied?.status !== undefined && end !== "proxy" && (appEnd === undefined || hasReached(trace));
  return { label: dialled, state: isPassed ? "passed" : "untried" };
}

function listening(report: Report, service: string): string {
  const rows = (socketTable(report, service)?.rows ?? []).filter((row) => row.process !== "-").map((row) => row.address);
  if (report.sockets.some((each) => each.service === service) && rows.length === 0) return "listens on no port";
  return rows.length === 0 ? "" : cleanLine(`listens on ${rows.slice(0, 2).join(", ")}`, 70);
}

/** What the app needs and does not get, where that is the cause. */
function neededService({ plan, finding, app }: Trace): string | undefined {
  if (finding === undefined || !/^dependency-(?:not-ready|unreachable)$/.test(finding.cause)) return undefined;
  const words = new Set(`${finding.title} ${finding.what}`.split(/[^\w-]+/));
  const named = plan.services.find((service) => service.name !== app && service.name !== plan.proxy.service && words.has(service.name));
  return named === undefined ? "its dependency" : cleanLine(named.name, 60);
}

function buildFailure({ facts }: Report, service: string): string | undefined {
  const builds = facts && "value" in facts.builds ? facts.builds.value : [];
  return builds.some((build) => build.service === service && !build.ok) ? "its image is not built" : undefined;
}

function serviceRecord({ facts }: Report, name: string): ServiceRecord | undefined {
  return facts && "value" in facts.services ? facts.services.value.find((service) => service.name === name) : undefined;
}

/** How a container ended; undefined for one that runs, or of which nothing is known. */
function endOf(record: ServiceRecord | undefined): string | undefined {
  if (record === undefined || record.state === "running") return undefined;
  const [exit] = record.exits;
  if (exit !== undefined) return `ended with exit code ${exit.code}${exit.oomKilled ? ", out of memory" : ""}`;
  if (record.heldBackBy !== undefined) return cleanLine(`waits for ${record.heldBackBy}`, 60);
  return record.startError === undefined ? "was not started" : "could not be started";
}
