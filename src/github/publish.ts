import * as core from "@actions/core";
import type { Report } from "../model/verdict.ts";
import { annotationsOf, type Annotation } from "../report/annotation.ts";
import { cleanLine } from "../report/clean-text.ts";
import { withoutGenerated } from "../report/generated.ts";
import { headlineOf, rootCause } from "../report/headline.ts";
import { pathPrefix } from "./checkout.ts";
import { withCommandsStopped } from "./quiet-log.ts";
import { withoutCommands } from "./without-commands.ts";

/** What goes with a report. */
export interface PublishOptions {
  /** Markdown for the job summary. */
  readonly summary: string;
  /** The report for the log. */
  readonly text?: string;
  /** Where the files were written; "" or absent when they were not. */
  readonly reportPath?: string;
  readonly evidencePath?: string;
  readonly htmlPath?: string;
  /** The checked folder, absolute or relative to the workspace; the workspace itself when absent. */
  readonly directory?: string;
  /** Whether its findings were annotated before, by the jobs whose reports it is merged of. */
  readonly isAnnotated?: boolean;
  /** Files that nobody edits: no annotation is put there. */
  readonly generated?: ReadonlySet<string>;
}

/** GitHub drops a step's whole summary beyond 1 MiB. */
const mostSummaryBytes = 1024 * 1024;

/**
 * Tells GitHub what came of the run: the log, annotations, the job summary, outputs, and the step's own failure when the verdict is
 * fail or error. What cannot be written becomes a warning; nothing is thrown.
 */
export async function publish(report: Report, options: PublishOptions): Promise<void> {
  const { text } = options;
  if (text !== undefined) withCommandsStopped(() => process.stdout.write(withoutCommands(text)));
  const prefix = pathPrefix(options.directory ?? ".", process.env["GITHUB_WORKSPACE"] ?? process.cwd());
  const placed = withoutGenerated(report, (path) => options.generated?.has(path) === true);
  for (const annotation of options.isAnnotated === true ? [] : annotationsOf(placed)) annotate(annotation, prefix);
  await writeSummary(options.summary);
  setOutputs(report, options);
  // setFailed would add a second error annotation without a place.
  if (report.verdict === "pass") return;
  process.exitCode = core.ExitCode.Failure;
  core.info(withoutCommands(cleanLine(headlineOf(report))));
}

/** Tells GitHub the apps of a repository, as the matrix of a later job's strategy. */
export function publishMatrix(matrix: { readonly include: readonly { readonly app: string }[] }): void {
  const outputs = {
    matrix: JSON.stringify(matrix),
  };
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
  core.info(withoutCommands(cleanLine(`${matrix.include.length} apps: ${matrix.include.map(({ app }) => app).join(", ")}`, 2000)));
}

function annotate({ level, path, line, title, message }: Annotation, prefix: string): void {
  const place = path === undefined || line === undefined ? {} : { file: prefix + path, startLine: line };
  core[level](message, { title, ...place });
}

async function writeSummary(summary: string): Promise<void> {
  const size = Buffer.byteLength(summary);
  if (size > mostSummaryBytes) return core.warning(`The job summary was not written: it has ${size} bytes, and GitHub takes ${mostSummaryBytes}. The JSON report holds all of it.`);
  try {
    await core.summary.emptyBuffer().addRaw(summary).write();
  } catch (error) {
    core.warning(`The job summary was not written: ${reasonOf(error)}`);
  }
}

function setOutputs(report: Report, options: PublishOptions): void {
  const outputs = {
    verdict: report.verdict,
    cause: rootCause(report)?.cause ?? "",
    findings: String(report.findings.length),
    report: options.reportPath ?? "",
    evidence: options.evidencePath ?? "",
    html: options.htmlPath ?? "",
  };
  try {
    for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
  } catch (error) {
    core.warning(`The outputs were not set: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
