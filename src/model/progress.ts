import type { Timings } from "./timings.ts";

export type StageName = Exclude<keyof Timings, "total">;

/** What happens in a run, as it happens. Texts are redacted and otherwise of unknown origin. */
export type Progress =
  /** A stage begins; the one before it has ended. */
  | { readonly kind: "stage"; readonly stage: StageName }
  /** A line of a builder or of a pull. */
  | { readonly kind: "output"; readonly service: string; readonly text: string }
  | { readonly kind: "note"; readonly text: string }
  /** Something is waited for; told again when the reason is another. */
  | { readonly kind: "wait"; readonly what: string; readonly because: string }
  /** It is waited for no longer. */
  | { readonly kind: "waited"; readonly what: string };

/** Takes what happens; `stop` ends the telling and takes back what a terminal was made to show. */
export interface ProgressSink {
  readonly take: (event: Progress) => void;
  readonly stop: () => void;
}

/** Tells nothing. */
export const silence: ProgressSink = { take: () => undefined, stop: () => undefined };
