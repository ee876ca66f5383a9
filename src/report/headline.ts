import type { Finding } from "../model/finding.ts";
import { showLocation, type Location } from "../model/location.ts";
import type { Report } from "../model/verdict.ts";
import { cleanLine } from "./clean-text.ts";
import { compareFailing, firstTrial, hasFailed } from "./probes.ts";

/** The root cause: the first finding of level error. */
export function rootCause(report: Report): Finding | undefined {
  return report.findings.find((finding) => finding.level === "error");
}

/** The run's answer in one clean sentence. */
export function headlineOf(report: Report): string {
  if (report.verdict === "error") return `Could not run: ${sentence(report.failure?.message ?? "no reason was given")}`;
  if (report.verdict === "pass") return passHeadline(report);
  const cause = rootCause(report);
  return cause === undefined ? failHeadline(report) : sentence(`${cause.cause}${cause.location ? ` at ${place(cause.location)}` : ""}: ${cause.title}`);
}

function passHeadline(report: Report): string {
  const probes = firstTrial(report).filter((probe) => probe.via === "proxy");
  const count = probes.length;
  const failed = probes.filter((probe) => hasFailed(report, probe)).length;
  if (failed > 0) return `${count - failed} of ${count} probes through nginx answered as expected; ${failed} failed of a cause that the configuration lowers or switches off.`;
  return `${count === 1 ? "1 probe" : `${count} probes`} through nginx answered as expected.`;
}

function failHeadline(report: Report): string {
  const failing = compareFailing(report);
  if (failing === undefined) return "The gate failed, and no known cause explains it.";
  return `${failing.request} through nginx: ${failing.rows.at(-1)?.answer ?? "no answer"}, and no known cause explains it.`;
}

/** One clean line that ends as a sentence does. */
export function sentence(text: string): string {
  const line = cleanLine(text, 600).trim();
  return /[.?:!…]$/.test(line) ? line : `${line}.`;
}

/** A location for the reader, clean. */
export function place(at: Location): string {
  return cleanLine(showLocation({ path: at.path, line: at.line }), 200);
}

/** " (nginx/app.conf:14)"; empty without a location. */
export function inBrackets(at: Location | undefined): string {
  return at === undefined ? "" : ` (${place(at)})`;
}
