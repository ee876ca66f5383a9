import type { Finding } from "../model/finding.ts";
import type { Location } from "../model/location.ts";
import { showDuration } from "../model/units.ts";
import type { Report } from "../model/verdict.ts";
import { cleanLine, cleanLines, cutText } from "./clean-text.ts";
import { diffOf } from "./diff.ts";
import { place, sentence } from "./headline.ts";
import { compareFailing } from "./probes.ts";
import { proofLines } from "./proof.ts";
import { socketTable } from "./sockets.ts";
import { alignColumns, firstLines, indent, labelled, wrapText, type Paint } from "./terminal.ts";

/** Lines of tables and quotes for one finding. */
const mostEvidence = 12;
/** Quotes that are shown even when tables filled the rest. */
const leastQuotes = 3;
const mostSockets = 4;
const mostDiff = 14;
const widestCell = 60;

/** A root cause in full: title, places, what was seen, proof, fix. */
export function renderFinding(report: Report, finding: Finding, paint: Paint, width: number): string[] {
  const room = width - indent.length;
  return [
    titleLine(finding, paint),
    ...placeLines(finding, paint, width),
    ...labelled("what", wrapText(sentence(finding.what), room), paint),
    ...labelled("why", wrapText(sentence(finding.why), room), paint),
    ...evidenceBlocks(report, finding, paint, room).flatMap((block) => labelled("saw", block, paint)),
    ...labelled(
      "proof",
      proofLines(finding).flatMap((line) => wrapText(line, room)),
      paint,
    ),
    ...labelled("fix", [...wrapText(sentence(finding.fix.text), room), ...diffLines(finding, paint)], paint),
  ];
}

/** A finding that does not fail the gate: title, places, fix. */
export function renderShortFinding(finding: Finding, paint: Paint, width: number): string[] {
  return [titleLine(finding, paint), ...placeLines(finding, paint, width), ...labelled("fix", wrapText(sentence(finding.fix.text), width - indent.length), paint)];
}

function titleLine({ level, cause, title, confidence }: Finding, paint: Paint): string {
  const style = level === "error" ? "error" : level === "warning" ? "warning" : "strong";
  return `${paint(style, `${level}[${cleanLine(cause, 60)}]`)} ${paint("strong", cleanLine(title, 200))}   ${paint("quiet", `(${confidence})`)}`;
}

function placeLines({ location, related }: Finding, paint: Paint, width: number): string[] {
  const others = related.slice(0, 4).map(({ at, note }) => [`==> ${place(at)}`, codeOf(at, width), `<- ${cleanLine(note, 120)}`]);
  const rows = location === undefined ? others : [[`--> ${place(location)}`, codeOf(location, width), ""], ...others];
  return alignColumns(rows, paint, ["place", undefined, "quiet"]).map((line) => `  ${line}`);
}

function codeOf(at: Location, width: number): string {
  return cutText(cleanLine(at.text ?? "").trim(), Math.floor(width * 0.5));
}

function evidenceBlocks(report: Report, finding: Finding, paint: Paint, room: number): string[][] {
  const tables = [socketLines(report, finding, paint), comparisonLines(report, finding, paint)];
  const used = tables.flat().length;
  const quotes = quoteLines(finding, room, (tables[0]?.length ?? 0) > 0);
  return [...tables, firstLines(quotes, Math.max(leastQuotes, mostEvidence - used), "in the JSON report")];
}

function socketLines(report: Report, { service }: Finding, paint: Paint): string[] {
  const table = socketTable(report, service);
  if (table === undefined) return [];
  const when = `${showDuration(table.readAt)} after its start`;
  if (table.rows.every((row) => row.process === "-")) return [`nothing listens in "${table.service}", ${when}${dialled(table.rows)}`];
  const rows = table.rows.slice(0, mostSockets).map((row) => [row.process, cutText(row.address, widestCell), row.neededBy]);
  return [`what listens in "${table.service}", ${when}`, ...alignColumns([["PROCESS", "ADDRESS", "NEEDED BY"], ...rows], paint)];
}

function dialled(rows: readonly { readonly address: string; readonly neededBy: string }[]): string {
  const [first] = rows;
  return first === undefined ? "" : `; ${first.address} is dialled by ${first.neededBy}`;
}

function comparisonLines(report: Report, finding: Finding, paint: Paint): string[] {
  const compared = compareFailing(report, finding);
  if (compared === undefined) return [];
  return [
    compared.request,
    ...alignColumns(
      compared.rows.map((row) => [cutText(row.way, widestCell), cutText(row.answer, widestCell), row.took]),
      paint,
    ),
  ];
}

function quoteLines({ evidence }: Finding, room: number, hasSocketTable: boolean): string[] {
  const quoted = evidence.filter(({ kind }) => !(kind === "socket" && hasSocketTable));
  return quoted.flatMap(({ kind, text }) => cleanLines(text, room - 9).map((line, index) => `${(index === 0 ? kind : "").padEnd(9)}${line}`));
}

function diffLines(finding: Finding, paint: Paint): string[] {
  const lines = diffOf(finding).map(({ sign, text }) => {
    if (sign === "@") return paint("place", text);
    return paint(sign === "-" ? "bad" : "good", `${sign} ${text}`);
  });
  return firstLines(lines, mostDiff, "of the change in the job summary");
}
