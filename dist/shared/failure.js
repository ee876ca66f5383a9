// src/model/failure.ts
/** Thrown by what cannot return a Result (callbacks, deep calls); caught once, in run.ts. */
var FailureError = class extends Error {
	failure;
	constructor(failure) {
		super(failure.message);
		this.name = "FailureError";
		this.failure = failure;
	}
};
/** A Failure as something to throw. */
function failure(kind, message, more = {}) {
	return new FailureError({
		kind,
		message,
		...more
	});
}
/** The exit code of the contract for a failure: 2 for bad usage or configuration of ours, 3 for what could not run. */
function exitCodeOf(kind) {
	return kind === "usage" || kind === "config-invalid" || kind === "project-not-found" || kind === "refused" ? 2 : 3;
}
/** The Failure that an error stands for; a bug of ours is one too. */
function failureOf(error, signal) {
	if (error instanceof FailureError) return error.failure;
	if (signal?.aborted === true) return {
		kind: "interrupted",
		message: "Interrupted.",
		remedy: "Run it again."
	};
	return {
		kind: "internal",
		message: `This is a fault of Upstream Gate, not of the project: ${error instanceof Error ? error.message : String(error)}`,
		remedy: "Please report it with the command and this message.",
		...error instanceof Error && error.stack !== void 0 ? { detail: error.stack } : {}
	};
}

export { failureOf as i, exitCodeOf as n, failure as r, FailureError as t };