import { o as showLocation } from "./location.js";
import { t as cleanJson } from "./clean-text.js";
import { i as rootCause, t as headlineOf, u as hasFailed } from "./headline.js";

// src/report/json.ts
/** The version of the JSON report. */
const reportVersion = 1;
/**
* The JSON report of the contract, indented, with a final newline. Every field is always there: what is not known is null (a
* location, a status), an empty string (plan and proof), an empty list, or column 1. Characters that a terminal or a workflow runner would
* act on are written as \u escapes; the data is unchanged.
*/
function renderJson(report) {
	const data = {
		schema: reportVersion,
		tool: {
			name: "upstream-gate",
			version: report.version
		},
		verdict: report.verdict,
		failure: report.verdict === "error" ? {
			kind: report.failure?.kind ?? "internal",
			message: report.failure?.message ?? ""
		} : null,
		plan: planData(report.plan),
		findings: report.findings.map(findingData),
		ruledOut: report.ruledOut.map(({ cause, because }) => ({
			cause,
			because
		})),
		unknown: report.unknown.map(({ cause, because }) => ({
			cause,
			because
		})),
		probes: report.probes.map((probe) => probeData(report, probe)),
		timings: timingsData(report.timings),
		apps: (report.apps ?? (report.app ? [appResult(report, report.app)] : [])).map(({ name, directory, verdict, cause, headline }) => ({
			name,
			directory,
			verdict,
			cause,
			headline
		}))
	};
	return `${cleanJson(JSON.stringify(data, void 0, 2))}\n`;
}
function planData(plan) {
	return {
		platform: plan?.platform ?? "",
		topology: plan?.topology.value ?? "",
		topologyBecause: plan === void 0 ? "" : becauseOf(plan),
		supplied: (plan?.supplied ?? []).map(({ what, why, at }) => ({
			what,
			why,
			location: locationData(at)
		}))
	};
}
function becauseOf({ topology }) {
	return topology.because ?? (topology.at === void 0 ? "" : `set at ${showLocation(topology.at)}`);
}
function findingData(finding) {
	const { cause, title, level, confidence, what, why, proof } = finding;
	return {
		cause,
		title,
		level,
		confidence,
		location: locationData(finding.location),
		related: finding.related.map(({ at, note }) => ({
			path: at.path,
			line: at.line,
			note
		})),
		what,
		why,
		fix: fixData(finding),
		evidence: finding.evidence.map(({ kind, text }) => ({
			kind,
			text
		})),
		proof: {
			result: proof.result,
			intervention: proof.intervention ?? "",
			control: proof.control ?? "",
			treatment: proof.treatment ?? ""
		}
	};
}
function fixData({ fix }) {
	return {
		text: fix.text,
		edits: fix.edits.map(({ path, startLine, endLine, replacement }) => ({
			path,
			startLine,
			endLine,
			replacement
		})),
		safe: fix.safe
	};
}
function locationData(at) {
	if (at === void 0) return null;
	return {
		path: at.path,
		line: at.line,
		endLine: at.endLine ?? at.line,
		column: at.column ?? 1
	};
}
/** What became of the app that a report is about. */
function appResult(report, { name, directory }) {
	return {
		name,
		directory,
		verdict: report.verdict,
		cause: rootCause(report)?.cause ?? "",
		headline: headlineOf(report)
	};
}
function probeData(report, probe) {
	const { name, request, via, status, durationMs, trial } = probe;
	return {
		name,
		request,
		via,
		status: status ?? null,
		durationMs: Math.round(durationMs * 10) / 10,
		trial: trial === "treatment" ? "treatment" : "control",
		ok: !hasFailed(report, probe)
	};
}
function timingsData({ plan, build, boot, probe, diagnose, prove, cleanup, total }) {
	return {
		plan,
		build,
		boot,
		probe,
		diagnose,
		prove,
		cleanup,
		total
	};
}

export { renderJson as n, appResult as t };