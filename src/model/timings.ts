/** Milliseconds spent in each stage. */
export interface Timings {
  readonly plan: number;
  readonly build: number;
  readonly boot: number;
  readonly probe: number;
  readonly diagnose: number;
  readonly prove: number;
  readonly cleanup: number;
  readonly total: number;
}

/** Something that happened, for the timeline. */
export interface TimelineEvent {
  /** Milliseconds since the boot began. */
  readonly at: number;
  readonly text: string;
  /** The service whose container was started. */
  readonly started?: string;
}

/** All zeros. */
export const noTimings: Timings = { plan: 0, build: 0, boot: 0, probe: 0, diagnose: 0, prove: 0, cleanup: 0, total: 0 };
