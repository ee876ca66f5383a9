import type { Finding, RuledOut, Unknown } from "../model/finding.ts";
import { sameLine } from "../model/location.ts";
import { serviceNamed, type Plan } from "../model/plan.ts";
import type { AnyRule } from "./rules/index.ts";
import type { Symptom } from "./symptoms.ts";

/** What one rule makes of one symptom. */
export interface Suspicion {
  readonly symptom: Symptom;
  readonly rule: AnyRule;
  readonly finding: Finding;
}

export interface Chosen {
  readonly findings: readonly Finding[];
  readonly ruledOut: readonly RuledOut[];
  readonly unknown: readonly Unknown[];
  /** What remains for each symptom, best first. */
  readonly candidates: readonly Suspicion[];
}

const grades: Readonly<Record<Finding["confidence"], number>> = { proven: 3, likely: 2, possible: 1 };

/** Keeps for every symptom the cause that explains it best, each cause once, roots before what follows from them. */
export function choose(plan: Plan, suspicions: readonly Suspicion[]): Chosen {
  const refuted = suspicions.filter(({ finding }) => finding.proof.result === "refuted");
  const open = suspicions.filter(({ finding }) => finding.proof.result !== "refuted");
  const unknown: Unknown[] = [];
  const kept: Suspicion[] = [];
  const candidates: Suspicion[] = [];
  for (const symptom of new Set(open.map((each) => each.symptom))) {
    const standing = rivals(open.filter((each) => each.symptom === symptom));
    candidates.push(...standing);
    const [best, ...others] = standing;
    if (best) kept.push(best);
    unknown.push(...others.map(({ finding }) => ({ cause: finding.cause, because: `it fits too: ${finding.what}` })));
  }
  const roots = kept.filter((each) => !kept.some((other) => other !== each && isRootOf(plan, other, each)));
  const findings = unique(roots.map(({ finding }) => finding)).toSorted((a, b) => grades[b.confidence] - grades[a.confidence]);
  return {
    findings,
    unknown,
    candidates,
    ruledOut: refuted.map(({ finding }) => ({ cause: finding.cause, because: `it was tried: ${finding.proof.intervention ?? "the change"} did not help (${finding.proof.treatment ?? "no change"})` })),
  };
}

/** Candidates for one symptom, best first; those that another explains, or that fall short of a proven one, are gone. */
function rivals(candidates: readonly Suspicion[]): Suspicion[] {
  const isProven = candidates.some(({ finding }) => finding.confidence === "proven");
  const standing = candidates.filter(({ finding }) => !isProven || finding.confidence === "proven");
  const explained = new Set(standing.flatMap(({ rule, finding }) => (grades[finding.confidence] >= 2 ? (rule.explains ?? []) : [])));
  const left = standing.filter(({ rule }) => !explained.has(rule.id));
  return (left.length > 0 ? left : standing).toSorted((a, b) => grades[b.finding.confidence] - grades[a.finding.confidence]);
}

/** A fault of what a service needs explains what that service does. */
function isRootOf(plan: Plan, cause: Suspicion, effect: Suspicion): boolean {
  const { service: from } = cause.finding;
  const { service: to } = effect.finding;
  if (from === undefined || cause.symptom.kind !== "exit" || from === to) return false;
  return to !== undefined && dependsOn(plan, to, from, new Set());
}

function dependsOn(plan: Plan, service: string, on: string, seen: Set<string>): boolean {
  if (seen.has(service)) return false;
  seen.add(service);
  const needs = serviceNamed(plan, service)?.needs.map((need) => need.service) ?? [];
  return needs.includes(on) || needs.some((need) => dependsOn(plan, need, on, seen));
}

function unique(findings: readonly Finding[]): Finding[] {
  return findings.filter(
    (finding, index) =>
      findings.findIndex((other) => other.cause === finding.cause && other.service === finding.service && (sameLine(other.location, finding.location) || other.location === finding.location)) ===
      index,
  );
}
