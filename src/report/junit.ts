import type { Finding } from "../model/finding.ts";
import type { Report, TrialProbe } from "../model/verdict.ts";
import { cleanLine, cleanText } from "./clean-text.ts";
import { headlineOf, place, sentence } from "./headline.ts";
import { proofLines } from "./proof.ts";
import { answerOf, firstTrial, hasFailed } from "./probes.ts";

/** One testcase, made ready. */
interface Testcase {
  readonly attributes: Readonly<Record<string, string>>;
  readonly outcome?: { readonly kind: "failure" | "error" | "skipped"; readonly type: string; readonly message: string; readonly text: string };
}

/**
 * The report as JUnit XML: a testcase for each probe through the proxy, for each root cause, and for a run that could not be made. Times
 * are in seconds. `prefix` stands before every path, "" or ending in "/".
 */
export function renderJunit(report: Report, prefix = ""): string {
  const probes = firstTrial(report).filter((probe) => probe.via === "proxy");
  const errors = report.findings.filter((finding) => finding.level === "error");
  const cases = [...probes.map((probe) => probeCase(report, probe)), ...errors.map((finding) => findingCase(finding, prefix)), ...wholeRunCase(report, errors.length)];
  const counts = { tests: cases.length, failures: countOf(cases, "failure"), errors: countOf(cases, "error") };
  const skipped = countOf(cases, "skipped");
  const suite = { name: "upstream-gate", ...strings({ ...counts, ...(skipped > 0 ? { skipped } : {}) }), time: seconds(report.timings.total) };
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", `  <testsuite${attributes(suite)}>`, ...cases.flatMap(caseLines), "  </testsuite>", "</testsuites>", ""].join("\n");
}

function countOf(cases: readonly Testcase[], kind: "failure" | "error" | "skipped"): number {
  return cases.filter(({ outcome }) => outcome?.kind === kind).length;
}

function probeCase(report: Report, probe: TrialProbe): Testcase {
  const about = { classname: "upstream-gate.probe", name: probe.name === "" ? probe.request : probe.name, time: seconds(probe.durationMs) };
  if (!hasFailed(report, probe)) return { attributes: about };
  const message = `${probe.request}: ${answerOf(probe)}`;
  // What the configuration tolerates is told and fails nothing.
  return { attributes: about, outcome: { kind: report.verdict === "pass" ? "skipped" : "failure", type: "probe", message, text: message } };
}

function findingCase(finding: Finding, prefix: string): Testcase {
  const { cause, title, location, what, why, fix, evidence } = finding;
  const at: Record<string, string> = location === undefined ? {} : { file: `${prefix}${location.path}`, line: String(location.line) };
  const text = [
    ...(location ? [place(location)] : []),
    sentence(what),
    sentence(why),
    `Fix: ${sentence(fix.text)}`,
    ...proofLines(finding),
    ...evidence.slice(0, 12).map((witness) => `${witness.kind}: ${witness.text}`),
  ].join("\n");
  return { attributes: { classname: "upstream-gate.cause", name: cause, ...at, time: "0" }, outcome: { kind: "failure", type: cause, message: title, text } };
}

function wholeRunCase(report: Report, errorCount: number): Testcase[] {
  if (report.verdict === "pass" || (report.verdict === "fail" && errorCount > 0)) return [];
  const kind = report.verdict === "error" ? "error" : "failure";
  const text = [headlineOf(report), report.failure?.remedy ?? ""].join("\n").trimEnd();
  return [
    { attributes: { classname: "upstream-gate", name: "run", time: seconds(report.timings.total) }, outcome: { kind, type: report.failure?.kind ?? "unexplained", message: headlineOf(report), text } },
  ];
}

function caseLines({ attributes: about, outcome }: Testcase): string[] {
  if (outcome === undefined) return [`    <testcase${attributes(about)}/>`];
  const { kind, type, message, text } = outcome;
  return [`    <testcase${attributes(about)}>`, `      <${kind}${attributes(kind === "skipped" ? { message } : { type, message })}>${escapeXml(cleanText(text))}</${kind}>`, "    </testcase>"];
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(cleanLine(value))}"`)
    .join("");
}

function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;").replace(/'/g, "&apos;");
}

function strings(counts: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
