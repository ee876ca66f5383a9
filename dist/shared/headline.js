import { o as showLocation } from "./location.js";
import { n as cleanLine } from "./clean-text.js";
import { t as isFailing } from "./judgement.js";
import { o as showDuration } from "./units.js";

// src/report/probes.ts
const errorWords = {
	refused: "connection refused",
	reset: "connection reset",
	closed: "closed without an answer",
	"timed-out": "no answer in time",
	unreachable: "no route to it",
	"name-unknown": "name unknown",
	tls: "TLS handshake failed",
	"not-http": "the answer is not valid HTTP",
	other: "no answer"
};
/** Direct results shown beside one through the proxy. */
const mostDirects = 3;
/** The results of the first trial; those of the control when there is no other. */
function firstTrial(report) {
	const first = report.probes.filter((probe) => probe.trial === "first");
	return first.length > 0 ? first : report.probes.filter((probe) => probe.trial === "control");
}
/** Whether a result is one that the gate fails on, given what the plan's probe expects. */
function hasFailed(report, result) {
	return result.ok === void 0 ? isFailing(result, report.plan?.probes[result.probe]?.expect) : !result.ok;
}
/** "200", "502", "connection refused", "200, status 200, expected 204". */
function answerOf(result) {
	const answer = shortAnswer(result);
	const detail = result.unmet ?? (result.error === "other" ? result.errorText : void 0);
	return detail === void 0 ? answer : `${answer}, ${cleanLine(detail, 120)}`;
}
/** "200", "connection refused", "200, broken off": the answer alone. */
function shortAnswer({ status, error }) {
	if (status === void 0) return errorWords[error ?? "other"];
	return error === void 0 ? String(status) : `${status}, broken off`;
}
/** "0.3 ms", "74 ms", "3.2 s". */
function showTook(milliseconds) {
	return milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : showDuration(milliseconds);
}
/**
* The failing request that a finding is about, direct against proxy: one that was also sent to the finding's service, else the
* first that fails. undefined when none fails.
*/
function compareFailing(report, finding) {
	const chosen = failingResult(report, finding);
	if (chosen === void 0) return void 0;
	const directs = firstTrial(report).filter((result) => result.via === "direct" && result.probe === chosen.probe && result.app === chosen.app).slice(0, mostDirects);
	return {
		request: cleanLine(chosen.request, 200),
		rows: [...directs, chosen].map(comparisonRow)
	};
}
/** The failing result through nginx that a finding is about; undefined when none fails. */
function failingResult(report, finding) {
	const results = firstTrial(report).filter((result) => finding?.app === void 0 || result.app === finding.app);
	const failing = results.filter((result) => result.via === "proxy" && hasFailed(report, result));
	return failing.find((result) => finding !== void 0 && reached(results, result.probe, finding.service)) ?? failing[0];
}
function reached(results, probe, service) {
	return results.some((result) => result.via === "direct" && result.probe === probe && result.target?.service === service);
}
function comparisonRow(result) {
	return {
		way: wayOf(result),
		answer: answerOf(result),
		took: showTook(result.durationMs)
	};
}
/** "direct to app:3000", or "through nginx". */
function wayOf(result) {
	if (result.via === "proxy") return "through nginx";
	if (result.target === void 0) return "direct";
	const { service, address, port } = result.target;
	return cleanLine(`direct to ${port > 0 ? `${service}:${port}` : `${service} at ${address}`}`, 120);
}

// src/report/headline.ts
/** The root cause: the first finding of level error. */
function rootCause(report) {
	return report.findings.find((finding) => finding.level === "error");
}
/** The run's answer in one clean sentence. */
function headlineOf(report) {
	if (report.verdict === "error") return `Could not run: ${sentence(report.failure?.message ?? "no reason was given")}`;
	if (report.verdict === "pass") return passHeadline(report);
	const cause = rootCause(report);
	return cause === void 0 ? failHeadline(report) : sentence(`${cause.cause}${cause.location ? ` at ${place(cause.location)}` : ""}: ${cause.title}`);
}
function passHeadline(report) {
	const probes = firstTrial(report).filter((probe) => probe.via === "proxy");
	const count = probes.length;
	const failed = probes.filter((probe) => hasFailed(report, probe)).length;
	if (failed > 0) return `${count - failed} of ${count} probes through nginx answered as expected; ${failed} failed of a cause that the configuration lowers or switches off.`;
	return `${count === 1 ? "1 probe" : `${count} probes`} through nginx answered as expected.`;
}
function failHeadline(report) {
	const failing = compareFailing(report);
	if (failing === void 0) return "The gate failed, and no known cause explains it.";
	return `${failing.request} through nginx: ${failing.rows.at(-1)?.answer ?? "no answer"}, and no known cause explains it.`;
}
/** One clean line that ends as a sentence does. */
function sentence(text) {
	const line = cleanLine(text, 600).trim();
	return /[.?:!…]$/.test(line) ? line : `${line}.`;
}
/** A location for the reader, clean. */
function place(at) {
	return cleanLine(showLocation({
		path: at.path,
		line: at.line
	}), 200);
}
/** " (nginx/app.conf:14)"; empty without a location. */
function inBrackets(at) {
	return at === void 0 ? "" : ` (${place(at)})`;
}

export { sentence as a, failingResult as c, shortAnswer as d, showTook as f, rootCause as i, firstTrial as l, inBrackets as n, answerOf as o, wayOf as p, place as r, compareFailing as s, headlineOf as t, hasFailed as u };