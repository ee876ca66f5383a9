#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { checkOptions, commandOf, diagnoseOptions, parseWords, readDestinations, readInputs, type Destinations, type FindApps, type OptionValues } from "./command-line.ts";
import { makeRedactor, redactDeep } from "./evidence/redact.ts";
import { exitCodeOf, failure, failureOf, type Failure } from "./model/failure.ts";
import type { Inputs } from "./model/inputs.ts";
import type { Plan } from "./model/plan.ts";
import type { ProgressSink } from "./model/progress.ts";
import { noTimings } from "./model/timings.ts";
import { exitCodeForVerdict, type Report } from "./model/verdict.ts";
import { guardCrashes } from "./github/crash.ts";
import { withoutCommands } from "./github/without-commands.ts";
import { cleanJson } from "./report/clean-text.ts";
import { renderConsole } from "./report/console.ts";
import { headlineOf } from "./report/headline.ts";
import { renderJson } from "./report/json.ts";
import { usesColor } from "./report/terminal.ts";
import { didYouMean } from "./settings/check.ts";
import { abortOnSignals } from "./signals.ts";
import type { GateResult } from "./run.ts";
import { usage } from "./usage.ts";
import { version } from "./version.ts";

type Command = (words: readonly string[]) => Promise<number>;

const commands: Readonly<Record<string, Command>> = { check, plan: showPlan, "merge-reports": mergeShards, diagnose: diagnoseFile, explain: explainCause, init, clean };

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
  if (!command) throw failure("usage", `There is no command "${name}"${didYouMean(name, Object.keys(commands))}.`, { remedy: "upstream-gate --help lists the commands." });
  return command(words);
}

async function check(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords(words, checkOptions, 1);
  if (process.env["GITHUB_ACTIONS"] === "true") (await import("./github/cli-event.ts")).refuseUntrustedStep(process.env, values["allow-fork-code"] === true);
  const directory = positionals[0] ?? ".";
  const inputs = readInputs(directory, values, await appFinder(values));
  const destinations = readDestinations(values, process.env["GITHUB_ACTIONS"] === "true" ? "github" : "pretty");
  const [{ runGate }, { connectEngine }, { writeOutputs }, { repositoryPrefix }, sink] = await Promise.all([
    import("./run.ts"),
    import("./docker/dockerode-engine.ts"),
    import("./outputs.ts"),
    import("./github/checkout.ts"),
    sinkOf(destinations.format, values),
  ]);
  const { signal, release } = abortOnSignals();
  const run = { environment: process.env, signal, connect: () => connectEngine(process.env), onProgress: sink.take, keepsEvidence: destinations.evidence !== undefined };
  const done = await runGate(inputs, { ...run, ...(await secretsFor(destinations.format)) }).finally(sink.stop);
  release();
  const result = { ...done, report: { ...done.report, command: commandOf(directory, values) } };
  writeOutputs(result, destinations, repositoryPrefix(directory, process.env["GITHUB_WORKSPACE"]));
  await show(result, destinations.format, values, directory);
  return codeOf(result.report);
}

/** Looks for apps only where one is asked for. */
async function appFinder(values: OptionValues): Promise<FindApps | undefined> {
  if (values["app"] === undefined) return undefined;
  const [{ findApps }, { Workspace }] = await Promise.all([import("./plan/apps.ts"), import("./workspace/workspace.ts")]);
  return (root) => findApps(new Workspace(root));
}

/** A runner is to blank what is secret. */
async function secretsFor(format: Destinations["format"]): Promise<{ onSecrets?: (values: readonly string[]) => void }> {
  return format === "github" ? { onSecrets: (await import("./github/masks.ts")).maskSecrets } : {};
}

/** Where progress goes: a step's log on GitHub, else the error output. */
async function sinkOf(format: Destinations["format"], values: OptionValues): Promise<ProgressSink> {
  const { progressSink, sinkOptions } = await import("./sinks.ts");
  if (format !== "github" || values["quiet"] === true) return progressSink(format, values, process.stderr, process.env);
  const { liveLog } = await import("./github/live-log.ts");
  return liveLog(sinkOptions(process.stdout, true));
}

