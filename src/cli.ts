#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { checkOptions, commandOf, diagnoseOptions, parseWords, readDestinations, readInputs, type Destinations, type OptionValues } from "./command-line.ts";
import { exitCodeOf, failure, failureOf, type Failure } from "./model/failure.ts";
import type { Inputs } from "./model/inputs.ts";
import type { Plan } from "./model/plan.ts";
import type { ProgressSink } from "./model/progress.ts";
import { noTimings } from "./model/timings.ts";
import { exitCodeForVerdict, type Report } from "./model/verdict.ts";
import { renderConsole } from "./report/console.ts";
import { headlineOf } from "./report/headline.ts";
import { renderJson } from "./report/json.ts";
import { usesColor } from "./report/terminal.ts";
import { abortOnSignals } from "./signals.ts";
import type { GateResult } from "./run.ts";
import { usage } from "./usage.ts";
import { version } from "./version.ts";

type Command = (words: readonly string[]) => Promise<number>;

const commands: Readonly<Record<string, Command>> = { check, plan: showPlan, diagnose: diagnoseFile, explain: explainCause, init, clean };

async function main(): Promise<number> {
  const [name, ...words] = process.argv.slice(2);
  if (name === undefined || name === "--help" || name === "-h" || name === "help" || words.includes("--help") || words.includes("-h")) {
    process.stdout.write(usage);
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-v") {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw failure("usage", `There is no command "${name}".`, { remedy: "upstream-gate --help lists the commands." });
  return command(words);
}

async function check(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords(words, checkOptions, 1);
  const inputs = readInputs(positionals[0] ?? ".", values);
  const destinations = readDestinations(values, process.env["GITHUB_ACTIONS"] === "true" ? "github" : "pretty");
  const [{ runGate }, { connectEngine }, { writeOutputs }, { repositoryPrefix }, sink] = await Promise.all([
    import("./run.ts"),
    import("./docker/dockerode-engine.ts"),
    import("./outputs.ts"),
    import("./github/checkout.ts"),
    sinkOf(destinations.format, values),
  ]);
  const { signal, release } = abortOnSignals();
  const keepsEvidence = destinations.evidence !== undefined;
  const done = await runGate(inputs, { environment: process.env, signal, connect: () => connectEngine(process.env), onProgress: sink.take, keepsEvidence }).finally(sink.stop);
  release();
  const result = { ...done, report: { ...done.report, command: commandOf(positionals[0] ?? ".", values) } };
  writeOutputs(result, destinations, repositoryPrefix(inputs.directory, process.env["GITHUB_WORKSPACE"]));
  await show(result, destinations.format, values, inputs);
  return codeOf(result.report);
}

/** Where progress goes: a step's log on GitHub, else the error output. */
async function sinkOf(format: Destinations["format"], values: OptionValues): Promise<ProgressSink> {
  const { progressSink, sinkOptions } = await import("./sinks.ts");
  if (format !== "github" || values["quiet"] === true) return progressSink(format, values, process.stderr, process.env);
  const { liveLog } = await import("./github/live-log.ts");
  return liveLog(sinkOptions(process.stdout, true));
}

async function show({ report, evidence }: GateResult, format: Destinations["format"], values: OptionValues, inputs: Inputs): Promise<void> {
  if (format === "json") process.stdout.write(renderJson(report));
  else if (format === "github") await showOnGitHub(report, evidence === undefined ? { ...values, evidence: undefined } : values, inputs);
  else if (values["quiet"] === true && report.verdict === "pass") process.stdout.write(`pass  ${headlineOf(report)}\n`);
  else process.stdout.write(renderConsole(report, { color: hasColor(), ...(process.stdout.columns ? { width: process.stdout.columns } : {}) }));
}

async function showOnGitHub(report: Report, values: OptionValues, inputs: Inputs): Promise<void> {
  const [{ publish }, { renderMarkdown }, { generatedFiles }] = await Promise.all([import("./github/publish.ts"), import("./report/markdown.ts"), import("./generated-files.ts")]);
  const generated = await generatedFiles(inputs.directory, report, process.env);
  const path = (key: string): string => (typeof values[key] === "string" ? values[key] : "");
  await publish(report, {
    summary: renderMarkdown(report),
    text: renderConsole(report, { color: usesColor(process.env, process.env["GITHUB_ACTIONS"] === "true") }),
    reportPath: path("report"),
    evidencePath: path("evidence"),
    htmlPath: path("html"),
    directory: inputs.directory,
    generated,
  });
}

function hasColor(): boolean {
  return usesColor(process.env, process.stdout.isTTY);
}

function codeOf(report: Report): number {
  return report.verdict === "error" ? exitCodeOf(report.failure?.kind ?? "internal") : exitCodeForVerdict(report.verdict);
}

async function showPlan(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords(words, checkOptions, 1);
  const plan = await planOnly(readInputs(positionals[0] ?? ".", values));
  const { renderPlan } = await import("./report/plan-text.ts");
  process.stdout.write(values["format"] === "json" ? `${JSON.stringify(plan, null, 2)}\n` : renderPlan(plan));
  return 0;
}

async function planOnly(inputs: Inputs): Promise<Plan> {
  const { planProjectOnly } = await import("./run.ts");
  return planProjectOnly(inputs, process.env);
}

async function diagnoseFile(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords(words, diagnoseOptions, 1);
  const [file] = positionals;
  if (file === undefined) throw failure("usage", "diagnose needs an evidence file.", { remedy: "upstream-gate diagnose EVIDENCE" });
  const [{ diagnoseEvidence }, { writeOutputs }] = await Promise.all([import("./replay.ts"), import("./outputs.ts")]);
  const report = diagnoseEvidence(readText(file), file);
  const destinations = readDestinations(values, "pretty");
  writeOutputs({ report }, destinations);
  process.stdout.write(destinations.format === "json" ? renderJson(report) : renderConsole(report, { color: hasColor() }));
  return codeOf(report);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw failure("usage", `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { remedy: "Give the file that check wrote with --evidence FILE." });
  }
}

async function explainCause(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords(words, { lang: { type: "string" } }, 1);
  const { explain, languageOf, languages } = await import("./explain.ts");
  const asked = values["lang"];
  const language = asked === undefined ? languageOf(process.env) : languages.find((each) => each === asked);
  if (language === undefined) throw failure("usage", `--lang ${String(asked)}: expected ${languages.join(" or ")}.`, { remedy: "Leave it out for the language of your terminal." });
  process.stdout.write(explain(positionals[0], language));
  return 0;
}

async function init(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords(words, checkOptions, 1);
  const inputs = readInputs(positionals[0] ?? ".", values);
  const plan = await planOnly(inputs);
  const { writeWorkflow } = await import("./init.ts");
  process.stdout.write(writeWorkflow(inputs.directory, plan));
  return 0;
}

async function clean(words: readonly string[]): Promise<number> {
  parseWords(words, {}, 0);
  const [{ connectEngine }, { removeLeftovers, notInUse }] = await Promise.all([import("./docker/dockerode-engine.ts"), import("./boot/leftovers.ts")]);
  const engine = await connectEngine(process.env);
  await engine.info();
  const count = await removeLeftovers(engine, notInUse);
  process.stdout.write(count === 0 ? "Nothing to remove.\n" : `Removed ${count} containers, networks, volumes and images of earlier runs.\n`);
  return 0;
}

/** One error, without a stack trace unless it is a fault of ours. */
function printFailure(reason: Failure): void {
  const report: Report = { version, verdict: "error", failure: reason, findings: [], ruledOut: [], unknown: [], probes: [], sockets: [], timeline: [], timings: noTimings };
  process.stderr.write(renderConsole(report, { color: usesColor(process.env, process.stderr.isTTY) }));
}

try {
  process.exit(await main());
} catch (error) {
  const reason = failureOf(error);
  printFailure(reason);
  process.exit(exitCodeOf(reason.kind));
}
