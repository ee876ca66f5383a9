import { a as info, c as setOutput, d as summary, l as setSecret, n as core_exports, t as ExitCode, u as warning } from "./core.js";
import { n as cleanLine } from "./clean-text.js";
import { a as sentence, i as rootCause, t as headlineOf } from "./headline.js";
import { t as withoutCommands } from "./without-commands.js";
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { randomUUID } from "node:crypto";

// src/github/checkout.ts
/**
* What stands before a path of the checked folder to make it a path of its repository: "" or ending in "/". The repository's root is
* the nearest folder at or above it with a `.git`, inside the workspace; without one it is the workspace.
*/
function pathPrefix(directory, workspace) {
	const root = resolve(workspace);
	const folder = resolve(root, directory);
	const inside = relative(checkoutRoot(folder, root), folder).split(sep).join("/");
	return inside === "" || inside === ".." || inside.startsWith("../") ? "" : `${inside}/`;
}
function checkoutRoot(folder, workspace) {
	for (let current = folder; isInside(current, workspace); current = dirname(current)) {
		if (existsSync(join(current, ".git"))) return current;
		if (current === workspace) break;
	}
	return workspace;
}
function isInside(folder, workspace) {
	return folder === workspace || folder.startsWith(workspace.endsWith(sep) ? workspace : workspace + sep);
}

// src/report/annotation.ts
/** A runner keeps ten of each level for a step; one error is left for the step's own. */
const mostOfLevel = {
	error: 9,
	warning: 9,
	notice: 10
};
const mostRelated = 2;
/**
* What stands beside the lines of a change: one annotation a finding, at most two notices for the related lines of a root cause. A
* failure, and a fail that nothing explains, is one error. Never more than a runner keeps.
*/
function annotationsOf(report) {
	const all = report.verdict === "error" ? [failureAnnotation(report)] : findingAnnotations(report);
	return all.filter((annotation, index) => all.slice(0, index).filter((other) => other.level === annotation.level).length < mostOfLevel[annotation.level]);
}
function findingAnnotations(report) {
	const hasError = report.findings.some((finding) => finding.level === "error");
	const unexplained = report.verdict === "fail" && !hasError ? [{
		level: "error",
		title: "Upstream Gate failed",
		message: headlineOf(report)
	}] : [];
	const related = report.findings.filter((finding) => finding.level === "error").flatMap((finding) => finding.related.slice(0, mostRelated).map((each) => relatedAnnotation(finding, each)));
	return [
		...unexplained,
		...report.findings.map(findingAnnotation),
		...related
	];
}
function findingAnnotation(finding) {
	const { level, location, cause, title, confidence, what, why, fix } = finding;
	const message = [
		sentence(what),
		sentence(why),
		`Fix: ${sentence(fix.text)}`,
		`Confidence: ${confidence}. More: upstream-gate explain ${cleanLine(cause, 60)}`
	].join("\n");
	return {
		level,
		...placeOf(location),
		title: cleanLine(`${cause}: ${title}`, 200),
		message
	};
}
function relatedAnnotation({ cause, title, location }, { at, note }) {
	const origin = location === void 0 ? "" : ` See ${cleanLine(`${location.path}:${location.line}`, 200)}.`;
	return {
		level: "notice",
		...placeOf(at),
		title: cleanLine(`${cause}: ${title}`, 200),
		message: `${sentence(note)}${origin}`
	};
}
function failureAnnotation(report) {
	const remedy = report.failure?.remedy === void 0 ? "" : `\n${sentence(report.failure.remedy)}`;
	return {
		level: "error",
		...placeOf(report.failure?.at),
		title: "Upstream Gate could not run",
		message: `${headlineOf(report)}${remedy}`
	};
}
function placeOf(at) {
	if (at === void 0) return {};
	return {
		path: cleanLine(at.path, 1e3),
		line: at.line,
		...at.endLine === void 0 ? {} : { endLine: at.endLine }
	};
}

// src/github/quiet-log.ts
/**
* Runs `print` while the runner takes no workflow commands from what is printed, and lets it take them again in any case. The token
* that ends this is new each time and never shown: the runner repeats it in the log, and not every runner masks it by itself.
* `print` must be synchronous; annotations made inside are lost.
*/
function withCommandsStopped(print) {
	const token = randomUUID();
	setSecret(token);
	process.stdout.write(`\n::stop-commands::${token}\n`);
	try {
		print();
	} finally {
		process.stdout.write(`\n::${token}::\n`);
	}
}

// src/github/publish.ts
/** GitHub drops a step's whole summary beyond 1 MiB. */
const mostSummaryBytes = 1048576;
/**
* Tells GitHub what came of the run: the log, annotations, the job summary, outputs, and the step's own failure when the verdict is
* fail or error. What cannot be written becomes a warning; nothing is thrown.
*/
async function publish(report, options) {
	const { text } = options;
	if (text !== void 0) withCommandsStopped(() => process.stdout.write(withoutCommands(text)));
	const prefix = pathPrefix(options.directory ?? ".", process.env["GITHUB_WORKSPACE"] ?? process.cwd());
	for (const annotation of options.isAnnotated === true ? [] : annotationsOf(report)) annotate(annotation, prefix);
	await writeSummary(options.summary);
	setOutputs(report, options);
	if (report.verdict === "pass") return;
	process.exitCode = ExitCode.Failure;
	info(withoutCommands(cleanLine(headlineOf(report))));
}
/** Tells GitHub the apps of a repository, as the matrix of a later job's strategy. */
function publishMatrix(matrix) {
	const outputs = { matrix: JSON.stringify(matrix) };
	for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
	info(withoutCommands(cleanLine(`${matrix.include.length} apps: ${matrix.include.map(({ app }) => app).join(", ")}`, 2e3)));
}
function annotate({ level, path, line, endLine, title, message }, prefix) {
	const place = path === void 0 || line === void 0 ? {} : {
		file: prefix + path,
		startLine: line,
		endLine: Math.max(line, endLine ?? line)
	};
	core_exports[level](message, {
		title,
		...place
	});
}
async function writeSummary(summary$1) {
	const size = Buffer.byteLength(summary$1);
	if (size > mostSummaryBytes) return warning(`The job summary was not written: it has ${size} bytes, and GitHub takes ${mostSummaryBytes}. The JSON report holds all of it.`);
	try {
		await summary.emptyBuffer().addRaw(summary$1).write();
	} catch (error) {
		warning(`The job summary was not written: ${reasonOf(error)}`);
	}
}
function setOutputs(report, options) {
	const outputs = {
		verdict: report.verdict,
		cause: rootCause(report)?.cause ?? "",
		findings: String(report.findings.length),
		report: options.reportPath ?? "",
		evidence: options.evidencePath ?? ""
	};
	try {
		for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
	} catch (error) {
		warning(`The outputs were not set: ${reasonOf(error)}`);
	}
}
function reasonOf(error) {
	return error instanceof Error ? error.message : String(error);
}

export { publishMatrix as n, pathPrefix as r, publish as t };