import type { ProbeResult } from "../model/evidence.ts";
import type { Expectation, Probe } from "../model/plan.ts";

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

/** What PHP-FPM answers in place of a script that it does not have. */
const noScript = /^File not found\.\s*$/;

/** Whether PHP-FPM answered that it does not have a script which the project leads to. */
export function isScriptMissing(result: ProbeResult, probe: Pick<Probe, "expect" | "script">): boolean {
  return probe.script !== undefined && result.status === 404 && probe.expect === undefined && noScript.test(result.body ?? "");
}

/** What an answer to a probe does not meet: the user's demands, or that a script is there which the project leads to. undefined when it meets all. */
export function unmetBy(result: ProbeResult, probe: Pick<Probe, "expect" | "script">): string | undefined {
  return isScriptMissing(result, probe) ? `the FastCGI server has no script ${probe.script}` : unmetExpectation(result, probe.expect);
}
