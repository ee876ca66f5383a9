import type { Finding } from "../model/finding.ts";
import { showDuration } from "../model/units.ts";
import type { Report } from "../model/verdict.ts";
import { cleanLine, cleanLines } from "./clean-text.ts";
import { codeFrames, type CodeFrame } from "./code-frame.ts";
import { diffOf } from "./diff.ts";
import { place, sentence } from "./headline.ts";
import { pathChart } from "./mermaid.ts";
import { causePage } from "./pages.ts";
import { requestPath } from "./request-path.ts";
import { code, codeCell, fenced, prose, table } from "./markdown-text.ts";
import { compareFailing } from "./probes.ts";
import { socketTable } from "./sockets.ts";

const mostQuotes = 40;
const mostDiff = 80;

/** A root cause in full, as Markdown lines. */
export function findingSection(report: Report, finding: Finding): string[] {
  return [
    ...titleLines(finding),
    `${prose(sentence(finding.what))} ${prose(sentence(finding.why))}`,
    "",
    ...frameLines(report, finding),
    ...fixSection(finding),
    ...proofSection(finding),
    ...pathSection(report, finding),
    ...comparisonTable(report, finding),
    ...socketLines(report, finding),
    ...evidenceLines(finding),
  ];
}

/** A finding that does not fail the gate, as Markdown lines. */
export function shortFindingSection(finding: Finding): string[] {
  return [...titleLines(finding), prose(sentence(finding.what)), "", ...frameLines({}, finding), `**Fix:** ${prose(sentence(finding.fix.text))}`, "", ...pageLink(finding)];
}

/** A finding in one item of a list. */
export function findingItem({ level, cause, title, location, confidence }: Finding): string {
  const at = location === undefined ? "" : ` at ${code(place(location))}`;
  return `- ${code(`${level}[${cleanLine(cause, 60)}]`)}${at}: ${prose(title, 200)} (${confidence})`;
}

/** The way of the failing request as a drawing, with the place where it ends; nothing without a plan. */
export function pathSection(report: Report, finding?: Finding): string[] {
  const path = requestPath(report, finding);
  return path === undefined ? [] : ["```mermaid", ...pathChart(path), "```", ""];
}

/** The failing request, direct against proxy, as a table; nothing when none fails. */
export function comparisonTable(report: Report, finding?: Finding): string[] {
  const compared = compareFailing(report, finding);
  const rows = compared?.rows.map((row) => [codeCell(compared.request), codeCell(row.way), codeCell(row.answer), row.took]) ?? [];
  return table(["request", "way", "answer", "took"], rows);
}

function titleLines({ level, cause, title, confidence }: Finding): string[] {
  return [`### ${code(`${level}[${cleanLine(cause, 60)}]`)} ${prose(title, 200)} (${confidence})`, ""];
}

function frameLines(report: Pick<Report, "excerpts">, finding: Finding): string[] {
  return codeFrames(report, finding).flatMap((frame) => [code(frame.path), "", ...fenced("text", frameRows(frame))]);
}

function frameRows({ rows }: CodeFrame): string[] {
  const width = String(Math.max(...rows.map(({ line }) => line ?? 0))).length;
  return rows.map(({ line, text, mark, note }) => {
    if (line === undefined) return `  ${" ".repeat(width)} …`;
    const sign = mark === "cause" ? ">" : mark === "related" ? "*" : " ";
    return `${sign} ${String(line).padStart(width)} | ${text}${note === undefined ? "" : `   <- ${note}`}`;
  });
}

function socketLines(report: Report, { service }: Finding): string[] {
  const sockets = socketTable(report, service);
  if (sockets === undefined) return [];
  const when = `${code(sockets.service)}, ${showDuration(sockets.readAt)} after its start`;
  if (sockets.rows.length === 0) return [`Nothing listens in ${when}.`, ""];
  const rows = sockets.rows.slice(0, 12).map((row) => [codeCell(row.process), codeCell(row.address), codeCell(row.neededBy)]);
  return [`What listens in ${when}:`, "", ...table(["process", "address", "needed by"], rows)];
}

function evidenceLines({ evidence }: Finding): string[] {
  const lines = evidence.flatMap(({ kind, text }) => cleanLines(text).map((line, index) => `${(index === 0 ? kind : "").padEnd(9)}${line}`));
  return fenced("text", lines.length > mostQuotes ? [...lines.slice(0, mostQuotes), `${lines.length - mostQuotes} more lines in the JSON report`] : lines);
}

function proofSection({ proof }: Finding): string[] {
  if (proof.result === "not-attempted") return proof.because === undefined ? [] : [`**Proof:** not tried: ${prose(sentence(proof.because))}`, ""];
  const because = proof.because === undefined ? "" : `: ${prose(sentence(proof.because))}`;
  const rows = [
    ["changed", codeCell(proof.intervention ?? "")],
    ["without the change", codeCell(proof.control ?? "")],
    ["with the change", codeCell(proof.treatment ?? "")],
  ].filter(([, cell]) => cell !== "");
  return [`**Proof:** ${proof.result}${because}`, "", ...table(["trial", "result"], rows)];
}

function fixSection(finding: Finding): string[] {
  const lines = diffOf(finding).map(({ sign, text }) => (sign === "@" ? `@@ ${text} @@` : `${sign}${text}`));
  const shown = lines.length > mostDiff ? [...lines.slice(0, mostDiff), `@@ ${lines.length - mostDiff} more lines in the JSON report @@`] : lines;
  return [`**Fix:** ${prose(sentence(finding.fix.text))}`, "", ...fenced("diff", shown), ...pageLink(finding)];
}

function pageLink({ cause }: Finding): string[] {
  const page = causePage(cause);
  return page === undefined ? [] : [`[More about ${cause}](${page})`, ""];
}
