import type { Evidence } from "../../src/model/evidence.ts";
import { showLocation } from "../../src/model/location.ts";
import { diagnose } from "../../src/diagnose/diagnose.ts";
import type { Finding } from "../../src/model/finding.ts";

/** What became of one cause in a diagnosis: its finding's place, or in which list it is. */
export function fateOf(cause: string, evidence: Evidence): string {
  const { findings, ruledOut, unknown } = diagnose(evidence);
  const finding = findings.find((each) => each.cause === cause);
  if (finding) return `found at ${placeOf(finding)}`;
  if (unknown.some((each) => each.cause === cause)) return "unknown";
  return ruledOut.some((each) => each.cause === cause) ? "ruled out" : "not mentioned";
}

/** "nginx/app.conf:14". */
export function placeOf(finding: Finding | undefined): string {
  return finding?.location ? showLocation({ path: finding.location.path, line: finding.location.line }) : "no place";
}

/** The finding of a cause. Throws when there is none: the test rests on it. */
export function findingOf(cause: string, evidence: Evidence): Finding {
  const { findings, ruledOut, unknown } = diagnose(evidence);
  const finding = findings.find((each) => each.cause === cause);
  if (!finding)
    throw new Error(
      `no finding ${cause}: found ${JSON.stringify(findings.map((each) => each.cause))}, ruled out ${JSON.stringify(ruledOut.find((each) => each.cause === cause))}, unknown ${JSON.stringify(unknown)}`,
    );
  return finding;
}

/** Causes found, in their order. */
export function causesOf(evidence: Evidence): string[] {
  return diagnose(evidence).findings.map((finding) => finding.cause);
}

/** Why a cause is ruled out or unknown. */
export function becauseOf(cause: string, evidence: Evidence): string | undefined {
  const { ruledOut, unknown } = diagnose(evidence);
  return [...unknown, ...ruledOut].find((each) => each.cause === cause)?.because;
}
