import type { ProbeError } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import { isFailing } from "../model/judgement.ts";
import { showDuration } from "../model/units.ts";
import type { Report, TrialProbe } from "../model/verdict.ts";
import { cleanLine } from "./clean-text.ts";

const errorWords: Readonly<Record<ProbeError, string>> = {
  refused: "connection refused",
  reset: "connection reset",
  closed: "closed without an answer",
  "timed-out": "no answer in time",
  unreachable: "no route to it",
  "name-unknown": "name unknown",
  tls: "TLS handshake failed",
  "not-http": "the answer is not valid HTTP",
  other: "no answer",
};
/** Direct results shown beside one through the proxy. */
const mostDirects = 3;

/** One request, direct and through the proxy. */
export interface Comparison {
  readonly request: string;
  readonly rows: readonly ComparisonRow[];
}

export interface ComparisonRow {
  /** "direct to app:3000" or "through nginx". */
  readonly way: string;
  readonly answer: string;
  readonly took: string;
}

/** The results of the first trial; those of the control when there is no other. */
export function firstTrial(report: Report): TrialProbe[] {
  const first = report.probes.filter((probe) => probe.trial === "first");
  return first.length > 0 ? first : report.probes.filter((probe) => probe.trial === "control");
}

/** Whether a result is one that the gate fails on, given what the plan's probe expects. */
export function hasFailed(report: Report, result: TrialProbe): boolean {
  return result.ok === undefined ? isFailing(result, report.plan?.probes[result.probe]?.expect) : !result.ok;
}

/** "200", "502", "connection refused", "200, status 200, expected 204". */
export function answerOf(result: TrialProbe): string {
  const answer = shortAnswer(result);
  const detail = result.unmet ?? (result.error === "other" ? result.errorText : undefined);
  return detail === undefined ? answer : `${answer}, ${cleanLine(detail, 120)}`;
}

/** "200", "connection refused", "200, broken off": the answer alone. */
export function shortAnswer({ status, error }: TrialProbe): string {
  if (status === undefined) return errorWords[error ?? "other"];
  return error === undefined ? String(status) : `${status}, broken off`;
}

/** "0.3 ms", "74 ms", "3.2 s". */
export function showTook(milliseconds: number): string {
  return milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : showDuration(milliseconds);
}

/**
 * The failing request that a finding is about, direct against proxy: one that was also sent to the finding's service, else the
 * first that fails. undefined when none fails.
 */
export function compareFailing(report: Report, finding?: Finding): Comparison | undefined {
  const chosen = failingResult(report, finding);
  if (chosen === undefined) return undefined;
  const directs = firstTrial(report)
    .filter((result) => result.via === "direct" && result.probe === chosen.probe && result.app === chosen.app)
    .slice(0, mostDirects);
  return { request: cleanLine(chosen.request, 200), rows: [...directs, chosen].map(comparisonRow) };
}

/** The failing result through nginx that a finding is about; undefined when none fails. */
export function failingResult(report: Report, finding?: Finding): TrialProbe | undefined {
  const results = firstTrial(report).filter((result) => finding?.app === undefined || result.app === finding.app);
  const failing = results.filter((result) => result.via === "proxy" && hasFailed(report, result));
  return failing.find((result) => finding !== undefined && reached(results, result.probe, finding.service)) ?? failing[0];
}

function reached(results: readonly TrialProbe[], probe: number, service: string | undefined): boolean {
  return results.some((result) => result.via === "direct" && result.probe === probe && result.target?.service === service);
}

function comparisonRow(result: TrialProbe): ComparisonRow {
  return { way: wayOf(result), answer: answerOf(result), took: showTook(result.durationMs) };
}

/** "direct to app:3000", or "through nginx". */
export function wayOf(result: TrialProbe): string {
  if (result.via === "proxy") return "through nginx";
  if (result.target === undefined) return "direct";
  const { service, address, port } = result.target;
  return cleanLine(`direct to ${port > 0 ? `${service}:${port}` : `${service} at ${address}`}`, 120);
}
