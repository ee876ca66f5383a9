#!/usr/bin/env node
import { a as readDestinations, i as parseWords, n as commandOf, o as readInputs, r as diagnoseOptions, t as checkOptions } from "./shared/command-line.js";
import { n as redactDeep, t as makeRedactor } from "./shared/redact.js";
import { i as failureOf, n as exitCodeOf, r as failure } from "./shared/failure.js";
import { n as noTimings, t as version } from "./shared/version.js";
import { t as guardCrashes } from "./shared/crash.js";
import { t as withoutCommands } from "./shared/without-commands.js";
import { t as cleanJson } from "./shared/clean-text.js";
import { n as renderConsole, t as abortOnSignals } from "./shared/signals.js";
import { t as headlineOf } from "./shared/headline.js";
import { n as renderJson } from "./shared/json.js";
import { o as usesColor } from "./shared/terminal.js";
import { a as didYouMean } from "./shared/read.js";
import { readFileSync } from "node:fs";

// src/model/verdict.ts
/** The exit code of the contract. */
function exitCodeForVerdict(verdict) {
	return verdict === "pass" ? 0 : 1;
}

// src/usage.ts
/** What `--help` prints. */
const usage = `upstream-gate: boots a project behind its own nginx configuration and names the root cause of 502/503 on the line that caused it

usage: upstream-gate check [DIR] [options]     the gate: plan, build, boot, probe, diagnose, prove, report
       upstream-gate plan [DIR] [options]      what would be built, booted, proxied and probed; touches no engine
       upstream-gate plan --matrix [DIR]       the apps of a repository as a GitHub Actions matrix, with --base REV those that changed
       upstream-gate merge-reports FILE…       one report of those of several apps; --matrix JSON names the apps that must have one
       upstream-gate diagnose EVIDENCE         diagnoses a stored evidence file again, without Docker
       upstream-gate explain [CAUSE]           the page of one root cause, or the catalogue (--lang en, ru)
       upstream-gate init [DIR]                writes a workflow for the repository; never overwrites
       upstream-gate clean                     removes what earlier runs left

options of check:
  --config FILE           configuration (default .github/upstream-gate.yml, optional)
  --app NAME              one app of a repository that holds several
  --platform NAME         auto, compose, dockerfile, amvera, upsun
  --compose-file FILE     may be repeated
  --nginx-config PATH     may be repeated
  --topology NAME         auto, container, host, shared
  --image REF             an image that is already built
  --env-file FILE         variables for the project; may be repeated
  --base REV              lines changed since REV are preferred as the place of a cause
  --start-timeout TIME    how long the app may take to start, such as 90s
  --memory SIZE           memory limit of the app, such as 512m
  --network NAME          open; internal: the containers reach each other and nothing else
  --cpus NUMBER           processors that the app may use, such as 0.5
  --allow NAME            access to the host that a service may have, such as docker-socket; may be repeated
  --no-prove              no counterfactual trials
  --keep                  leave containers and images where they are
  --allow-fork-code       run a fork's code where a workflow's event gives it this repository's token and secrets
  --format NAME           pretty, json, github
  --report FILE           JSON report          --evidence FILE   evidence, for diagnose
  --sarif FILE            SARIF 2.1.0          --junit FILE      JUnit XML
  --html FILE             one HTML page        --logs DIR        whole logs, of a failed run
  --quiet                 no progress, and one line for a pass
  --verbose               the output of image builds, line by line

diagnose takes --format, --report, --sarif, --junit, --html and --logs.

exit codes: 0 pass, 1 the gate failed, 2 bad usage or configuration, 3 could not run
`;

