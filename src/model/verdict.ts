import type { Facts, ProbeResult, ServiceSockets } from "./evidence.ts";
import type { Failure } from "./failure.ts";
import type { Finding, RuledOut, Unknown } from "./finding.ts";
import type { App } from "./inputs.ts";
import type { RepoPath } from "./location.ts";
import type { Plan } from "./plan.ts";
import type { TimelineEvent, Timings } from "./timings.ts";

export type Verdict = "pass" | "fail" | "error";

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
  /** The app that it is about, of a repository that holds several. */
  readonly app?: App;
  /** What became of each app, in a report that is merged of several. */
  readonly apps?: readonly AppResult[];
  /** What was observed; absent when nothing was collected. */
  readonly facts?: Facts;
  /** Lines of the project around the places of the findings. */
  readonly excerpts?: readonly Excerpt[];
  /** The words after the program's name that make the same run elsewhere. */
  readonly command?: readonly string[];
}

/** Consecutive lines of a file. */
export interface Excerpt {
  readonly path: RepoPath;
  /** Number of the first line, from 1. */
  readonly from: number;
  readonly lines: readonly string[];
}

/** What became of one app. */
export interface AppResult extends App {
  readonly verdict: Verdict;
  /** The root cause's id, or "" when there is none. */
  readonly cause: string;
  /** One sentence. */
  readonly headline: string;
}

export type TrialProbe = ProbeResult & {
  readonly trial: "first" | "control" | "treatment";
  /** Whether it answered as expected, where the plan that tells is not at hand. */
  readonly ok?: boolean;
  /** In a merged report, the app's name. */
  readonly app?: string;
};

/** The exit code of the contract. */
export function exitCodeForVerdict(verdict: "pass" | "fail"): 0 | 1 {
  return verdict === "pass" ? 0 : 1;
}
