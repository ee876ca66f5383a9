import { showDuration } from "../model/units.ts";
import type { Report, TrialProbe } from "../model/verdict.ts";
import { cleanLines } from "./clean-text.ts";
import { headlineOf, place, rootCause, sentence } from "./headline.ts";
import { annotationsLeft } from "./annotation.ts";
import { timelineOf } from "./events.ts";
import { lastLines, logsOf } from "./log-excerpts.ts";
import { comparisonTable, findingItem, findingSection, pathSection, shortFindingSection } from "./markdown-finding.ts";
import { code, codeCell, fenced, fitLines, folded, prose, table } from "./markdown-text.ts";
import { answerOf, showTook, wayOf } from "./probes.ts";
import { reproduction } from "./reproduce.ts";
import { describeImage } from "./services.ts";

/** Bytes of UTF-8 that a summary may have. */
const mostBytes = 64 * 1024;
const mostRows = 60;
/** Root causes that are shown in full, findings that do not fail the gate, and those that are only listed. */
const mostInFull = 5;
const mostShort = 10;
const mostListed = 100;
const mostLogs = 6;
const mostLogLines = 40;

/**
 * The report as GitHub Markdown for a job summary, at most 64 KiB. Whatever comes from the project or its containers stands in code
 * or is escaped: it can neither add markup nor links nor mentions.
 */
export function renderMarkdown(report: Report): string {
  return fitLines([`## Upstream Gate: ${verdictWord(report)}`, "", ...appsTable(report), ...answerSection(report), ...restSection(report)], mostBytes);
}

function verdictWord({ verdict }: Report): string {
  return verdict === "pass" ? "pass" : verdict === "fail" ? "fail" : "could not run";
}

/** Of a merged report, every app with its verdict. */
function appsTable({ apps = [] }: Report): string[] {
  return apps.length === 0
    ? []
    : table(
        ["app", "verdict", ""],
        apps.map(({ name, verdict, headline }) => [codeCell(name), verdict, prose(headline, 200)]),
      );
}

function answerSection(report: Report): string[] {
  if (report.verdict === "error") return failureSection(report);
  const errors = report.findings.filter((finding) => finding.level === "error");
  const others = report.findings.filter((finding) => finding.level !== "error");
  return [
    ...(errors.length > 0 ? [] : [prose(headlineOf(report)), "", ...(report.verdict === "fail" ? pathSection(report) : []), ...comparisonTable(report)]),
    ...errors.slice(0, mostInFull).flatMap((finding) => findingSection(report, finding)),
    ...others.slice(0, mostShort).flatMap(shortFindingSection),
    ...listed("More findings", [...errors.slice(mostInFull), ...others.slice(mostShort)].map(findingItem)),
    ...listed(
      "Without an annotation, as a runner keeps ten of a kind",
      annotationsLeft(report).map(({ title, path, line }) => `- ${path === undefined ? "" : `${code(`${path}:${line ?? 1}`)}: `}${prose(title, 200)}`),
    ),
  ];
}

function listed(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const left = items.length - mostListed;
  return [`**${title}** (${items.length})`, "", ...items.slice(0, mostListed), ...(left > 0 ? [`- and ${left} more in the JSON report`] : []), ""];
}

function failureSection({ failure }: Report): string[] {
  const message = prose(sentence(failure?.message ?? "No reason was given"));
  const at = failure?.at === undefined ? [] : [`At ${code(place(failure.at))}.`, ""];
  const remedy = failure?.remedy === undefined ? [] : [`**What to do:** ${prose(sentence(failure.remedy))}`, ""];
  return [
    `${message} This says nothing about the project.`,
    "",
    ...at,
    ...remedy,
    ...fenced(
      "text",
      cleanLines(failure?.detail ?? "")
        .filter(Boolean)
        .slice(-20),
    ),
  ];
}

function restSection(report: Report): string[] {
  return [
    ...runAgain(report),
    ...logSection(report),
    ...folded("Timeline", timelineTable(report)),
    ...folded(`Ruled out (${report.ruledOut.length})`, becauses(report.ruledOut)),
    ...folded(`Not known (${report.unknown.length})`, becauses(report.unknown)),
    ...folded("What ran", [...servicesTable(report), ...suppliedList(report)]),
    ...folded("Every request", probeTable(report)),
    ...timings(report),
  ];
}

function becauses(items: readonly { readonly cause: string; readonly because: string }[]): string[] {
  return items.length === 0 ? [] : [...items.map(({ cause, because }) => `- ${code(cause, 80)}: ${prose(because, 300)}`), ""];
}

function servicesTable({ plan }: Report): string[] {
  const services = (plan?.services ?? []).slice(0, mostRows);
  return table(
    ["service", "role", "image"],
    services.map((service) => [codeCell(service.name, 80), service.role, codeCell(describeImage(service))]),
  );
}

function suppliedList({ plan }: Report): string[] {
  const supplied = (plan?.supplied ?? []).map(({ what, why }) => `- Supplied ${prose(what, 200)}: ${prose(sentence(why), 300)}`);
  const notes = (plan?.notes ?? []).map(({ text, at }) => `- ${prose(text, 300)}${at === undefined ? "" : ` (${code(place(at))})`}`);
  const items = [...supplied, ...notes].slice(0, mostRows);
  return items.length === 0 ? [] : [...items, ""];
}

function runAgain(report: Report): string[] {
  return report.verdict === "pass" ? [] : ["**Run it again** in a checkout, with Node.js and Docker:", "", ...fenced("text", [reproduction(report)])];
}

function logSection(report: Report): string[] {
  return logsOf(report, rootCause(report))
    .slice(0, mostLogs)
    .flatMap((log) => {
      const { lines, left } = lastLines(log, mostLogLines);
      return folded(left > 0 ? `${log.title}, the last ${lines.length} of ${lines.length + left} lines` : log.title, fenced("text", lines));
    });
}

function timelineTable(report: Report): string[] {
  const { isAligned, events } = timelineOf(report);
  const rows = events.slice(0, mostRows).map(({ at, who, text }) => [showDuration(at), codeCell(who, 60), codeCell(text)]);
  return table([isAligned ? "after the boot began" : "after its container's start", "where", "what"], rows);
}

function probeTable({ probes }: Report): string[] {
  return table(["trial", "request", "way", "answer", "took", "tries"], probes.slice(0, mostRows).map(probeRow));
}

function probeRow(probe: TrialProbe): string[] {
  return [probe.trial, codeCell(probe.request), codeCell(wayOf(probe)), codeCell(answerOf(probe)), showTook(probe.durationMs), String(probe.tries)];
}

function timings({ timings: times, version }: Report): string[] {
  const stages = (["plan", "build", "boot", "probe", "diagnose", "prove", "cleanup"] as const).filter((stage) => times[stage] > 0);
  return [`${showDuration(times.total)} in all${stages.map((stage) => `, ${stage} ${showDuration(times[stage])}`).join("")}. Upstream Gate ${code(version, 40)}.`, ""];
}
