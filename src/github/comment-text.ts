import type { Finding } from "../model/finding.ts";
import type { Report } from "../model/verdict.ts";
import { headlineOf, place, rootCause, sentence } from "../report/headline.ts";
import { code, prose } from "../report/markdown-text.ts";
import { patchOf } from "./patch.ts";
import { fenceFor, type ReadyFix } from "./suggestions.ts";

/** What the texts name beside the report. */
export interface TextContext {
  readonly commit: string;
  /** The page of the workflow run. */
  readonly runUrl: string;
  /** Fixes that may be applied as they are. */
  readonly fixes: readonly ReadyFix[];
  /** Those of them that stand in the diff as suggestions. */
  readonly suggested: ReadonlySet<ReadyFix>;
}

const mostCharacters = 60_000;

/** The report for a pull request's comment and for a check run: the root cause in full, the others in a line each. */
export function commentText(name: string, report: Report, context: TextContext): string {
  const cause = rootCause(report);
  const others = report.findings.filter((finding) => finding !== cause);
  const lines = [
    `### ${prose(name, 100)}: ${{ pass: "pass", fail: "fail", error: "could not run" }[report.verdict]}`,
    "",
    ...(cause === undefined ? [prose(headlineOf(report)), ""] : causeLines(cause, context)),
    ...(others.length === 0 ? [] : [...others.slice(0, 10).map(otherLine), ""]),
    `<sub>Commit ${context.commit.slice(0, 7)}. [The whole report](${context.runUrl}) is in the job's summary.</sub>`,
  ];
  const text = lines.join("\n");
  return text.length <= mostCharacters ? text : lines.filter((line) => line.length < 2000).join("\n");
}

/** What takes the place of an earlier report when nothing is wrong any more. */
export function resolvedText(name: string, report: Report, { commit, runUrl }: Pick<TextContext, "commit" | "runUrl">): string {
  return [`### ${prose(name, 100)}: pass`, "", `Resolved. ${prose(headlineOf(report))}`, "", `<sub>Commit ${commit.slice(0, 7)}. [The run](${runUrl})</sub>`].join("\n");
}

function causeLines(finding: Finding, context: TextContext): string[] {
  const { cause, title, location, confidence, what, why, fix } = finding;
  const where = location === undefined ? "" : ` at ${code(place(location))}`;
  return [
    `**${code(cause, 80)}**${where}: ${prose(sentence(title), 200)} (${confidence})`,
    "",
    `${prose(sentence(what))} ${prose(sentence(why))}`,
    "",
    ...proofLine(finding),
    `**Fix:** ${prose(sentence(fix.text))}`,
    "",
    ...fixLines(finding, context),
  ];
}

function proofLine({ proof }: Finding): string[] {
  if (proof.result !== "confirmed") return [];
  const { intervention = "", control = "", treatment = "" } = proof;
  return [`**Proof:** ${code(intervention)}: ${code(treatment)}. Without that: ${code(control)}.`, ""];
}

function fixLines(finding: Finding, { fixes, suggested }: TextContext): string[] {
  const ready = fixes.find((fix) => fix.finding === finding);
  if (ready === undefined) return [];
  if (suggested.has(ready)) return [`It stands in the diff as a suggestion, ready to commit: ${ready.files.map(({ path }) => code(path)).join(", ")}.`, ""];
  const patch = patchOf(ready.files);
  if (patch === undefined) return [];
  const fence = fenceFor(patch);
  return ["As a patch, for `git apply` at the root of the repository:", "", `${fence}diff`, patch.trimEnd(), fence, ""];
}

function otherLine({ level, cause, title, location }: Finding): string {
  return `- ${level} ${code(cause, 80)}${location === undefined ? "" : ` at ${code(place(location))}`}: ${prose(sentence(title), 200)}`;
}
