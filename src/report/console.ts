import type { Report } from "../model/verdict.ts";
import { cleanLine, cleanLines } from "./clean-text.ts";
import { renderFinding, renderShortFinding } from "./console-finding.ts";
import { headlineOf, inBrackets, place, rootCause, sentence } from "./headline.ts";
import { answerOf, compareFailing, firstTrial, hasFailed, showTook } from "./probes.ts";
import { describeImage } from "./services.ts";
import { alignColumns, firstLines, labelled, makePaint, wrapText, indent, type Paint } from "./terminal.ts";
import { showDuration } from "../model/units.ts";

/** How the text is set. `width` is the terminal's, in characters; 110 when it is not known. */
export interface ConsoleOptions {
  readonly color: boolean;
  readonly width?: number;
}

const usualWidth = 110;
const leastWidth = 60;
const mostProbes = 12;
const mostApps = 40;
const mostBecauses = 10;

/** The report for a terminal: short, bounded, free of anything but our own escape codes, and of those too without colour. Ends in a newline. */
export function renderConsole(report: Report, options: ConsoleOptions): string {
  const paint = makePaint(options.color);
  const width = Math.max(leastWidth, options.width ?? usualWidth);
  return `${[...renderApps(report, paint, width), ...renderVerdict(report, paint, width)].join("\n")}\n`;
}

/** Of a merged report, a line for each app: those that do not pass first. */
function renderApps({ apps = [] }: Report, paint: Paint, width: number): string[] {
  if (apps.length === 0) return [];
  const others = apps.filter((app) => app.verdict !== "pass");
  const rows = others.map((app) => [cleanLine(app.name, 60), app.verdict, cleanLine(app.headline, width - 30)]);
  const title = `${others.length === 0 ? `all ${apps.length}` : `${apps.length - others.length} of ${apps.length}`} apps pass`;
  return [title, ...firstLines(alignColumns(rows, paint), mostApps, "in the JSON report").map((line) => indent + line), ""];
}

function renderVerdict(report: Report, paint: Paint, width: number): string[] {
  switch (report.verdict) {
    case "pass":
      return renderPass(report, paint, width);
    case "fail":
      return renderFail(report, paint, width);
    case "error":
      return renderFailure(report, paint, width);
  }
}

function renderPass(report: Report, paint: Paint, width: number): string[] {
  return [
    `${paint("good", "pass")}  ${headlineOf(report)}`,
    ...labelled("boot", bootLines(report, paint), paint),
    ...labelled("probe", probeLines(report, paint), paint),
    ...labelled("note", noteLines(report, width), paint),
    ...(probesFailed(report) ? becauses("unknown", report.unknown, paint, width) : []),
    ...labelled("time", [timeLine(report)], paint),
    ...report.findings.flatMap((finding) => ["", ...renderShortFinding(finding, paint, width)]),
  ];
}

/** A run that passes with failing requests says which causes were tolerated. */
function probesFailed(report: Report): boolean {
  return firstTrial(report).some((probe) => probe.via === "proxy" && hasFailed(report, probe));
}

function bootLines(report: Report, paint: Paint): string[] {
  const booted = (report.plan?.services ?? []).filter((service) => service.role !== "other");
  const rows = booted.map((service) => [cleanLine(service.name, 40), service.role, describeImage(service)]);
  return firstLines(alignColumns(rows, paint), 8, "of services");
}

function probeLines(report: Report, paint: Paint): string[] {
  const probes = firstTrial(report).filter((probe) => probe.via === "proxy");
  const rows = probes.map((probe) => [cleanLine(probe.request, 80), `${answerOf(probe)}${hasFailed(report, probe) ? " (failed)" : ""}`, showTook(probe.durationMs)]);
  return firstLines(alignColumns(rows, paint), mostProbes, "of probes");
}

function noteLines(report: Report, width: number): string[] {
  const supplied = (report.plan?.supplied ?? []).map(({ what, why }) => `supplied ${what}: ${why}`);
  const notes = (report.plan?.notes ?? []).filter((note) => note.isStanding !== true).map(({ text, at }) => `${text}${inBrackets(at)}`);
  const lines = [...supplied, ...notes].flatMap((text) => wrapText(cleanLine(text), width - indent.length));
  return firstLines(lines, 6, "of notes in the job summary");
}

function timeLine({ timings }: Report): string {
  const stages = (["plan", "build", "boot", "probe", "diagnose", "prove", "cleanup"] as const).filter((stage) => timings[stage] > 0);
  const parts = stages.map((stage) => `${stage} ${showDuration(timings[stage])}`);
  return `${showDuration(timings.total)}${parts.length > 0 ? ` (${parts.join(", ")})` : ""}`;
}

function renderFail(report: Report, paint: Paint, width: number): string[] {
  const errors = report.findings.filter((finding) => finding.level === "error");
  const others = report.findings.filter((finding) => finding.level !== "error");
  const blocks = [
    ...(errors.length > 0 ? errors.map((finding) => renderFinding(report, finding, paint, width)) : [unexplained(report, paint)]),
    ...others.map((finding) => renderShortFinding(finding, paint, width)),
    renderRest(report, paint, width),
  ];
  return blocks.filter((block) => block.length > 0).flatMap((block, index) => (index === 0 ? block : ["", ...block]));
}

function unexplained(report: Report, paint: Paint): string[] {
  const compared = compareFailing(report);
  const rows = compared?.rows.map((row) => [row.way, row.answer, row.took]) ?? [];
  return [`${paint("error", "error")}: ${headlineOf(report)}`, ...labelled("saw", compared ? [compared.request, ...alignColumns(rows, paint)] : [], paint)];
}

function renderRest(report: Report, paint: Paint, width: number): string[] {
  const cause = rootCause(report)?.cause;
  return [
    ...becauses("ruled out", report.ruledOut, paint, width),
    ...becauses("unknown", report.unknown, paint, width),
    ...labelled("time", [timeLine(report)], paint),
    ...labelled("more", [cause === undefined ? "upstream-gate explain" : `upstream-gate explain ${cleanLine(cause, 60)}`], paint),
  ];
}

function becauses(title: string, items: readonly { readonly cause: string; readonly because: string }[], paint: Paint, width: number): string[] {
  if (items.length === 0) return [];
  const lines = items.map(({ cause, because }) => cleanLine(`${cause} (${because})`, width - indent.length));
  return [`  ${paint("strong", title)}`, ...firstLines(lines, mostBecauses, "in the JSON report").map((line) => indent + line)];
}

function renderFailure(report: Report, paint: Paint, width: number): string[] {
  const { failure } = report;
  const detail = failure?.detail === undefined ? [] : cleanLines(failure.detail, width - indent.length).slice(-6);
  const at = failure?.at;
  const text = at?.text === undefined ? "" : `  ${cleanLine(at.text, width - 40).trim()}`;
  return [
    `${paint("error", "could not run")}: ${sentence(failure?.message ?? "No reason was given")}`,
    ...labelled("at", at === undefined ? [] : [`${paint("place", place(at))}${text}`], paint),
    ...labelled("do", failure?.remedy === undefined ? [] : wrapText(sentence(failure.remedy), width - indent.length), paint),
    ...labelled("saw", detail, paint),
  ];
}
