import { resolve } from "node:path";
import * as core from "@actions/core";
import { isNothingToCheck } from "./applies.ts";
import { commandOf, readDestinations, readInputs } from "./command-line.ts";
import { committedReader } from "./committed.ts";
import { connectEngine } from "./docker/dockerode-engine.ts";
import { runCommand, toolEnvironment } from "./docker/cli.ts";
import { generatedFiles } from "./generated-files.ts";
import { repositoryPrefix } from "./github/checkout.ts";
import { readInputs as readActionInputs, refuseUntrustedEvent } from "./github/inputs.ts";
import { liveLog } from "./github/live-log.ts";
import { passesWithoutProject, post, publishNeutral, takePosting } from "./github/posting.ts";
import { publish } from "./github/publish.ts";
import { failureOf } from "./model/failure.ts";
import type { Inputs } from "./model/inputs.ts";
import { noTimings } from "./model/timings.ts";
import type { Report } from "./model/verdict.ts";
import { writeOutputs } from "./outputs.ts";
import { renderConsole } from "./report/console.ts";
import { withoutGenerated } from "./report/generated.ts";
import { renderMarkdown } from "./report/markdown.ts";
import { usesColor } from "./report/terminal.ts";
import { runGate } from "./run.ts";
import { abortOnSignals } from "./signals.ts";
import { sinkOptions } from "./sinks.ts";
import { version } from "./version.ts";

/** The Action: inputs in, the gate's report out as annotations, summary, outputs and the step's own result. */
async function main(): Promise<void> {
  const posting = takePosting();
  refuseUntrustedEvent();
  const isNeutralWithout = passesWithoutProject();
  const given = readActionInputs();
  const destinations = readDestinations(given.options, "github");
  const inputs = await withKnownBase(readInputs(given.directory, given.options), core.getInput("base") === "");
  const { signal, release } = abortOnSignals();
  const log = liveLog(sinkOptions(process.stdout, true));
  const done = await runGate(inputs, {
    environment: process.env,
    signal,
    connect: () => connectEngine(process.env),
    onProgress: log.take,
    onRun: (id) => core.saveState("run", id),
    keepsEvidence: destinations.evidence !== undefined,
  }).finally(log.stop);
  release();
  const prefix = repositoryPrefix(inputs.directory, process.env["GITHUB_WORKSPACE"]);
  const result = { ...done, report: { ...done.report, command: commandOf(prefix === "" ? "." : prefix.replace(/\/$/, ""), given.options) } };
  writeOutputs(result, destinations, prefix);
  const place = { directory: inputs.directory, read: committedReader(inputs.directory, process.env) };
  if (isNeutralWithout && isNothingToCheck(result.report.failure, inputs)) {
    await publishNeutral(result.report, destinations.report ?? "");
    return post(result.report, posting, { ...place, isNeutral: true });
  }
  const generated = await generatedFiles(inputs.directory, result.report, process.env);
  await publish(result.report, {
    summary: renderMarkdown(result.report),
    text: renderConsole(result.report, { color: usesColor(process.env, true) }),
    reportPath: destinations.report ?? "",
    evidencePath: result.evidence === undefined ? "" : (destinations.evidence ?? ""),
    htmlPath: destinations.html ?? "",
    directory: inputs.directory,
    generated,
  });
  const placed = withoutGenerated(result.report, (path) => generated.has(path));
  await post(placed, posting, { ...place, isNeutral: false });
}

/** A pull request's base is only a preference: a shallow checkout does not have it, and that is no mistake of the user's. */
async function withKnownBase(inputs: Inputs, isImplied: boolean): Promise<Inputs> {
  const { base, ...rest } = inputs;
  if (base === undefined || !isImplied) return inputs;
  const found = await runCommand("git", ["-C", resolve(inputs.directory), "cat-file", "-e", `${base}^{commit}`], { env: toolEnvironment(process.env) }).catch(() => ({ code: 1 }));
  return found.code === 0 ? inputs : rest;
}

try {
  await main();
} catch (error) {
  const report: Report = { version, verdict: "error", failure: failureOf(error), findings: [], ruledOut: [], unknown: [], probes: [], sockets: [], timeline: [], timings: noTimings };
  await publish(report, { summary: renderMarkdown(report), text: renderConsole(report, { color: false }) });
}
