import type { Finding, Level } from "../model/finding.ts";
import type { RelatedLocation } from "../model/location.ts";
import type { Report } from "../model/verdict.ts";
import { cleanLine, cutText } from "./clean-text.ts";
import { headlineOf, sentence } from "./headline.ts";
import { causePage } from "./pages.ts";
import { proofLines } from "./proof.ts";

/** One message at a line of the project. Texts are clean and shorter than the 4096 characters that a runner keeps; a path holds no control characters. */
export interface Annotation {
  readonly level: Level;
  /** Relative to the checked folder; absent when there is no place. */
  readonly path?: string;
  readonly line?: number;
  readonly title: string;
  readonly message: string;
}

/** A runner keeps ten of each level for a step; one error is left for the step's own. */
const mostOfLevel: Readonly<Record<Level, number>> = { error: 9, warning: 9, notice: 10 };
const mostRelated = 2;
/** A runner cuts a message there. */
const mostMessage = 4096;

/**
 * What stands beside the lines of a change: one annotation a finding, at most two notices for the related lines of a root cause. A
 * failure, and a fail that nothing explains, is one error. Never more than a runner keeps: what ranks last is left out.
 */
export function annotationsOf(report: Report): Annotation[] {
  return ranked(report).shown;
}

/** What the budget leaves no room for, by rank; the job summary lists it. */
export function annotationsLeft(report: Report): Annotation[] {
  return ranked(report).left;
}

function ranked(report: Report): { readonly shown: Annotation[]; readonly left: Annotation[] } {
  const all = report.verdict === "error" ? [failureAnnotation(report)] : findingAnnotations(report);
  const seen: Record<Level, number> = { error: 0, warning: 0, notice: 0 };
  const shown: Annotation[] = [];
  const left: Annotation[] = [];
  for (const annotation of all) (++seen[annotation.level] <= mostOfLevel[annotation.level] ? shown : left).push(annotation);
  return { shown, left };
}

function findingAnnotations(report: Report): Annotation[] {
  const hasError = report.findings.some((finding) => finding.level === "error");
  const unexplained: Annotation[] = report.verdict === "fail" && !hasError ? [{ level: "error", title: "Upstream Gate failed", message: headlineOf(report) }] : [];
  const related = report.findings.filter((finding) => finding.level === "error").flatMap((finding) => finding.related.slice(0, mostRelated).map((each) => relatedAnnotation(finding, each)));
  return [...unexplained, ...report.findings.map(findingAnnotation), ...related];
}

function findingAnnotation(finding: Finding): Annotation {
  const { level, location, cause, title, confidence, what, why, fix } = finding;
  const page = causePage(cause);
  const message = [
    sentence(what),
    sentence(why),
    `Fix: ${sentence(fix.text)}`,
    ...proofLines(finding).map((line, index) => (index === 0 ? `Proof: ${line}` : line)),
    `Confidence: ${confidence}. More: ${page ?? `upstream-gate explain ${cleanLine(cause, 60)}`}`,
  ].join("\n");
  return { level, ...placeOf(location), title: cleanLine(`${cause}: ${title}`, 200), message: cutText(message, mostMessage) };
}

function relatedAnnotation({ cause, title, location }: Finding, { at, note }: RelatedLocation): Annotation {
  const origin = location === undefined ? "" : ` See ${cleanLine(`${location.path}:${location.line}`, 200)}.`;
  return { level: "notice", ...placeOf(at), title: cleanLine(`${cause}: ${title}`, 200), message: `${sentence(note)}${origin}` };
}

function failureAnnotation(report: Report): Annotation {
  const remedy = report.failure?.remedy === undefined ? "" : `\n${sentence(report.failure.remedy)}`;
  return { level: "error", ...placeOf(report.failure?.at), title: "Upstream Gate could not run", message: `${headlineOf(report)}${remedy}` };
}

/** The first line alone: a message for several lines would be put below the last of them. */
function placeOf(at: { readonly path: string; readonly line: number } | undefined): Pick<Annotation, "path" | "line"> {
  return at === undefined ? {} : { path: cleanLine(at.path, 1000), line: Math.max(1, at.line) };
}
