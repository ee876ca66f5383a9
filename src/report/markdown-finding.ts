import type { Finding } from "../model/finding.ts";
import type { Location } from "../model/location.ts";
import { showDuration } from "../model/units.ts";
import type { Report } from "../model/verdict.ts";
import { cleanLine, cleanLines } from "./clean-text.ts";
import { diffOf } from "./diff.ts";
import { place, sentence } from "./headline.ts";
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
    ...excerpt(finding),
    ...comparisonTable(report, finding),
    ...socketLines(report, finding),
    ...evidenceLines(finding),
    ...proofSection(finding),
    ...fixSection(finding),
  ];
}

/** A finding that does not fail the gate, as Markdown lines. */
export function shortFindingSection(finding: Finding): string[] {
  return [...titleLines(finding), prose(sentence(finding.what)), "", ...excerpt(finding), `**Fix:** ${prose(sentence(finding.fix.text))}`, ""];
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

function excerpt({ location, related }: Finding): string[] {
  const rows = [...(location === undefined ? [] : [{ at: location, note: "" }]), ...related].slice(0, 6);
  const width = Math.max(0, ...rows.map(({ at }) => place(at).length));
  return fenced(
    "text",
    rows.map(({ at, note }) => `${place(at).padEnd(width)}  ${codeOf(at)}${note === "" ? "" : `   <- ${cleanLine(note, 160)}`}`.trimEnd()),
  );
}

function codeOf(at: Location): string {
  return cleanLine(at.text ?? "", 200).trim();
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
  return [`**Fix:** ${prose(sentence(finding.fix.text))}`, "", ...fenced("diff", shown)];
}
