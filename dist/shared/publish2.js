import { f as warning, l as setOutput, n as core_exports, o as info, p as summary, t as ExitCode } from "./core.js";
import { n as annotationsOf } from "./annotation.js";
import { n as cleanLine } from "./clean-text.js";
import { n as withoutGenerated } from "./generated.js";
import { i as rootCause, t as headlineOf } from "./headline.js";
import { t as pathPrefix } from "./checkout2.js";
import { n as withCommandsStopped } from "./quiet-log.js";
import { t as withoutCommands } from "./without-commands.js";

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
	const placed = withoutGenerated(report, (path) => options.generated?.has(path) === true);
	for (const annotation of options.isAnnotated === true ? [] : annotationsOf(placed)) annotate(annotation, prefix);
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
function annotate({ level, path, line, title, message }, prefix) {
	const place = path === void 0 || line === void 0 ? {} : {
		file: prefix + path,
		startLine: line
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
		evidence: options.evidencePath ?? "",
		html: options.htmlPath ?? ""
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

export { publishMatrix as n, publish as t };