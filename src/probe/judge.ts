import type { ProbeResult } from "../model/evidence.ts";
import type { Expectation } from "../model/plan.ts";

/** What of the user's demands an answer does not meet; undefined when it meets all. */
export function unmetExpectation(result: ProbeResult, expect: Expectation | undefined): string | undefined {
  if (!expect || result.status === undefined) return undefined;
  if (expect.status && !expect.status.includes(result.status)) return `status ${result.status}, expected ${expect.status.join(" or ")}`;
  for (const [name, value] of Object.entries(expect.headers ?? {})) {
    const found = result.headers?.[name.toLowerCase()];
    if (found !== value) return `header ${name} is ${found === undefined ? "absent" : JSON.stringify(found)}, expected ${JSON.stringify(value)}`;
  }
  if (expect.body !== undefined && !(result.body ?? "").includes(expect.body)) return `the body does not contain ${JSON.stringify(expect.body)}`;
  if (expect.maxTime !== undefined && result.durationMs > expect.maxTime) return `it took ${Math.round(result.durationMs)} ms, expected at most ${expect.maxTime} ms`;
  return undefined;
}
