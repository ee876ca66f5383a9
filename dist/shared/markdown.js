import { o as showDuration } from "./units.js";
import { i as cleanText, n as cleanLine, r as cleanLines } from "./clean-text.js";
import { a as sentence, f as showTook, i as rootCause, o as answerOf, p as wayOf, r as place, s as compareFailing, t as headlineOf } from "./headline.js";
import { t as annotationsLeft } from "./annotation.js";
import { a as codeFrames, i as requestPath, n as lastLines, o as timelineOf, r as logsOf, t as reproduction } from "./reproduce.js";
import { n as diffOf, t as socketTable } from "./sockets.js";
import { t as causePage } from "./pages.js";
import { t as describeImage } from "./services.js";

// src/report/markdown-text.ts
/** Between an `@`, a `#` or a scheme and what follows: nobody is mentioned, nothing is linked. */
const breaker = "&#8203;";
/** What GitHub would read as markup, a link, a mention, a reference, a formula or an emoji. */
const special = /[&<>\\`*_[\]|~$]|@(?=[\w-])|#(?=\d)|:(?=\/\/|[\w+-]+:)|\bwww\.|^[-+=#]|(?<=^\d{1,9})[.)]/gi;
const entities = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	$: "<span>$</span>"
};
/** Text of unknown origin as one line of Markdown prose: no markup, HTML, link, mention, reference or formula comes out of it. */
function prose(text, limit = 600) {
	return cleanLine(text, limit).trim().replace(special, escapeSpecial);
}
function escapeSpecial(found, position) {
	const entity = entities[found];
	if (entity !== void 0) return entity;
	if (found === "#" && position === 0) return "\\#";
	return /^[@#:]|^www/i.test(found) ? found + breaker : `\\${found}`;
}
/** Text of unknown origin as a code span; for use outside tables. */
function code(text, limit = 300) {
	const clean = cleanLine(text, limit).trim();
	if (clean === "") return "";
	const fence = "`".repeat(longestRun(clean) + 1);
	const pad = clean.startsWith("`") || clean.endsWith("`") ? " " : "";
	return `${fence}${pad}${clean}${pad}${fence}`;
}
/** A code span for a table's cell, where `|` would end the cell even inside code. */
function codeCell(text, limit = 200) {
	return code(text, limit).replaceAll("|", "\\|");
}
/** Lines of unknown origin as a fenced block that none of them can close. No lines, no block. */
function fenced(language, lines) {
	if (lines.length === 0) return [];
	const clean = lines.map((line) => cleanText(line, 400).replaceAll("\n", " "));
	const fence = "`".repeat(Math.max(3, longestRun(clean.join("\n")) + 1));
	return [
		`${fence}${language}`,
		...clean,
		fence,
		""
	];
}
/** A table of cells that are Markdown already. No rows, no table. */
function table(head, rows) {
	if (rows.length === 0) return [];
	const line = (cells) => `| ${cells.join(" | ")} |`;
	return [
		line(head),
		line(head.map(() => "---")),
		...rows.map(line),
		""
	];
}
/** Lines of Markdown folded under a summary of ours. No lines, nothing. */
function folded(summary, lines) {
	return lines.length === 0 ? [] : [
		"<details>",
		`<summary>${prose(summary)}</summary>`,
		"",
		...lines,
		"</details>",
		""
	];
}
function longestRun(text) {
	return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
/**
* As many of the lines as fit into `limit` bytes of UTF-8; where some did not, open fences and folds are closed and a note says so.
*/
function fitLines(lines, limit) {
	const whole = `${lines.join("\n").trimEnd()}\n`;
	if (bytesOf(whole) <= limit) return whole;
	const note = "\n_The summary was cut here; the JSON report holds the rest._\n";
	let room = limit - bytesOf(note) - 256;
	const taken = lines.slice(0, lines.findIndex((line) => (room -= bytesOf(line) + 1) < 0));
	return `${[...taken, ...closings(taken)].join("\n")}\n${note}`;
}
function bytesOf(text) {
	return new TextEncoder().encode(text).length;
}
function closings(lines) {
	let fence = "";
	let folds = 0;
	for (const line of lines) {
		const run = /^`{3,}/.exec(line)?.[0] ?? "";
		if (fence === "" && run !== "") fence = run;
		else if (fence !== "" && line === fence) fence = "";
		else if (fence === "" && line === "<details>") folds++;
		else if (fence === "" && line === "</details>") folds--;
	}
	return [
		...fence === "" ? [] : [fence],
		"",
		...Array.from({ length: folds }, () => "</details>")
	];
}

// src/report/mermaid.ts
/** The way of a request as a Mermaid flowchart, lines without the fence. Nothing of the project's can become a statement of it. */
function pathChart({ stops, hops }) {
	const broken = [...hops.entries()].filter(([, hop]) => hop.state === "broken").map(([index]) => index);
	return [
		"flowchart LR",
		...stops.map((stop, index) => `  s${index}["${stopText(stop)}"]${stop.state === "broken" ? ":::broken" : stop.state === "untried" ? ":::untried" : ""}`),
		...hops.map((hop, index) => `  s${index} ${arrows[hop.state]}${hop.label === "" ? "" : `|"${chartText(`${hop.state === "broken" ? "✗ " : ""}${hop.label}`)}"|`} s${index + 1}`),
		"  classDef broken stroke:#cf222e,stroke-width:3px",
		"  classDef untried stroke-dasharray:4 3",
		...broken.map((index) => `  linkStyle ${index} stroke:#cf222e,stroke-width:3px`)
	];
}
const arrows = {
	passed: "-->",
	broken: "--x",
	untried: "-.->"
};
function stopText({ name, role, detail, state }) {
	return [role === name || role === "the gate" ? name : `${role}: ${name}`, detail === "" ? "" : `${state === "broken" ? "✗ " : ""}${detail}`].filter((text) => text !== "").map(chartText).join("<br/>");
}
/** Text inside the quotes of a label: only what Mermaid takes for text. */
function chartText(text) {
	return cleanLine(text, 80).replace(/[^\p{L}\p{N} .:/_,()[\]=+?!'✗…-]/gu, " ").replace(/:\/\//g, ":/ /").replace(/ {2,}/g, " ").trim();
}

// src/report/markdown-finding.ts
const mostQuotes = 40;
const mostDiff = 80;
/** A root cause in full, as Markdown lines. */
function findingSection(report, finding) {
	return [
		...titleLines(finding),
		`${prose(sentence(finding.what))} ${prose(sentence(finding.why))}`,
		"",
		...frameLines(report, finding),
		...fixSection(finding),
		...proofSection(finding),
		...pathSection(report, finding),
		...comparisonTable(report, finding),
		...socketLines(report, finding),
		...evidenceLines(finding)
	];
}
/** A finding that does not fail the gate, as Markdown lines. */
function shortFindingSection(finding) {
	return [
		...titleLines(finding),
		prose(sentence(finding.what)),
		"",
		...frameLines({}, finding),
		`**Fix:** ${prose(sentence(finding.fix.text))}`,
		"",
		...pageLink(finding)
	];
}
/** A finding in one item of a list. */
function findingItem({ level, cause, title, location, confidence }) {
	const at = location === void 0 ? "" : ` at ${code(place(location))}`;
	return `- ${code(`${level}[${cleanLine(cause, 60)}]`)}${at}: ${prose(title, 200)} (${confidence})`;
}
/** The way of the failing request as a drawing, with the place where it ends; nothing without a plan. */
function pathSection(report, finding) {
	const path = requestPath(report, finding);
	return path === void 0 ? [] : [
		"```mermaid",
		...pathChart(path),
		"```",
		""
	];
}
/** The failing request, direct against proxy, as a table; nothing when none fails. */
function comparisonTable(report, finding) {
	const compared = compareFailing(report, finding);
	const rows = compared?.rows.map((row) => [
		codeCell(compared.request),
		codeCell(row.way),
		codeCell(row.answer),
		row.took
	]) ?? [];
	return table([
		"request",
		"way",
		"answer",
		"took"
	], rows);
}
function titleLines({ level, cause, title, confidence }) {
	return [`### ${code(`${level}[${cleanLine(cause, 60)}]`)} ${prose(title, 200)} (${confidence})`, ""];
}
function frameLines(report, finding) {
	return codeFrames(report, finding).flatMap((frame) => [
		code(frame.path),
		"",
		...fenced("text", frameRows(frame))
	]);
}
function frameRows({ rows }) {
	const width = String(Math.max(...rows.map(({ line }) => line ?? 0))).length;
	return rows.map(({ line, text, mark, note }) => {
		if (line === void 0) return `  ${" ".repeat(width)} …`;
		return `${mark === "cause" ? ">" : mark === "related" ? "*" : " "} ${String(line).padStart(width)} | ${text}${note === void 0 ? "" : `   <- ${note}`}`;
	});
}
function socketLines(report, { service }) {
	const sockets = socketTable(report, service);
	if (sockets === void 0) return [];
	const when = `${code(sockets.service)}, ${showDuration(sockets.readAt)} after its start`;
	if (sockets.rows.length === 0) return [`Nothing listens in ${when}.`, ""];
	const rows = sockets.rows.slice(0, 12).map((row) => [
		codeCell(row.process),
		codeCell(row.address),
		codeCell(row.neededBy)
	]);
	return [
		`What listens in ${when}:`,
		"",
		...table([
			"process",
			"address",
			"needed by"
		], rows)
	];
}
function evidenceLines({ evidence }) {
	const lines = evidence.flatMap(({ kind, text }) => cleanLines(text).map((line, index) => `${(index === 0 ? kind : "").padEnd(9)}${line}`));
	return fenced("text", lines.length > mostQuotes ? [...lines.slice(0, mostQuotes), `${lines.length - mostQuotes} more lines in the JSON report`] : lines);
}
function proofSection({ proof }) {
	if (proof.result === "not-attempted") return proof.because === void 0 ? [] : [`**Proof:** not tried: ${prose(sentence(proof.because))}`, ""];
	const because = proof.because === void 0 ? "" : `: ${prose(sentence(proof.because))}`;
	const rows = [
		["changed", codeCell(proof.intervention ?? "")],
		["without the change", codeCell(proof.control ?? "")],
		["with the change", codeCell(proof.treatment ?? "")]
	].filter(([, cell]) => cell !== "");
	return [
		`**Proof:** ${proof.result}${because}`,
		"",
		...table(["trial", "result"], rows)
	];
}
function fixSection(finding) {
	const lines = diffOf(finding).map(({ sign, text }) => sign === "@" ? `@@ ${text} @@` : `${sign}${text}`);
	const shown = lines.length > mostDiff ? [...lines.slice(0, mostDiff), `@@ ${lines.length - mostDiff} more lines in the JSON report @@`] : lines;
	return [
		`**Fix:** ${prose(sentence(finding.fix.text))}`,
		"",
		...fenced("diff", shown),
		...pageLink(finding)
	];
}
function pageLink({ cause }) {
	const page = causePage(cause);
	return page === void 0 ? [] : [`[More about ${cause}](${page})`, ""];
}

// src/report/markdown.ts
/** Bytes of UTF-8 that a summary may have. */
const mostBytes = 65536;
const mostRows = 60;
/** Root causes that are shown in full, findings that do not fail the gate, and those that are only listed. */
const mostInFull = 5;
const mostShort = 10;
const mostListed = 100;
const mostLogs = 6;
const mostLogLines = 40;
/**
* The report as GitHub Markdown for a job summary, at most 64 KiB. Whatever comes from the project or its containers stands in code
* or is escaped: it can neither add markup nor links nor mentions.
*/
function renderMarkdown(report) {
	return fitLines([
		`## Upstream Gate: ${verdictWord(report)}`,
		"",
		...appsTable(report),
		...answerSection(report),
		...restSection(report)
	], mostBytes);
}
function verdictWord({ verdict }) {
	return verdict === "pass" ? "pass" : verdict === "fail" ? "fail" : "could not run";
}
/** Of a merged report, every app with its verdict. */
function appsTable({ apps = [] }) {
	return apps.length === 0 ? [] : table([
		"app",
		"verdict",
		""
	], apps.map(({ name, verdict, headline }) => [
		codeCell(name),
		verdict,
		prose(headline, 200)
	]));
}
function answerSection(report) {
	if (report.verdict === "error") return failureSection(report);
	const errors = report.findings.filter((finding) => finding.level === "error");
	const others = report.findings.filter((finding) => finding.level !== "error");
	return [
		...errors.length > 0 ? [] : [
			prose(headlineOf(report)),
			"",
			...report.verdict === "fail" ? pathSection(report) : [],
			...comparisonTable(report)
		],
		...errors.slice(0, mostInFull).flatMap((finding) => findingSection(report, finding)),
		...others.slice(0, mostShort).flatMap(shortFindingSection),
		...listed("More findings", [...errors.slice(mostInFull), ...others.slice(mostShort)].map(findingItem)),
		...listed("Without an annotation, as a runner keeps ten of a kind", annotationsLeft(report).map(({ title, path, line }) => `- ${path === void 0 ? "" : `${code(`${path}:${line ?? 1}`)}: `}${prose(title, 200)}`))
	];
}
function listed(title, items) {
	if (items.length === 0) return [];
	const left = items.length - mostListed;
	return [
		`**${title}** (${items.length})`,
		"",
		...items.slice(0, mostListed),
		...left > 0 ? [`- and ${left} more in the JSON report`] : [],
		""
	];
}
function failureSection({ failure }) {
	const message = prose(sentence(failure?.message ?? "No reason was given"));
	const at = failure?.at === void 0 ? [] : [`At ${code(place(failure.at))}.`, ""];
	const remedy = failure?.remedy === void 0 ? [] : [`**What to do:** ${prose(sentence(failure.remedy))}`, ""];
	return [
		`${message} This says nothing about the project.`,
		"",
		...at,
		...remedy,
		...fenced("text", cleanLines(failure?.detail ?? "").filter(Boolean).slice(-20))
	];
}
function restSection(report) {
	return [
		...runAgain(report),
		...logSection(report),
		...folded("Timeline", timelineTable(report)),
		...folded(`Ruled out (${report.ruledOut.length})`, becauses(report.ruledOut)),
		...folded(`Not known (${report.unknown.length})`, becauses(report.unknown)),
		...folded("What ran", [...servicesTable(report), ...suppliedList(report)]),
		...folded("Every request", probeTable(report)),
		...timings(report)
	];
}
function becauses(items) {
	return items.length === 0 ? [] : [...items.map(({ cause, because }) => `- ${code(cause, 80)}: ${prose(because, 300)}`), ""];
}
function servicesTable({ plan }) {
	const services = (plan?.services ?? []).slice(0, mostRows);
	return table([
		"service",
		"role",
		"image"
	], services.map((service) => [
		codeCell(service.name, 80),
		service.role,
		codeCell(describeImage(service))
	]));
}
function suppliedList({ plan }) {
	const supplied = (plan?.supplied ?? []).map(({ what, why }) => `- Supplied ${prose(what, 200)}: ${prose(sentence(why), 300)}`);
	const notes = (plan?.notes ?? []).map(({ text, at }) => `- ${prose(text, 300)}${at === void 0 ? "" : ` (${code(place(at))})`}`);
	const items = [...supplied, ...notes].slice(0, mostRows);
	return items.length === 0 ? [] : [...items, ""];
}
function runAgain(report) {
	return report.verdict === "pass" ? [] : [
		"**Run it again** in a checkout, with Node.js and Docker:",
		"",
		...fenced("text", [reproduction(report)])
	];
}
function logSection(report) {
	return logsOf(report, rootCause(report)).slice(0, mostLogs).flatMap((log) => {
		const { lines, left } = lastLines(log, mostLogLines);
		return folded(left > 0 ? `${log.title}, the last ${lines.length} of ${lines.length + left} lines` : log.title, fenced("text", lines));
	});
}
function timelineTable(report) {
	const { isAligned, events } = timelineOf(report);
	const rows = events.slice(0, mostRows).map(({ at, who, text }) => [
		showDuration(at),
		codeCell(who, 60),
		codeCell(text)
	]);
	return table([
		isAligned ? "after the boot began" : "after its container's start",
		"where",
		"what"
	], rows);
}
function probeTable({ probes }) {
	return table([
		"trial",
		"request",
		"way",
		"answer",
		"took",
		"tries"
	], probes.slice(0, mostRows).map(probeRow));
}
function probeRow(probe) {
	return [
		probe.trial,
		codeCell(probe.request),
		codeCell(wayOf(probe)),
		codeCell(answerOf(probe)),
		showTook(probe.durationMs),
		String(probe.tries)
	];
}
function timings({ timings: times, version }) {
	const stages = [
		"plan",
		"build",
		"boot",
		"probe",
		"diagnose",
		"prove",
		"cleanup"
	].filter((stage) => times[stage] > 0);
	return [`${showDuration(times.total)} in all${stages.map((stage) => `, ${stage} ${showDuration(times[stage])}`).join("")}. Upstream Gate ${code(version, 40)}.`, ""];
}

export { code as n, prose as r, renderMarkdown as t };