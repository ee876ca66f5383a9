import { showDuration } from "../model/units.ts";
import type { Report, TrialProbe } from "../model/verdict.ts";
import { cleanLines } from "./clean-text.ts";
import { headlineOf, place, sentence } from "./headline.ts";
import { code, codeCell, fenced, fitLines, folded, prose, table } from "./markdown-text.ts";
import { comparisonTable, findingSection, shortFindingSection } from "./markdown-finding.ts";
import { answerOf, showTook, wayOf } from "./probes.ts";
import { describeImage } from "./services.ts";

/** Bytes of UTF-8 that a summary may have. */
const mostBytes = 64 * 1024;
const mostRows = 60;

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
    ...(errors.length > 0 ? [] : [prose(headlineOf(report)), "", ...comparisonTable(report)]),
    ...errors.flatMap((finding) => findingSection(report, finding)),
    ...others.flatMap(shortFindingSection),
  ];
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
    ...folded(`Ruled out (${report.ruledOut.length})`, becauses(report.ruledOut)),
    ...folded(`Not known (${report.unknown.length})`, becauses(report.unknown)),
    ...folded("What ran", [...servicesTable(report), ...suppliedList(report)]),
    ...folded("Timeline", timeline(report)),
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

function timeline({ timeline: events, probes }: Report): string[] {
  const boot = table(
    ["after the boot began", "event"],
    events.slice(0, mostRows).map(({ at, text }) => [showDuration(at), codeCell(text)]),
  );
  return [...boot, ...table(["trial", "request", "way", "answer", "took", "tries"], probes.slice(0, mostRows).map(probeRow))];
}

function probeRow(probe: TrialProbe): string[] {
  return [probe.trial, codeCell(probe.request), codeCell(wayOf(probe)), codeCell(answerOf(probe)), showTook(probe.durationMs), String(probe.tries)];
}

function timings({ timings: times, version }: Report): string[] {
  const stages = (["plan", "build", "boot", "probe", "diagnose", "prove", "cleanup"] as const).filter((stage) => times[stage] > 0);
  return [`${showDuration(times.total)} in all${stages.map((stage) => `, ${stage} ${showDuration(times[stage])}`).join("")}. Upstream Gate ${code(version, 40)}.`, ""];
}
