import type { Location } from "./location.ts";

/** Every way in which we, not the user's project, can be unable to answer. */
export type FailureKind =
  | "usage" // the command line is wrong
  | "config-invalid" // a file that tells us what to do cannot be understood
  | "project-not-found" // no kind of project we know
  | "refused" // we will not do this (leaves the workspace, gives host access, unsafe event)
  | "engine-unreachable"
  | "engine-too-old"
  | "tool-missing" // docker CLI, buildx or compose plugin
  | "image-unavailable"
  | "disk-full"
  | "interrupted"
  | "timed-out" // our own deadline for the whole run
  | "internal"; // a bug of ours

/** Why there is no verdict. `message` is one sentence; `remedy` says what to do; `at` where, when a file is to blame. */
export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
  readonly remedy?: string;
  readonly at?: Location;
  /** What a tool printed, when that helps; hostile text. */
  readonly detail?: string;
}

/** Thrown by what cannot return a Result (callbacks, deep calls); caught once, in run.ts. */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.name = "FailureError";
    this.failure = failure;
  }
}

/** A Failure as something to throw. */
export function failure(kind: FailureKind, message: string, more: Omit<Failure, "kind" | "message"> = {}): FailureError {
  return new FailureError({ kind, message, ...more });
}

/** The exit code of the contract for a failure: 2 for bad usage or configuration of ours, 3 for what could not run. */
export function exitCodeOf(kind: FailureKind): 2 | 3 {
  return kind === "usage" || kind === "config-invalid" || kind === "project-not-found" || kind === "refused" ? 2 : 3;
}

/** The Failure that an error stands for; a bug of ours is one too. */
export function failureOf(error: unknown, signal?: AbortSignal): Failure {
  if (error instanceof FailureError) return error.failure;
  if (signal?.aborted === true) return { kind: "interrupted", message: "Interrupted.", remedy: "Run it again." };
  const message = error instanceof Error ? error.message : String(error);
  return {
    kind: "internal",
    message: `This is a fault of Upstream Gate, not of the project: ${message}`,
    remedy: "Please report it with the command and this message.",
    ...(error instanceof Error && error.stack !== undefined ? { detail: error.stack } : {}),
  };
}
