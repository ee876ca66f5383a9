import type { ProbeResult, ServiceSockets } from "./evidence.ts";
import type { Failure } from "./failure.ts";
import type { Finding, RuledOut, Unknown } from "./finding.ts";
import type { Plan } from "./plan.ts";
import type { Timings } from "./timings.ts";

export type Verdict = "pass" | "fail" | "error";

/** Something that happened, for the timeline. */
export interface TimelineEvent {
  /** Milliseconds since the boot began. */
  readonly at: number;
  readonly text: string;
}

/** The answer of a run; everything that is printed or written is a rendering of it. */
export interface Report {
  readonly version: string;
  readonly verdict: Verdict;
  readonly failure?: Failure;
  readonly plan?: Plan;
  readonly findings: readonly Finding[];
  readonly ruledOut: readonly RuledOut[];
  readonly unknown: readonly Unknown[];
  readonly probes: readonly TrialProbe[];
  readonly sockets: readonly ServiceSockets[];
  readonly timeline: readonly TimelineEvent[];
  readonly timings: Timings;
}

export type TrialProbe = ProbeResult & { readonly trial: "first" | "control" | "treatment" };

/** The exit code of the contract. */
export function exitCodeForVerdict(verdict: "pass" | "fail"): 0 | 1 {
  return verdict === "pass" ? 0 : 1;
}
