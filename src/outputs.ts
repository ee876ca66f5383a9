import type { Destinations } from "./command-line.ts";
import { rules } from "./diagnose/rules/index.ts";
import { failure } from "./model/failure.ts";
import type { GateResult } from "./run.ts";
import { renderJson } from "./report/json.ts";
import { renderJunit } from "./report/junit.ts";
import { renderSarif } from "./report/sarif.ts";
import { writeResult } from "./safe-write.ts";

/** Writes the files that were asked for. Throws a Failure for a path that cannot be written. */
export function writeOutputs({ report, evidence }: GateResult, destinations: Destinations): void {
  write(destinations.report, () => renderJson(report));
  write(destinations.sarif, () => renderSarif(report, rules));
  write(destinations.junit, () => renderJunit(report));
  if (evidence) write(destinations.evidence, () => `${JSON.stringify(evidence, null, 1)}\n`);
}

function write(path: string | undefined, render: () => string): void {
  if (path === undefined) return;
  try {
    writeResult(path, render(), process.env["GITHUB_WORKSPACE"] || process.cwd());
  } catch (error) {
    throw failure("usage", `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`, { remedy: "Give a path in a folder that may be written." });
  }
}
