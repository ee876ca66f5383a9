import { o as showDuration } from "./units.js";
import { a as cutText, n as cleanLine, r as cleanLines } from "./clean-text.js";
import { n as diffOf, t as socketTable } from "./sockets.js";
import { a as sentence, f as showTook, i as rootCause, l as firstTrial, n as inBrackets, o as answerOf, r as place, s as compareFailing, t as headlineOf, u as hasFailed } from "./headline.js";
import { t as proofLines } from "./proof.js";
import { a as makePaint, i as labelled, n as firstLines, r as indent, s as wrapText, t as alignColumns } from "./terminal.js";
import { t as describeImage } from "./services.js";

// src/report/console-finding.ts
/** Lines of tables and quotes for one finding. */
const mostEvidence = 12;
/** Quotes that are shown even when tables filled the rest. */
const leastQuotes = 3;
const mostSockets = 4;
const mostDiff = 14;
const widestCell = 60;
/** A root cause in full: title, places, what was seen, proof, fix. */
function renderFinding(report, finding, paint, width) {
	const room = width - indent.length;
	return [
		titleLine(finding, paint),
		...placeLines(finding, paint, width),
		...labelled("what", wrapText(sentence(finding.what), room), paint),
		...labelled("why", wrapText(sentence(finding.why), room), paint),
		...evidenceBlocks(report, finding, paint, room).flatMap((block) => labelled("saw", block, paint)),
		...labelled("proof", proofLines(finding).flatMap((line) => wrapText(line, room)), paint),
		...labelled("fix", [...wrapText(sentence(finding.fix.text), room), ...diffLines(finding, paint)], paint)
	];
}
/** A finding that does not fail the gate: title, places, fix. */
function renderShortFinding(finding, paint, width) {
	return [
		titleLine(finding, paint),
		...placeLines(finding, paint, width),
		...labelled("fix", wrapText(sentence(finding.fix.text), width - indent.length), paint)
	];
}
function titleLine({ level, cause, title, confidence }, paint) {
	return `${paint(level === "error" ? "error" : level === "warning" ? "warning" : "strong", `${level}[${cleanLine(cause, 60)}]`)} ${paint("strong", cleanLine(title, 200))}   ${paint("quiet", `(${confidence})`)}`;
}
function placeLines({ location, related }, paint, width) {
	const others = related.slice(0, 4).map(({ at, note }) => [
		`==> ${place(at)}`,
		codeOf(at, width),
		`<- ${cleanLine(note, 120)}`
	]);
	const rows = location === void 0 ? others : [[
		`--> ${place(location)}`,
		codeOf(location, width),
		""
	], ...others];
	return alignColumns(rows, paint, [
		"place",
		void 0,
		"quiet"
	]).map((line) => `  ${line}`);
}
function codeOf(at, width) {
	return cutText(cleanLine(at.text ?? "").trim(), Math.floor(width * .5));
}
function evidenceBlocks(report, finding, paint, room) {
	const tables = [socketLines(report, finding, paint), comparisonLines(report, finding, paint)];
	const used = tables.flat().length;
	const quotes = quoteLines(finding, room, (tables[0]?.length ?? 0) > 0);
	return [...tables, firstLines(quotes, Math.max(leastQuotes, mostEvidence - used), "in the JSON report")];
}
function socketLines(report, { service }, paint) {
	const table = socketTable(report, service);
	if (table === void 0) return [];
	const when = `${showDuration(table.readAt)} after its start`;
	if (table.rows.every((row) => row.process === "-")) return [`nothing listens in "${table.service}", ${when}${dialled(table.rows)}`];
	const rows = table.rows.slice(0, mostSockets).map((row) => [
		row.process,
		cutText(row.address, widestCell),
		row.neededBy
	]);
	return [`what listens in "${table.service}", ${when}`, ...alignColumns([[
		"PROCESS",
		"ADDRESS",
		"NEEDED BY"
	], ...rows], paint)];
}
function dialled(rows) {
	const [first] = rows;
	return first === void 0 ? "" : `; ${first.address} is dialled by ${first.neededBy}`;
}
function comparisonLines(report, finding, paint) {
	const compared = compareFailing(report, finding);
	if (compared === void 0) return [];
	return [compared.request, ...alignColumns(compared.rows.map((row) => [
		cutText(row.way, widestCell),
		cutText(row.answer, widestCell),
		row.took
	]), paint)];
}
function quoteLines({ evidence }, room, hasSocketTable) {
	return evidence.filter(({ kind }) => !(kind === "socket" && hasSocketTable)).flatMap(({ kind, text }) => cleanLines(text, room - 9).map((line, index) => `${(index === 0 ? kind : "").padEnd(9)}${line}`));
}
function diffLines(finding, paint) {
	const lines = diffOf(finding).map(({ sign, text }) => {
		if (sign === "@") return paint("place", text);
		return paint(sign === "-" ? "bad" : "good", `${sign} ${text}`);
	});
	return firstLines(lines, mostDiff, "of the change in the job summary");
}

