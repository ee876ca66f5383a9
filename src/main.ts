import { resolve } from "node:path";
import * as core from "@actions/core";
import { isNothingToCheck } from "./applies.ts";
import { commandOf, readDestinations, readInputs } from "./command-line.ts";
import { committedReader } from "./committed.ts";
import { connectEngine } from "./docker/dockerode-engine.ts";
import { generatedFiles } from "./generated-files.ts";
import { repositoryPrefix } from "./github/checkout.ts";
import { readInputs as readActionInputs, readMode, refuseUntrustedEvent } from "./github/inputs.ts";
import { liveLog } from "./github/live-log.ts";
import { passesWithoutProject, post, publishNeutral, takePosting } from "./github/posting.ts";
import { guardCrashes } from "./github/crash.ts";
import { maskSecrets } from "./github/masks.ts";
import { publish, publishMatrix } from "./github/publish.ts";
import { makeRedactor, redactDeep } from "./evidence/redact.ts";
import { appsOf, matrixOf } from "./matrix.ts";
import { filesOf, mergeFiles } from "./merge.ts";
import { failureOf } from "./model/failure.ts";
import type { Inputs } from "./model/inputs.ts";
import { noTimings } from "./model/timings.ts";
import type { Report } from "./model/verdict.ts";
import { writeOutputs } from "./outputs.ts";
import { findApps } from "./plan/apps.ts";
import { renderConsole } from "./report/console.ts";
import { withoutGenerated } from "./report/generated.ts";
import { renderMarkdown } from "./report/markdown.ts";
import { usesColor } from "./report/terminal.ts";
import { runGate } from "./run.ts";
import { abortOnSignals } from "./signals.ts";
import { sinkOptions } from "./sinks.ts";
import { runGit } from "./sources/git.ts";
import { version } from "./version.ts";
import { Workspace } from "./workspace/workspace.ts";

/** The Action: inputs in, the gate's report out as annotations, summary, outputs and the step's own result. */
async function main(): Promise<void> {
  const posting = takePosting();
  refuseUntrustedEvent();
  const { mode, reports, apps } = readMode();
  if (mode === "matrix") return tellMatrix();
  return mode === "merge" ? merge(reports, apps) : check(posting);
}

/** The apps of the repository, as the output that a matrix is made of: in a pull request, those that it changes. */
async function tellMatrix(): Promise<void> {
  const { directory, options } = readActionInputs();
  const { base } = await withKnownBase({ directory, ...(typeof options["base"] === "string" ? { base: options["base"] } : {}) }, core.getInput("base") === "");
  const matrix = await matrixOf(directory, appsOf(directory, typeof options["config"] === "string" ? options["config"] : undefined), base, process.env);
  publishMatrix(matrix);
}

/** One report of those of several apps. Their lines were annotated where they were checked. */
async function merge(reports: readonly string[], apps: string): Promise<void> {
  const { options } = readActionInputs();
  const destinations = readDestinations(options, "github");
  const report = mergeFiles(filesOf(reports), apps || undefined);
  writeOutputs({ report }, destinations);
  await publish(report, { summary: renderMarkdown(report), text: renderConsole(report, { color: false }), reportPath: destinations.report ?? "", isAnnotated: true });
}

async function check(posting: ReturnType<typeof takePosting>): Promise<void> {
  const isNeutralWithout = passesWithoutProject();
  const given = readActionInputs();
  const destinations = readDestinations(given.options, "github");
  const inputs = await withKnownBase(
    readInputs(given.directory, given.options, (root) => findApps(new Workspace(root))),
    core.getInput("base") === "",
  );
  const { signal, release } = abortOnSignals();
  const log = liveLog(sinkOptions(process.stdout, true));
  const done = await runGate(inputs, {
    environment: process.env,
    signal,
    connect: () => connectEngine(process.env),
    onProgress: log.take,
    onRun: (id) => core.saveState("run", id),
    onSecrets: maskSecrets,
    keepsEvidence: destinations.evidence !== undefined,
  }).finally(log.stop);
  release();
  // The findings of an app of several are told from the folder of the repository.
  const folder = given.directory;
  const prefix = repositoryPrefix(folder, process.env["GITHUB_WORKSPACE"]);
  const result = { ...done, report: { ...done.report, command: commandOf(prefix === "" ? "." : prefix.replace(/\/$/, ""), given.options) } };
  writeOutputs(result, destinations, prefix);
  const place = { directory: folder, read: committedReader(folder, process.env) };
  if (isNeutralWithout && isNothingToCheck(result.report.failure, inputs)) {
    await publishNeutral(result.report, destinations.report ?? "");
    return post(result.report, posting, { ...place, isNeutral: true });
  }
  const generated = await generatedFiles(folder, result.report, process.env);
  await publish(result.report, {
    summary: renderMarkdown(result.report),
    text: renderConsole(result.report, { color: usesColor(process.env, true) }),
    reportPath: destinations.report ?? "",
    evidencePath: result.evidence === undefined ? "" : (destinations.evidence ?? ""),
    htmlPath: destinations.html ?? "",
    directory: folder,
    generated,
  });
  const placed = withoutGenerated(result.report, (path) => generated.has(path));
  await post(placed, posting, { ...place, isNeutral: false });
}

/** A pull request's base is only a preference: a shallow checkout does not have it, and that is no mistake of the user's. */
async function withKnownBase<T extends Pick<Inputs, "directory" | "base">>(inputs: T, isImplied: boolean): Promise<T> {
  const { base, ...rest } = inputs;
  if (base === undefined || !isImplied) return inputs;
  const found = await runGit(resolve(inputs.directory), ["cat-file", "-e", `${base}^{commit}`], process.env).catch(() => ({ code: 1 }));
  return found.code === 0 ? inputs : (rest as unknown as T);
}

guardCrashes();
try {
  await main();
} catch (error) {
  const report: Report = {
    version,
    verdict: "error",
    failure: redactDeep(failureOf(error), makeRedactor([])),
    findings: [],
    ruledOut: [],
    unknown: [],
    probes: [],
    sockets: [],
    timeline: [],
    timings: noTimings,
  };
  await publish(report, { summary: renderMarkdown(report), text: renderConsole(report, { color: false }) });
}