// src/cli.ts
const commands = {
	check,
	plan: showPlan,
	"merge-reports": mergeShards,
	diagnose: diagnoseFile,
	explain: explainCause,
	init,
	clean
};
async function main() {
	const [name, ...words] = process.argv.slice(2);
	if (name === void 0 || name === "--help" || name === "-h" || name === "help" || words.includes("--help") || words.includes("-h")) {
		process.stdout.write(usage);
		return name === void 0 ? 2 : 0;
	}
	if (name === "--version" || name === "-v") {
		process.stdout.write(`${version}\n`);
		return 0;
	}
	const command = Object.hasOwn(commands, name) ? commands[name] : void 0;
	if (!command) throw failure("usage", `There is no command "${name}"${didYouMean(name, Object.keys(commands))}.`, { remedy: "upstream-gate --help lists the commands." });
	return command(words);
}
async function check(words) {
	const { values, positionals } = parseWords(words, checkOptions, 1);
	if (process.env["GITHUB_ACTIONS"] === "true") (await import("./shared/cli-event.js")).refuseUntrustedStep(process.env, values["allow-fork-code"] === true);
	const directory = positionals[0] ?? ".";
	const inputs = readInputs(directory, values, await appFinder(values));
	const destinations = readDestinations(values, process.env["GITHUB_ACTIONS"] === "true" ? "github" : "pretty");
	const [{ runGate }, { connectEngine }, { writeOutputs }, { repositoryPrefix }, sink] = await Promise.all([
		import("./shared/run2.js"),
		import("./shared/dockerode-engine2.js"),
		import("./shared/outputs2.js"),
		import("./shared/checkout.js"),
		sinkOf(destinations.format, values)
	]);
	const { signal, release } = abortOnSignals();
	const done = await runGate(inputs, {
		environment: process.env,
		signal,
		connect: () => connectEngine(process.env),
		onProgress: sink.take,
		keepsEvidence: destinations.evidence !== void 0,
		...await secretsFor(destinations.format)
	}).finally(sink.stop);
	release();
	const result = {
		...done,
		report: {
			...done.report,
			command: commandOf(directory, values)
		}
	};
	writeOutputs(result, destinations, repositoryPrefix(directory, process.env["GITHUB_WORKSPACE"]));
	await show(result, destinations.format, values, directory);
	return codeOf(result.report);
}
/** Looks for apps only where one is asked for. */
async function appFinder(values) {
	if (values["app"] === void 0) return void 0;
	const [{ findApps }, { Workspace }] = await Promise.all([import("./shared/apps.js"), import("./shared/workspace2.js")]);
	return (root) => findApps(new Workspace(root));
}
/** A runner is to blank what is secret. */
async function secretsFor(format) {
	return format === "github" ? { onSecrets: (await import("./shared/masks.js")).maskSecrets } : {};
}
/** Where progress goes: a step's log on GitHub, else the error output. */
async function sinkOf(format, values) {
	const { progressSink, sinkOptions } = await import("./shared/sinks2.js");
	if (format !== "github" || values["quiet"] === true) return progressSink(format, values, process.stderr, process.env);
	const { liveLog } = await import("./shared/live-log.js");
	return liveLog(sinkOptions(process.stdout, true));
}
async function show({ report, evidence }, format, values, directory) {
	if (format === "json") say(process.stdout, renderJson(report));
	else if (format === "github") await showOnGitHub(report, evidence === void 0 ? {
		...values,
		evidence: void 0
	} : values, directory);
	else if (values["quiet"] === true && report.verdict === "pass") say(process.stdout, `pass  ${headlineOf(report)}\n`);
	else say(process.stdout, renderConsole(report, {
		color: hasColor(),
		...process.stdout.columns ? { width: process.stdout.columns } : {}
	}));
}
async function showOnGitHub(report, values, directory) {
	const [{ publish }, { renderMarkdown }, { generatedFiles }] = await Promise.all([
		import("./shared/publish.js"),
		import("./shared/markdown2.js"),
		import("./shared/generated-files.js")
	]);
	const generated = await generatedFiles(directory, report, process.env);
	const path = (key) => typeof values[key] === "string" ? values[key] : "";
	await publish(report, {
		summary: renderMarkdown(report),
		text: renderConsole(report, { color: usesColor(process.env, process.env["GITHUB_ACTIONS"] === "true") }),
		reportPath: path("report"),
		evidencePath: path("evidence"),
		htmlPath: path("html"),
		directory,
		generated
	});
}
function hasColor() {
	return usesColor(process.env, process.stdout.isTTY);
}
function codeOf(report) {
	return report.verdict === "error" ? exitCodeOf(report.failure?.kind ?? "internal") : exitCodeForVerdict(report.verdict);
}
async function showPlan(words) {
	const { values, positionals } = parseWords(words, {
		...checkOptions,
		matrix: { type: "boolean" }
	}, 1);
	const directory = positionals[0] ?? ".";
	if (values["matrix"] === true) return showMatrix(directory, values);
	const planned = await planOnly(readInputs(directory, values, await appFinder(values)));
	const plan = redactDeep(planned, makeRedactor(planned.services.map((service) => service.variables)));
	const { renderPlan } = await import("./shared/plan-text.js");
	say(process.stdout, values["format"] === "json" ? `${cleanJson(JSON.stringify(plan, null, 2))}\n` : renderPlan(plan));
	return 0;
}
async function showMatrix(directory, values) {
	const { appsOf, matrixOf } = await import("./shared/matrix.js");
	const text = (key) => typeof values[key] === "string" ? values[key] : void 0;
	process.stdout.write(`${JSON.stringify(await matrixOf(directory, appsOf(directory, text("config")), text("base"), process.env))}\n`);
	return 0;
}
async function mergeShards(words) {
	const { format, report, sarif, junit } = checkOptions;
	const { values, positionals } = parseWords(words, {
		format,
		report,
		sarif,
		junit,
		matrix: { type: "string" }
	}, 1e400);
	const [{ filesOf, mergeFiles }, { writeOutputs }] = await Promise.all([import("./shared/merge2.js"), import("./shared/outputs2.js")]);
	const destinations = readDestinations(values, process.env["GITHUB_ACTIONS"] === "true" ? "github" : "pretty");
	const merged = mergeFiles(filesOf(positionals), typeof values["matrix"] === "string" ? values["matrix"] : void 0);
	writeOutputs({ report: merged }, destinations);
	await show({ report: merged }, destinations.format, values, ".");
	return codeOf(merged);
}
async function planOnly(inputs) {
	const { planProjectOnly } = await import("./shared/run2.js");
	return planProjectOnly(inputs, process.env);
}
async function diagnoseFile(words) {
	const { values, positionals } = parseWords(words, diagnoseOptions, 1);
	const [file] = positionals;
	if (file === void 0) throw failure("usage", "diagnose needs an evidence file.", { remedy: "upstream-gate diagnose EVIDENCE" });
	const [{ diagnoseEvidence }, { writeOutputs }] = await Promise.all([import("./shared/replay.js"), import("./shared/outputs2.js")]);
	const report = diagnoseEvidence(readText(file), file);
	const destinations = readDestinations(values, "pretty");
	writeOutputs({ report }, destinations);
	say(process.stdout, destinations.format === "json" ? renderJson(report) : renderConsole(report, { color: hasColor() }));
	return codeOf(report);
}
function readText(file) {
	try {
		return readFileSync(file, "utf8");
	} catch (error) {
		throw failure("usage", `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { remedy: "Give the file that check wrote with --evidence FILE." });
	}
}
async function explainCause(words) {
	const { values, positionals } = parseWords(words, { lang: { type: "string" } }, 1);
	const { explain, languageOf, languages } = await import("./shared/explain.js");
	const asked = values["lang"];
	const language = asked === void 0 ? languageOf(process.env) : languages.find((each) => each === asked);
	if (language === void 0) throw failure("usage", `--lang ${String(asked)}: expected ${languages.join(" or ")}.`, { remedy: "Leave it out for the language of your terminal." });
	process.stdout.write(explain(positionals[0], language));
	return 0;
}
async function init(words) {
	const { values, positionals } = parseWords(words, checkOptions, 1);
	const { initialise } = await import("./shared/init.js");
	process.stdout.write(await initialise(positionals[0] ?? ".", values, planOnly));
	return 0;
}
async function clean(words) {
	parseWords(words, {}, 0);
	const [{ connectEngine }, { removeLeftovers, notInUse }] = await Promise.all([import("./shared/dockerode-engine2.js"), import("./shared/leftovers.js")]);
	const engine = await connectEngine(process.env);
	await engine.info();
	const count = await removeLeftovers(engine, notInUse);
	process.stdout.write(count === 0 ? "Nothing to remove.\n" : `Removed ${count} containers, networks, volumes and images of earlier runs.\n`);
	return 0;
}
/** Prints; where a runner of GitHub reads along, with nothing in it that it would take for a command. */
function say(stream, text) {
	stream.write(process.env["GITHUB_ACTIONS"] === "true" ? withoutCommands(text) : text);
}
/** One error, without a stack trace unless it is a fault of ours. */
function printFailure(reason) {
	const report = {
		version,
		verdict: "error",
		failure: redactDeep(reason, makeRedactor([])),
		findings: [],
		ruledOut: [],
		unknown: [],
		probes: [],
		sockets: [],
		timeline: [],
		timings: noTimings
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

export {  };