// src/report/console.ts
const usualWidth = 110;
const leastWidth = 60;
const mostProbes = 12;
const mostApps = 40;
const mostBecauses = 10;
/** The report for a terminal: short, bounded, free of anything but our own escape codes, and of those too without colour. Ends in a newline. */
function renderConsole(report, options) {
	const paint = makePaint(options.color);
	const width = Math.max(leastWidth, options.width ?? usualWidth);
	return `${[...renderApps(report, paint, width), ...renderVerdict(report, paint, width)].join("\n")}\n`;
}
/** Of a merged report, a line for each app: those that do not pass first. */
function renderApps({ apps = [] }, paint, width) {
	if (apps.length === 0) return [];
	const others = apps.filter((app) => app.verdict !== "pass");
	const rows = others.map((app) => [
		cleanLine(app.name, 60),
		app.verdict,
		cleanLine(app.headline, width - 30)
	]);
	return [
		`${others.length === 0 ? `all ${apps.length}` : `${apps.length - others.length} of ${apps.length}`} apps pass`,
		...firstLines(alignColumns(rows, paint), mostApps, "in the JSON report").map((line) => indent + line),
		""
	];
}
function renderVerdict(report, paint, width) {
	switch (report.verdict) {
		case "pass": return renderPass(report, paint, width);
		case "fail": return renderFail(report, paint, width);
		case "error": return renderFailure(report, paint, width);
	}
}
function renderPass(report, paint, width) {
	return [
		`${paint("good", "pass")}  ${headlineOf(report)}`,
		...labelled("boot", bootLines(report, paint), paint),
		...labelled("probe", probeLines(report, paint), paint),
		...labelled("note", noteLines(report, width), paint),
		...probesFailed(report) ? becauses("unknown", report.unknown, paint, width) : [],
		...labelled("time", [timeLine(report)], paint),
		...report.findings.flatMap((finding) => ["", ...renderShortFinding(finding, paint, width)])
	];
}
/** A run that passes with failing requests says which causes were tolerated. */
function probesFailed(report) {
	return firstTrial(report).some((probe) => probe.via === "proxy" && hasFailed(report, probe));
}
function bootLines(report, paint) {
	const rows = (report.plan?.services ?? []).filter((service) => service.role !== "other").map((service) => [
		cleanLine(service.name, 40),
		service.role,
		describeImage(service)
	]);
	return firstLines(alignColumns(rows, paint), 8, "of services");
}
function probeLines(report, paint) {
	const rows = firstTrial(report).filter((probe) => probe.via === "proxy").map((probe) => [
		cleanLine(probe.request, 80),
		`${answerOf(probe)}${hasFailed(report, probe) ? " (failed)" : ""}`,
		showTook(probe.durationMs)
	]);
	return firstLines(alignColumns(rows, paint), mostProbes, "of probes");
}
function noteLines(report, width) {
	const supplied = (report.plan?.supplied ?? []).map(({ what, why }) => `supplied ${what}: ${why}`);
	const notes = (report.plan?.notes ?? []).filter((note) => note.isStanding !== true).map(({ text, at }) => `${text}${inBrackets(at)}`);
	const lines = [...supplied, ...notes].flatMap((text) => wrapText(cleanLine(text), width - indent.length));
	return firstLines(lines, 6, "of notes in the job summary");
}
function timeLine({ timings }) {
	const parts = [
		"plan",
		"build",
		"boot",
		"probe",
		"diagnose",
		"prove",
		"cleanup"
	].filter((stage) => timings[stage] > 0).map((stage) => `${stage} ${showDuration(timings[stage])}`);
	return `${showDuration(timings.total)}${parts.length > 0 ? ` (${parts.join(", ")})` : ""}`;
}
function renderFail(report, paint, width) {
	const errors = report.findings.filter((finding) => finding.level === "error");
	const others = report.findings.filter((finding) => finding.level !== "error");
	return [
		...errors.length > 0 ? errors.map((finding) => renderFinding(report, finding, paint, width)) : [unexplained(report, paint)],
		...others.map((finding) => renderShortFinding(finding, paint, width)),
		renderRest(report, paint, width)
	].filter((block) => block.length > 0).flatMap((block, index) => index === 0 ? block : ["", ...block]);
}
function unexplained(report, paint) {
	const compared = compareFailing(report);
	const rows = compared?.rows.map((row) => [
		row.way,
		row.answer,
		row.took
	]) ?? [];
	return [`${paint("error", "error")}: ${headlineOf(report)}`, ...labelled("saw", compared ? [compared.request, ...alignColumns(rows, paint)] : [], paint)];
}
function renderRest(report, paint, width) {
	const cause = rootCause(report)?.cause;
	return [
		...becauses("ruled out", report.ruledOut, paint, width),
		...becauses("unknown", report.unknown, paint, width),
		...labelled("time", [timeLine(report)], paint),
		...labelled("more", [cause === void 0 ? "upstream-gate explain" : `upstream-gate explain ${cleanLine(cause, 60)}`], paint)
	];
}
function becauses(title, items, paint, width) {
	if (items.length === 0) return [];
	const lines = items.map(({ cause, because }) => cleanLine(`${cause} (${because})`, width - indent.length));
	return [`  ${paint("strong", title)}`, ...firstLines(lines, mostBecauses, "in the JSON report").map((line) => indent + line)];
}
function renderFailure(report, paint, width) {
	const { failure } = report;
	const detail = failure?.detail === void 0 ? [] : cleanLines(failure.detail, width - indent.length).slice(-6);
	const at = failure?.at;
	const text = at?.text === void 0 ? "" : `  ${cleanLine(at.text, width - 40).trim()}`;
	return [
		`${paint("error", "could not run")}: ${sentence(failure?.message ?? "No reason was given")}`,
		...labelled("at", at === void 0 ? [] : [`${paint("place", place(at))}${text}`], paint),
		...labelled("do", failure?.remedy === void 0 ? [] : wrapText(sentence(failure.remedy), width - indent.length), paint),
		...labelled("saw", detail, paint)
	];
}

// src/signals.ts
/** Aborts on SIGINT, SIGTERM and SIGHUP, once; a second signal ends the process at once. `release` takes the listeners away. */
function abortOnSignals() {
	const controller = new AbortController();
	const names = [
		"SIGINT",
		"SIGTERM",
		"SIGHUP"
	];
	const onSignal = (name) => {
		if (controller.signal.aborted) process.exit(3);
		controller.abort(/* @__PURE__ */ new Error(`interrupted by ${name}`));
	};
	for (const name of names) process.on(name, onSignal);
	return {
		signal: controller.signal,
		release: () => {
			for (const name of names) process.off(name, onSignal);
		}
	};
}

export { renderConsole as n, abortOnSignals as t };