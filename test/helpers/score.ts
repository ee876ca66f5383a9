import type { CorpusCase, Expectation, Outcome } from "./corpus-run.ts";

/** What came of one case. */
export interface Scored {
  readonly name: string;
  /** The cause that the case has; absent for a project that must pass. */
  readonly cause?: string;
  readonly isBlind: boolean;
  readonly mark: Mark;
  readonly isPlaced: boolean;
  readonly isProven: boolean;
}

export type Mark =
  | "right" // the right cause, or silence where silence is right
  | "abstained" // it failed or could not run, and no cause was named, or another only as possible
  | "wrong" // another cause, as likely or proven; or a pass of what is broken
  | "red"; // a healthy project that failed

/** Marks a case by what the gate said of it. */
export function mark({ name, expect, isBlind }: Pick<CorpusCase, "name" | "expect" | "isBlind">, outcome: Outcome): Scored {
  const errors = outcome.findings.filter((finding) => finding.level === "error");
  const [first] = errors;
  const common = { name, isBlind, isPlaced: isPlaced(expect, outcome), isProven: first?.confidence === "proven" };
  if (expect.verdict === "pass") return { ...common, mark: outcome.verdict === "pass" ? "right" : "red" };
  const cause = expect.cause === undefined ? {} : { cause: expect.cause };
  if (outcome.verdict === "pass") return { ...common, ...cause, mark: "wrong" };
  // A failure for which no cause may be named is told right when none is.
  if (expect.cause === undefined && outcome.verdict === "fail" && first === undefined) return { ...common, mark: "right" };
  if (outcome.verdict === "error" || first === undefined || (first.cause !== expect.cause && first.confidence === "possible")) return { ...common, ...cause, mark: "abstained" };
  return { ...common, ...cause, mark: first.cause === expect.cause && errors.length === 1 ? "right" : "wrong" };
}

function isPlaced(expect: Expectation, outcome: Outcome): boolean {
  const [first] = outcome.findings.filter((finding) => finding.level === "error");
  const place = first?.location ? `${first.location.path}:${first.location.line}` : "nowhere";
  return expect.at === undefined || expect.at.includes(place);
}

/** The score as a page: one line for each cause, then all, then the blind ones, then what must stay silent. */
export function renderScore(scored: readonly Scored[], head: readonly string[]): string {
  const broken = scored.filter((each) => each.cause !== undefined);
  const causes = [...new Set(broken.map((each) => each.cause ?? ""))].toSorted();
  const rows = [
    ...causes.map((cause) =>
      brokenRow(
        `\`${cause}\``,
        broken.filter((each) => each.cause === cause),
      ),
    ),
    brokenRow("**all**", broken),
    brokenRow(
      "**blind**",
      broken.filter((each) => each.isBlind),
    ),
  ];
  const silent = scored.filter((each) => each.cause === undefined);
  const odd = scored.filter((each) => each.mark !== "right" || (each.cause !== undefined && !each.isPlaced));
  return [
    "# Accuracy",
    "",
    ...head,
    "",
    "A case counts as right when its cause is named alone; as abstained when no cause is named, or another only as possible; as wrong but",
    "confident when another cause is named as likely or proven, or when it passes. Blind cases were written from real incidents by somebody",
    "who had not written the rule, before looking at it.",
    "",
    "| cause | cases | right cause | right line | proven | abstained | wrong but confident |",
    "|---|--:|--:|--:|--:|--:|--:|",
    ...rows,
    "",
    "| must stay silent | cases | called red |",
    "|---|--:|--:|",
    silentRow("all", silent),
    silentRow(
      "blind",
      silent.filter((each) => each.isBlind),
    ),
    "",
    ...(odd.length === 0
      ? ["Every case is told as it is, on its line."]
      : ["Not as they should be:", "", ...odd.map((each) => `- ${each.name}: ${each.mark === "right" ? "right cause on another line" : each.mark}`)]),
    "",
  ].join("\n");
}

function brokenRow(title: string, cases: readonly Scored[]): string {
  const count = (test: (each: Scored) => boolean): string => shareOf(cases.filter(test).length, cases.length);
  const cells = [
    count((each) => each.mark === "right"),
    count((each) => each.mark === "right" && each.isPlaced),
    count((each) => each.mark === "right" && each.isProven),
    String(cases.filter((each) => each.mark === "abstained").length),
    String(cases.filter((each) => each.mark === "wrong").length),
  ];
  return `| ${title} | ${cases.length} | ${cells.join(" | ")} |`;
}

function silentRow(title: string, cases: readonly Scored[]): string {
  return `| ${title} | ${cases.length} | ${cases.filter((each) => each.mark === "red").length} |`;
}

/** "12 (92 %)". */
function shareOf(part: number, whole: number): string {
  return whole === 0 ? "0" : `${part} (${Math.floor((100 * part) / whole)} %)`;
}
