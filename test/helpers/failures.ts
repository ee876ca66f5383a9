import { FailureError, type Failure } from "../../src/model/failure.ts";
import { showLocation } from "../../src/model/location.ts";

/** The Failure that a call throws. Anything else that it throws, or nothing at all, is an error of the test. */
export function failureOf(call: () => unknown): Failure {
  try {
    call();
  } catch (error) {
    return asFailure(error);
  }
  throw new Error("nothing was thrown");
}

/** The same for what rejects. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Failure> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => asFailure(error),
  );
  if (outcome === undefined) throw new Error("nothing was thrown");
  return outcome;
}

function asFailure(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  throw error;
}

/** "compose.yaml:4" of a Failure; undefined when it names no place. */
export function placeOf(failure: Failure): string | undefined {
  return failure.at === undefined ? undefined : showLocation({ path: failure.at.path, line: failure.at.line });
}
