import { join } from "node:path";
import type { Destinations } from "./command-line.ts";
import { rules } from "./diagnose/rules/index.ts";
import { failure } from "./model/failure.ts";
import type { GateResult } from "./run.ts";
import { renderHtml } from "./report/html.ts";
import { renderJson } from "./report/json.ts";
import { renderJunit } from "./report/junit.ts";
import { logsOf } from "./report/log-excerpts.ts";
import { renderSarif } from "./report/sarif.ts";
import { writeResult } from "./safe-write.ts";

/**
 * Writes the files that were asked for. `prefix` leads from the repository's root to the checked folder: "" or ending in "/". Throws a
 * Failure for a path that cannot be written.
 */
export function writeOutputs({ report, evidence }: GateResult, destinations: Destinations, prefix = ""): void {
  write(destinations.report, () => renderJson(report));
  write(destinations.sarif, () => renderSarif(report, rules, prefix));
  write(destinations.junit, () => renderJunit(report, prefix));
  write(destinations.html, () => renderHtml(report));
  const { logs } = destinations;
  if (logs !== undefined) for (const { file, lines } of logsOf(report)) write(join(logs, file), () => `${lines.join("\n")}\n`);
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
