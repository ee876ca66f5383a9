import { serviceOf } from "../model/address.ts";
import type { NginxError, ProxyRecord, ServiceRecord } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Plan } from "../model/plan.ts";
import { showTarget, type Route, type Target } from "../model/proxy.ts";
import type { Report, TrialProbe } from "../model/verdict.ts";
import { cleanLine } from "./clean-text.ts";
import { answerOf, failingResult, firstTrial, hasFailed } from "./probes.ts";
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

/** What is known of one request, before it is drawn. */
interface Trace {
  readonly report: Report;
  readonly plan: Plan;
  readonly finding: Finding | undefined;
  readonly proxied: TrialProbe | undefined;
  readonly route: Route | undefined;
  readonly target: Target | undefined;
  readonly app: string | undefined;
}

/** The way of the request that a finding is about, with the place where it ends; of the first request where none fails. undefined without a plan. */
export function requestPath(report: Report, finding?: Finding): RequestPath | undefined {
  const trace = traceOf(report, finding);
  if (trace === undefined) return undefined;
  const proxy = proxyStop(trace);
  const app = appStop(trace, proxy.state);
  const toApp = appHop(trace, proxy.state, app.state);
  const needed = neededService(trace);
  const passed = trace.proxied === undefined || (proxy.state === "broken" && trace.proxied.status === undefined) ? "untried" : "passed";
  return {
    request: cleanLine(trace.proxied?.request ?? "", 120),
    stops: [
      { name: "client", role: "the gate", detail: trace.proxied === undefined ? "" : `gets ${answerOf(trace.proxied)}`, state: "passed" },
      proxy,
      needed === undefined ? app : { ...app, state: "untried" },
      ...(needed === undefined ? [] : [{ name: needed, role: "dependency", detail: "", state: "untried" as const }]),
    ],
    hops: [{ label: requestLabel(trace), state: passed }, toApp, ...(needed === undefined ? [] : [{ label: "no connection", state: "broken" as const }])],
  };
}

function traceOf(report: Report, finding: Finding | undefined): Trace | undefined {
  const { plan } = report;
  if (plan === undefined) return undefined;
  const results = firstTrial(report);
  const proxied = failingResult(report, finding) ?? results.find((result) => result.via === "proxy");
  const probe = proxied && plan.probes[proxied.probe];
  const route = plan.proxy.routes[probe?.route ?? -1] ?? plan.proxy.routes.find((each) => each.targets.some((target) => serviceOf(plan, target)?.name === finding?.service)) ?? plan.proxy.routes[0];
  const target = route?.targets.find((each) => serviceOf(plan, each)?.name === finding?.service) ?? route?.targets[0];
  const app = (target && serviceOf(plan, target)?.name) ?? (finding?.service === plan.proxy.service ? undefined : finding?.service) ?? plan.services.find((service) => service.role === "app")?.name;
  return { report, plan, finding, proxied, route, target, app };
}

function requestLabel({ proxied }: Trace): string {
  const match = /^(\S+) \w+:\/\/[^/]+(\/.*)$/.exec(proxied?.request ?? "");
  return cleanLine(match ? `${match[1]} ${match[2]}` : (proxied?.request ?? "no request was sent"), 60);
}

function proxyStop({ report, plan, finding, proxied, app }: Trace): Stop {
  const name = cleanLine(plan.proxy.service, 60);
  const record = proxyRecord(report);
  const isDown = record !== undefined && record.state !== "running";
  const isOwn = finding !== undefined && finding.service === plan.proxy.service && app !== plan.proxy.service;
  const answered = proxied !== undefined && hasFailed(report, proxied) ? "answers itself" : "";
  if (isDown) return { name, role: "nginx", detail: endOf(serviceRecord(report, plan.proxy.service)) ?? "did not start", state: "broken" };
  return { name, role: "nginx", detail: isOwn ? answered : "", state: isOwn && !hasReached(report, proxied) ? "broken" : "passed" };
}

/** Whether nginx has asked anybody for the request. */
function hasReached(report: Report, proxied: TrialProbe | undefined): boolean {
  const attempt = proxyRecord(report)?.attempts.find((each) => each.remotePort === proxied?.localPort);
  return attempt?.upstreamAddr.some((address) => address !== "-" && address !== "") === true;
}

function appStop(trace: Trace, proxyState: HopState): Stop {
  const { report, app } = trace;
  if (app === undefined) return { name: "app", role: "app", detail: "no such service", state: "untried" };
  const end = buildFailure(report, app) ?? endOf(serviceRecord(report, app));
  const about = { name: cleanLine(app, 60), role: "app" };
  if (end !== undefined) return { ...about, detail: end, state: proxyState === "broken" ? "untried" : "broken" };
  const detail = listening(report, app);
  const direct = directResult(trace);
  const fails = direct !== undefined && direct.error !== "refused" && direct.error !== "name-unknown" && direct.error !== "unreachable" && hasFailed(report, direct);
  if (fails) return { ...about, detail: `asked directly: ${answerOf(direct)}`, state: proxyState === "broken" ? "untried" : "broken" };
  return { ...about, detail, state: trace.proxied === undefined || hasFailed(report, trace.proxied) ? "untried" : "passed" };
}

function appHop(trace: Trace, proxyState: HopState, appState: HopState): Hop {
  const { report, proxied, target } = trace;
  const dialled = target === undefined ? "" : cleanLine(showTarget(target), 60);
  if (proxyState === "broken" || proxied === undefined) return { label: dialled, state: "untried" };
  if (!hasFailed(report, proxied)) return { label: dialled, state: "passed" };
  if (appState === "broken") return { label: dialled, state: hasReached(report, proxied) ? "passed" : "untried" };
  const reason = refusalOf(trace);
  return { label: reason === "" ? dialled : `${dialled}: ${reason}`, state: "broken" };
}

function directResult({ report, proxied, app }: Trace): TrialProbe | undefined {
  const directs = firstTrial(report).filter((result) => result.via === "direct" && result.probe === proxied?.probe);
  return directs.find((result) => result.target?.service === app) ?? directs[0];
}

/** Why the way from nginx to the app ends, in a few words: what the same connection met, else what nginx says. */
function refusalOf(trace: Trace): string {
  const direct = directResult(trace);
  if (direct?.error === "refused" || direct?.error === "name-unknown" || direct?.error === "unreachable") return answerOf(direct);
  return wordsOf(proxyRecord(trace.report)?.errors.findLast((error) => error.upstream !== undefined || error.action !== undefined));
}

function wordsOf(error: NginxError | undefined): string {
  if (error === undefined) return "";
  const named = /\((?:\d+: )?([^()]{3,40})\)\s*$/.exec(error.message)?.[1] ?? error.message;
  return cleanLine(named, 60).toLowerCase();
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

function proxyRecord({ facts }: Report): ProxyRecord | undefined {
  return facts && "value" in facts.proxy ? facts.proxy.value : undefined;
}

/** How a container ended; undefined for one that runs, or of which nothing is known. */
function endOf(record: ServiceRecord | undefined): string | undefined {
  if (record === undefined || record.state === "running") return undefined;
  const [exit] = record.exits;
  if (exit !== undefined) return `ended with exit code ${exit.code}${exit.oomKilled ? ", out of memory" : ""}`;
  if (record.heldBackBy !== undefined) return cleanLine(`waits for ${record.heldBackBy}`, 60);
  return record.startError === undefined ? "was not started" : "could not be started";
}