async function show({ report, evidence }: GateResult, format: Destinations["format"], values: OptionValues, directory: string): Promise<void> {
  if (format === "json") say(process.stdout, renderJson(report));
  else if (format === "github") await showOnGitHub(report, evidence === undefined ? { ...values, evidence: undefined } : values, directory);
  else if (values["quiet"] === true && report.verdict === "pass") say(process.stdout, `pass  ${headlineOf(report)}\n`);
  else say(process.stdout, renderConsole(report, { color: hasColor(), ...(process.stdout.columns ? { width: process.stdout.columns } : {}) }));
}

async function showOnGitHub(report: Report, values: OptionValues, directory: string): Promise<void> {
  const [{ publish }, { renderMarkdown }, { generatedFiles }] = await Promise.all([import("./github/publish.ts"), import("./report/markdown.ts"), import("./generated-files.ts")]);
  const generated = await generatedFiles(directory, report, process.env);
  const path = (key: string): string => (typeof values[key] === "string" ? values[key] : "");
  await publish(report, {
    summary: renderMarkdown(report),
    text: renderConsole(report, { color: usesColor(process.env, process.env["GITHUB_ACTIONS"] === "true") }),
    reportPath: path("report"),
    evidencePath: path("evidence"),
    htmlPath: path("html"),
    directory,
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
  const { values, positionals } = parseWords(words, { ...checkOptions, matrix: { type: "boolean" } }, 1);
  const directory = positionals[0] ?? ".";
  if (values["matrix"] === true) return showMatrix(directory, values);
  const planned = await planOnly(readInputs(directory, values, await appFinder(values)));
  const plan = redactDeep(planned, makeRedactor(planned.services.map((service) => service.variables)));
  const { renderPlan } = await import("./report/plan-text.ts");
  say(process.stdout, values["format"] === "json" ? `${cleanJson(JSON.stringify(plan, null, 2))}\n` : renderPlan(plan));
  return 0;
}

async function showMatrix(directory: string, values: OptionValues): Promise<number> {
  const { appsOf, matrixOf } = await import("./matrix.ts");
  const text = (key: string): string | undefined => (typeof values[key] === "string" ? values[key] : undefined);
  process.stdout.write(`${JSON.stringify(await matrixOf(directory, appsOf(directory, text("config")), text("base"), process.env))}\n`);
  return 0;
}

async function mergeShards(words: readonly string[]): Promise<number> {
  const { format, report, sarif, junit } = checkOptions;
  const { values, positionals } = parseWords(words, { format, report, sarif, junit, matrix: { type: "string" } }, Infinity);
  const [{ filesOf, mergeFiles }, { writeOutputs }] = await Promise.all([import("./merge.ts"), import("./outputs.ts")]);
  const destinations = readDestinations(values, process.env["GITHUB_ACTIONS"] === "true" ? "github" : "pretty");
  const merged = mergeFiles(filesOf(positionals), typeof values["matrix"] === "string" ? values["matrix"] : undefined);
  writeOutputs({ report: merged }, destinations);
  await show({ report: merged }, destinations.format, values, ".");
  return codeOf(merged);
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
  say(process.stdout, destinations.format === "json" ? renderJson(report) : renderConsole(report, { color: hasColor() }));
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
  const { initialise } = await import("./init.ts");
  process.stdout.write(await initialise(positionals[0] ?? ".", values, planOnly));
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

/** Prints; where a runner of GitHub reads along, with nothing in it that it would take for a command. */
function say(stream: NodeJS.WriteStream, text: string): void {
  stream.write(process.env["GITHUB_ACTIONS"] === "true" ? withoutCommands(text) : text);
}

/** One error, without a stack trace unless it is a fault of ours. */
function printFailure(reason: Failure): void {
  const report: Report = {
    version,
    verdict: "error",
    failure: redactDeep(reason, makeRedactor([])),
    findings: [],
    ruledOut: [],
    unknown: [],
    probes: [],
    sockets: [],
    timeline: [],
    timings: noTimings,
  };
  say(process.stderr, renderConsole(report, { color: usesColor(process.env, process.stderr.isTTY) }));
}

guardCrashes();
try {
  process.exit(await main());
} catch (error) {
  const reason = failureOf(error);
  printFailure(reason);
  process.exit(exitCodeOf(reason.kind));
}
