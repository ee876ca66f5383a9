import type { Edit } from "./edit.ts";
import type { Intervention, Proof } from "./experiment.ts";
import type { Location, RelatedLocation } from "./location.ts";

export type Level = "error" | "warning" | "notice";
/** `proven`: the smallest change turned it green. `likely`: all evidence fits and nothing else does. `possible`: something else fits too. */
export type Confidence = "proven" | "likely" | "possible";

export interface Fix {
  readonly text: string;
  readonly edits: readonly Edit[];
  /** Whether the edits may be applied without a human reading them. */
  readonly safe: boolean;
}

export type WitnessKind = "socket" | "log" | "nginx" | "exit" | "attempt" | "cgroup" | "config";

/** One observation, quoted. */
export interface Witness {
  readonly kind: WitnessKind;
  readonly text: string;
}

/** A root cause, recognised. */
export interface Finding {
  readonly cause: string;
  readonly title: string;
  readonly level: Level;
  readonly confidence: Confidence;
  readonly location?: Location;
  readonly related: readonly RelatedLocation[];
  readonly what: string;
  readonly why: string;
  readonly fix: Fix;
  readonly evidence: readonly Witness[];
  /** The service it is about. */
  readonly service?: string;
  /** In a merged report, the app's name. */
  readonly app?: string;
  /** The one change that should turn the run green; absent when none can be tried. */
  readonly intervention?: Intervention;
  readonly proof: Proof;
}

/** A cause that was looked for and is not there. */
export interface RuledOut {
  readonly cause: string;
  readonly because: string;
}

/** A cause that could not be judged. */
export interface Unknown {
  readonly cause: string;
  readonly because: string;
}

/** What the rules say of one body of evidence. */
export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly ruledOut: readonly RuledOut[];
  readonly unknown: readonly Unknown[];
}
