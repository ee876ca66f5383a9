import { a as cutText, n as cleanLine } from "./clean-text.js";
import { a as sentence, t as headlineOf } from "./headline.js";
import { t as causePage } from "./pages.js";
import { t as proofLines } from "./proof.js";

// src/report/annotation.ts
/** A runner keeps ten of each level for a step; one error is left for the step's own. */
const mostOfLevel = {
	error: 9,
	warning: 9,
	notice: 10
};
const mostRelated = 2;
/** A runner cuts a message there. */
const mostMessage = 4096;
/**
* What stands beside the lines of a change: one annotation a finding, at most two notices for the related lines of a root cause. A
* failure, and a fail that nothing explains, is one error. Never more than a runner keeps: what ranks last is left out.
*/
function annotationsOf(report) {
	return ranked(report).shown;
}
/** What the budget leaves no room for, by rank; the job summary lists it. */
function annotationsLeft(report) {
	return ranked(report).left;
}
function ranked(report) {
	const all = report.verdict === "error" ? [failureAnnotation(report)] : findingAnnotations(report);
	const seen = {
		error: 0,
		warning: 0,
		notice: 0
	};
	const shown = [];
	const left = [];
	for (const annotation of all) (++seen[annotation.level] <= mostOfLevel[annotation.level] ? shown : left).push(annotation);
	return {
		shown,
		left
	};
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
	const page = causePage(cause);
	const message = [
		sentence(what),
		sentence(why),
		`Fix: ${sentence(fix.text)}`,
		...proofLines(finding).map((line, index) => index === 0 ? `Proof: ${line}` : line),
		`Confidence: ${confidence}. More: ${page ?? `upstream-gate explain ${cleanLine(cause, 60)}`}`
	].join("\n");
	return {
		level,
		...placeOf(location),
		title: cleanLine(`${cause}: ${title}`, 200),
		message: cutText(message, mostMessage)
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
/** The first line alone: a message for several lines would be put below the last of them. */
function placeOf(at) {
	return at === void 0 ? {} : {
		path: cleanLine(at.path, 1e3),
		line: Math.max(1, at.line)
	};
}

export { annotationsOf as n, annotationsLeft as t };