import type { Edit } from "./edit.ts";
import type { Location } from "./location.ts";

/** What of a run is otherwise because of a problem. */
export type Changed = "nothing" | "port" | "start" | "build" | "files" | "serving";

/** Something in a platform's file that its platform does not read as it was meant. */
export interface PlatformProblem {
  /** Its path in the file: "run.containerPort"; "" for the file as a whole. */
  readonly key: string;
  readonly at: Location;
  /** What stands there and what becomes of it, as a clause: "`port` is no key of `run`, so it is not read". */
  readonly what: string;
  /** What the platform takes there: "a number, or numbers separated by commas". */
  readonly expected: string;
  /** What was likely meant: "run.containerPort". */
  readonly meant?: string;
  /** Which part of what runs would be otherwise without it. */
  readonly changes: Changed;
  /** A few words for the heading, where `what` is long. */
  readonly title?: string;
  /** The list of packages that it names and that is not there: the platform then installs nothing, without a word. */
  readonly manifest?: string;
  /** The port that it was to set. */
  readonly port?: number;
  /** Whether the platform refuses the file or has nothing to build and start: then nothing is booted. */
  readonly isFatal?: true;
  /** The smallest change of the file that mends it; empty when only its author knows. */
  readonly edits: readonly Edit[];
}

/** The problems that leave nothing to boot. */
export function fatalProblems(plan: { readonly platformProblems?: readonly PlatformProblem[] }): readonly PlatformProblem[] {
  return (plan.platformProblems ?? []).filter((problem) => problem.isFatal === true);
}
