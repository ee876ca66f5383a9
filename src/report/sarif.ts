import type { Finding, Level } from "../model/finding.ts";
import type { Location, RelatedLocation } from "../model/location.ts";
import type { Report } from "../model/verdict.ts";
import { cleanJson, cleanLine } from "./clean-text.ts";
import { headlineOf, sentence } from "./headline.ts";
import { causePage } from "./pages.ts";

/** What SARIF tells of a rule. Markdown is allowed in `doc`. */
export interface SarifRule {
  readonly id: string;
  readonly title: string;
  readonly doc: { readonly what: string; readonly why: string; readonly fix: string };
}

const levels: Readonly<Record<Level, string>> = { error: "error", warning: "warning", notice: "note" };

/**
 * The findings as SARIF 2.1.0 for code scanning; those without any place in the project are left out, as a result needs one.
 * `prefix` stands before every path: the checked folder's path in the repository, "" or ending in "/".
 */
export function renderSarif(report: Report, rules: readonly SarifRule[], prefix = ""): string {
  const run = {
    tool: { driver: { name: "upstream-gate", informationUri: "https://github.com/upstream-gate/upstream-gate", semanticVersion: report.version, rules: rules.map(ruleData) } },
    automationDetails: { id: "upstream-gate/" },
    invocations: [invocation(report)],
    results: numbered(report.findings).flatMap(({ finding, print, count }) => resultData(finding, rules, prefix, `${print}:${count}`)),
  };
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return `${cleanJson(JSON.stringify(log, undefined, 2))}\n`;
}

function ruleData({ id, title, doc }: SarifRule): object {
  return {
    id,
    name: id,
    shortDescription: { text: title },
    fullDescription: { text: doc.what },
    help: { text: `${doc.what}\n\n${doc.why}\n\n${doc.fix}`, markdown: `**What happens.** ${doc.what}\n\n**Why.** ${doc.why}\n\n**Fix.** ${doc.fix}` },
    ...(causePage(id) === undefined ? {} : { helpUri: causePage(id) }),
    defaultConfiguration: { level: "error" },
    properties: { tags: ["deployment", "nginx"], precision: "very-high", "problem.severity": "error" },
  };
}

function invocation(report: Report): object {
  if (report.verdict !== "error") return { executionSuccessful: true };
  return { executionSuccessful: false, toolExecutionNotifications: [{ level: "error", message: { text: headlineOf(report) } }] };
}

/** Each finding with its fingerprint, and the how manieth of that fingerprint it is: no two results are the same one. */
function numbered(findings: readonly Finding[]): { readonly finding: Finding; readonly print: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    const print = fingerprint(finding, placeOf(finding));
    const count = (counts.get(print) ?? 0) + 1;
    counts.set(print, count);
    return { finding, print, count };
  });
}

function placeOf({ location, related }: Finding): Location | undefined {
  return location ?? related[0]?.at;
}

function resultData(finding: Finding, rules: readonly SarifRule[], prefix: string, print: string): object[] {
  const at = placeOf(finding);
  if (at === undefined) return [];
  const index = rules.findIndex((rule) => rule.id === finding.cause);
  return [
    {
      ruleId: finding.cause,
      ...(index < 0 ? {} : { ruleIndex: index }),
      level: levels[finding.level],
      message: { text: [sentence(finding.what), sentence(finding.why), sentence(finding.fix.text)].join(" ") },
      locations: [{ physicalLocation: physicalLocation(at, prefix) }],
      relatedLocations: finding.related.map((related, position) => relatedData(related, position, prefix)),
      partialFingerprints: { primaryLocationLineHash: print },
      properties: { confidence: finding.confidence },
    },
  ];
}

function relatedData({ at, note }: RelatedLocation, position: number, prefix: string): object {
  return { id: position + 1, physicalLocation: physicalLocation(at, prefix), message: { text: sentence(note) } };
}

function physicalLocation(at: Location, prefix: string): object {
  const region = { startLine: Math.max(1, at.line), ...(at.column === undefined ? {} : { startColumn: at.column }), ...(at.endLine === undefined ? {} : { endLine: Math.max(at.line, at.endLine) }) };
  return { artifactLocation: { uri: uriOf(`${prefix}${at.path}`), uriBaseId: "%SRCROOT%" }, region };
}

function uriOf(path: string): string {
  return path
    .split("/")
    .map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, "\ufffd")))
    .join("/");
}

/** The same for the same defect after other lines moved: cause, service, path and the line's text, never its number. */
function fingerprint(finding: Finding, at: Location | undefined): string {
  const text = cleanLine(at?.text ?? "")
    .replace(/\s+/g, " ")
    .trim();
  return hash([finding.cause, finding.service ?? "", at?.path ?? "", text].join("\0"));
}

/** FNV-1a of 64 bits, in hexadecimal. */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
  return value.toString(16).padStart(16, "0");
}
