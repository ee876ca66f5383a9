import type { Failure } from "../model/failure.ts";
import type { App } from "../model/inputs.ts";
import { noTimings, type Timings } from "../model/timings.ts";
import type { AppResult, Report, Verdict } from "../model/verdict.ts";
import { appResult } from "./json.ts";

/** A report and the app that it is about. */
export interface Shard {
  readonly app: App;
  readonly report: Report;
}

/**
 * One report of those of several apps. It fails when one of them fails; else it could not run when one of them could not, or one of `expected`
 * has no report; a pass is one of all.
 */
export function mergeReports(shards: readonly Shard[], expected: readonly App[], version: string): Report {
  const missing = expected.filter(({ name }) => !shards.some((shard) => shard.app.name === name)).map(missingResult);
  const apps = [...shards.map(({ app, report }) => appResult(report, app)), ...missing].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const verdict = worst(apps.map((app) => app.verdict));
  const all = <T>(of: (shard: Shard) => readonly T[]): T[] => shards.flatMap(of);
  return {
    version,
    verdict,
    ...(verdict === "error" ? { failure: failureOf(shards, missing) } : {}),
    findings: all(({ app, report }) => report.findings.map((finding) => ({ ...finding, app: app.name, title: `${app.name}: ${finding.title}` }))).toSorted(
      (a, b) => Number(a.level !== "error") - Number(b.level !== "error"),
    ),
    ruledOut: all(({ app, report }) => report.ruledOut.map(({ cause, because }) => ({ cause, because: `${app.name}: ${because}` }))),
    unknown: [
      ...all(({ app, report }) => report.unknown.map(({ cause, because }) => ({ cause, because: `${app.name}: ${because}` }))),
      ...apps.flatMap(({ name, verdict: own, headline }) => (own === "error" ? [{ cause: "any", because: `${name}: ${headline}` }] : [])),
    ],
    probes: all(({ app, report }) => report.probes.map((probe) => ({ ...probe, app: app.name, name: `${app.name}: ${probe.name}`, request: `${app.name}: ${probe.request}` }))),
    sockets: [],
    timeline: [],
    timings: shards.reduce((sum, { report }) => added(sum, report.timings), noTimings),
    apps,
  };
}

function missingResult({ name, directory }: App): AppResult {
  return { name, directory, verdict: "error", cause: "", headline: "Could not run: there is no report of this app." };
}

/** A fail says something of the project, and nothing changes it; a pass needs every report. */
function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes("fail") ? "fail" : verdicts.includes("error") ? "error" : "pass";
}

function failureOf(shards: readonly Shard[], missing: readonly AppResult[]): Failure {
  const first = shards.find(({ report }) => report.verdict === "error");
  if (first) return { ...(first.report.failure ?? { kind: "internal", message: "No reason was given." }), message: `${first.app.name}: ${first.report.failure?.message ?? "no reason was given"}` };
  return { kind: "interrupted", message: `There is no report of ${missing.map(({ name }) => name).join(", ")}.`, remedy: "See how the job of that app ended, and run it again." };
}

function added(a: Timings, b: Timings): Timings {
  return Object.fromEntries(Object.entries(a).map(([stage, time]) => [stage, Number(time) + b[stage as keyof Timings]])) as unknown as Timings;
}
