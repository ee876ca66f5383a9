import { n as rules } from "./rules.js";
import { r as failure } from "./failure.js";
import { o as showDuration } from "./units.js";
import { i as cleanText, n as cleanLine, r as cleanLines, t as cleanJson } from "./clean-text.js";
import { a as sentence, f as showTook, i as rootCause, l as firstTrial, o as answerOf, p as wayOf, r as place, s as compareFailing, t as headlineOf, u as hasFailed } from "./headline.js";
import { a as codeFrames, i as requestPath, n as lastLines, o as timelineOf, r as logsOf, t as reproduction } from "./reproduce.js";
import { n as diffOf, t as socketTable } from "./sockets.js";
import { t as causePage } from "./pages.js";
import { t as describeImage } from "./services.js";
import { n as renderJson } from "./json.js";
import { t as proofLines } from "./proof.js";
import { lstatSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

// src/report/html-text.ts
const entities = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&#39;",
	"`": "&#96;"
};
/** Text of unknown origin on one clean line, for an element or a quoted attribute. */
function escaped(text, limit = 600) {
	return cleanLine(text, limit).replace(/[&<>"'`]/g, (found) => entities[found] ?? "");
}
/** Words of the gate itself, never of a project: they are taken as they are. */
function own(words) {
	return words;
}
/** A template that takes Html and numbers alone, so that nothing unescaped gets in; lists are joined. */
function markup(parts, ...values) {
	return parts.reduce((text, part, index) => {
		const value = values[index - 1] ?? "";
		return text + (Array.isArray(value) ? value.join("") : String(value)) + part;
	});
}
/** A section under a heading; nothing without content. */
function section(title, content, name = "plain") {
	return content === "" ? "" : markup`<section class="part ${own(name)}"><h3>${title}</h3>${content}</section>\n`;
}
/** Content folded under a summary; nothing without content. */
function fold(title, content) {
	return content === "" ? "" : markup`<details><summary>${title}</summary><div class="body">${content}</div></details>\n`;
}
/** A table whose first cell of a row heads it on narrow screens; nothing without rows. */
function tableOf(head, rows) {
	if (rows.length === 0) return "";
	const body = rows.map((row) => markup`<tr>${row.map((cell, column) => markup`<td data-head="${head[column] ?? ""}">${cell}</td>`)}</tr>\n`);
	return markup`<table><thead><tr>${head.map((cell) => markup`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${body}</tbody></table>\n`;
}
/** Lines of a log, clean and escaped. */
function preformatted(lines) {
	return lines.length === 0 ? "" : markup`<pre tabindex="0">${lines.map((line) => markup`${escaped(line, 400)}\n`)}</pre>\n`;
}
const none = "";

// src/report/html-drawing.ts
const mostEvents = 80;
/** As many are shown at once; more are folded. */
const mostOpen = 14;
const stages = [
	"plan",
	"build",
	"boot",
	"probe",
	"diagnose",
	"prove",
	"cleanup"
];
/** The way of a request: boxes with arrows between them, side by side where there is room, else below each other. */
function pathDrawing({ stops, hops }) {
	const items = stops.flatMap((stop, index) => [stopBox(stop), ...hops[index] ? [hopArrow(hops[index])] : []]);
	return markup`<ol class="path">${items}</ol>\n`;
}
const stateWords = {
	passed: own("reached"),
	broken: own("it ends here"),
	untried: own("")
};
function stopBox({ name, role, detail, state }) {
	return markup`<li class="stop ${own(state)}"><span class="role">${escaped(role, 60)}</span><b>${escaped(name, 60)}</b>${detail === "" ? "" : markup`<span class="detail">${escaped(detail, 90)}</span>`}${mark(state)}</li>\n`;
}
function hopArrow({ label, state }) {
	return markup`<li class="hop ${own(state)}">${arrow(state)}<span class="detail">${escaped(label, 120)}</span>${mark(state)}</li>\n`;
}
function mark(state) {
	return state === "broken" ? markup`<span class="mark">${stateWords.broken}</span>` : "";
}
function arrow(state) {
	const dash = state === "untried" ? own(" stroke-dasharray=\"4 4\"") : "";
	const end = state === "broken" ? own("<path d=\"M27 4l12 12M39 4L27 16\"/>") : own("<path d=\"M35 4l7 6-7 6\"/>");
	return markup`<svg viewBox="0 0 44 20" width="44" height="20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"><path d="M2 10h${(state === "broken" ? 24 : 41) - 2}"${dash}/>${end}</svg>`;
}
/** How long each stage of the run took, as one bar with its parts named. */
function stageBar({ timings }) {
	const spent = stages.filter((stage) => timings[stage] > 0);
	const sum = spent.reduce((total, stage) => total + timings[stage], 0);
	if (sum === 0) return "";
	let from = 0;
	const parts = spent.map((stage) => {
		const width = timings[stage] / sum * 100;
		from += width;
		return markup`<rect class="stage-${own(stage)}" x="${rounded(from - width)}%" width="${rounded(width)}%" height="100%" />`;
	});
	const names = spent.map((stage) => markup`<li><i class="stage-${own(stage)}"></i>${own(stage)} <b>${escaped(showDuration(timings[stage]))}</b></li>`);
	return markup`<svg class="stages" width="100%" height="14" role="img" aria-label="Time spent in each stage">${parts}</svg><ul class="legend">${names}</ul>\n`;
}
/** What happened when: each event with its place on a line of time. */
function timelineDrawing(report) {
	const { isAligned, events } = timelineOf(report);
	const shown = events.slice(0, mostEvents);
	if (shown.length === 0) return "";
	const last = Math.max(1, ...shown.map((event) => event.at));
	const left = events.length > shown.length ? markup`<p class="quiet">${events.length - shown.length} later events are in the evidence.</p>` : "";
	const list = markup`<p class="quiet">${escaped(isAligned ? "Times count from the begin of the boot." : "Times count from the start of each container; those of requests from the start of nginx.")}</p>\n<ol class="timeline">\n${shown.map((event) => eventRow(event, last))}</ol>\n${left}`;
	return shown.length > mostOpen ? fold(own("What happened when"), list) : list;
}
function eventRow({ at, text, kind }, last) {
	return markup`<li class="${own(kind)}"><time>${escaped(showDuration(at))}</time><svg width="100%" height="10" aria-hidden="true"><path d="M0 5h9999"/><circle cx="${rounded(4 + at / last * 92)}%" cy="5" r="4"/></svg><span>${escaped(text, 240)}</span></li>\n`;
}
function rounded(value) {
	return Math.round(value * 100) / 100;
}

// src/report/html-finding.ts
const mostQuotes = 60;
const mostDiff = 120;
/** A root cause in full. */
function findingArticle(report, finding) {
	return markup`<article>
${titleOf(finding)}
<p class="lead">${escaped(sentence(finding.what))} ${escaped(sentence(finding.why))}</p>
${codeFrames(report, finding).map(frameFigure)}${fixSection(finding)}${section(own("The request"), pathFigure(report, finding))}${proofSection(finding)}
${comparison(report, finding)}${socketSection(report, finding)}${section(own("What was seen"), quotes(finding))}</article>
`;
}
/** A finding that does not fail the gate, or one of many. */
function shortArticle(finding) {
	return markup`<article class="short">${titleOf(finding)}<p>${escaped(sentence(finding.what))}</p>${codeFrames({}, finding).map(frameFigure)}<p><b>Fix:</b> ${escaped(sentence(finding.fix.text))}</p></article>\n`;
}
/** The failing request, direct against proxy. */
function comparison(report, finding) {
	const compared = compareFailing(report, finding);
	if (compared === void 0) return "";
	const rows = compared.rows.map((row) => [
		escaped(row.way),
		markup`<code>${escaped(row.answer)}</code>`,
		escaped(row.took)
	]);
	return section(own("Direct against proxy"), markup`<p><code>${escaped(compared.request)}</code></p>${tableOf([
		own("way"),
		own("answer"),
		own("took")
	], rows)}`);
}
/** The drawing of the request's way; nothing without a plan. */
function pathFigure(report, finding) {
	const path = requestPath(report, finding);
	return path === void 0 ? "" : pathDrawing(path);
}
function titleOf({ level, cause, title, confidence, location }) {
	const at = location === void 0 ? "" : markup` <code class="at">${escaped(place(location))}</code>`;
	return markup`<p class="tags"><span class="tag ${own(level)}">${escaped(cause, 60)}</span><span class="tag ${own(confidence)}">${own(confidence)}</span>${at}</p><h2>${escaped(title, 200)}</h2>`;
}
function frameFigure({ path, rows }) {
	return markup`<figure class="code"><figcaption>${escaped(path, 200)}</figcaption><div class="rows" tabindex="0">${dedented(rows).map(frameRow)}</div></figure>\n`;
}
/** Rows without the space that all of them begin with: on a phone every column counts. */
function dedented(rows) {
	const written = rows.filter(({ text, sign }) => text.trim() !== "" && sign !== "@");
	const indent = Math.min(...written.map(({ text }) => text.length - text.trimStart().length));
	return rows.map((row) => row.sign === "@" ? row : {
		...row,
		text: row.text.slice(Number.isFinite(indent) ? indent : 0)
	});
}
function frameRow({ line, text, mark, note }) {
	const label = note === void 0 ? "" : markup`<span class="note">${escaped(note, 160)}</span>`;
	return markup`<div class="row ${own(mark ?? "")}"><span class="n">${line ?? own("⋯")}</span><code>${escaped(text, 240)}</code></div>${label}`;
}
function fixSection(finding) {
	const lines = diffOf(finding).slice(0, mostDiff);
	const diff = lines.length === 0 ? "" : markup`<div class="code"><div class="rows diff" tabindex="0">${dedented(lines).map(diffRow)}</div></div>`;
	const page = causePage(finding.cause);
	const link = page === void 0 ? "" : markup`<p class="quiet"><a href="${escaped(page)}" rel="noreferrer">More about ${escaped(finding.cause, 60)}</a></p>`;
	return section(own("Fix"), markup`<p>${escaped(sentence(finding.fix.text))}</p>${diff}${link}`, "fix");
}
const diffClasses = {
	"@": own("where"),
	"-": own("minus"),
	"+": own("plus")
};
function diffRow({ sign, text }) {
	return markup`<div class="row ${diffClasses[sign]}"><span class="n">${own(sign === "@" ? "" : sign)}</span><code>${escaped(text, 300)}</code></div>`;
}
function proofSection({ proof }) {
	const because = proof.because === void 0 ? "" : markup`<p>${escaped(sentence(proof.because))}</p>`;
	if (proof.result === "not-attempted") return proof.because === void 0 ? "" : section(own("Proof: not tried"), because);
	const trial = (name, text, kind) => text === void 0 ? "" : markup`<li class="${own(kind)}"><b>${escaped(name)}</b><code>${escaped(text)}</code></li>`;
	const hasWorked = proof.result === "confirmed";
	const changed = proof.intervention === void 0 ? "" : markup`<p>Tried: ${escaped(proof.intervention)}.</p>`;
	const trials = markup`<ul class="trials">${trial("without the change", proof.control, "fails")}${trial("with the change", proof.treatment, hasWorked ? "passes" : "fails")}</ul>`;
	return section(markup`Proof: ${escaped(proof.result)}`, markup`${because}${changed}${trials}`, "proof");
}
function socketSection(report, { service }) {
	const sockets = socketTable(report, service);
	if (sockets === void 0) return "";
	const when = markup`<p>In <b>${escaped(sockets.service)}</b>, ${escaped(showDuration(sockets.readAt))} after its start.</p>`;
	if (sockets.rows.length === 0) return section(own("What listens"), markup`${when}<p>Nothing listens.</p>`);
	const rows = sockets.rows.slice(0, 20).map((row) => [
		escaped(row.process),
		markup`<code>${escaped(row.address)}</code>`,
		escaped(row.neededBy)
	]);
	return section(own("What listens"), markup`${when}${tableOf([
		own("process"),
		own("address"),
		own("needed by")
	], rows)}`);
}
function quotes({ evidence }) {
	const lines = evidence.flatMap(({ kind, text }) => cleanLines(text).map((line, index) => `${(index === 0 ? kind : "").padEnd(9)}${line}`));
	const left = lines.length - mostQuotes;
	return preformatted([...lines.slice(0, mostQuotes), ...left > 0 ? [`${left} more lines in the JSON report`] : []]);
}

// src/report/html-style.ts
/** What the page's policy knows its style by: of `style`, as a test computes it. */
const styleHash = "sha256-E0ARRtUlhRhsTcI8/iLmSWui+30yHxqy8bP0FddzJqY=";
/** The style of the HTML page: one column that fits a phone, light and dark by the reader's setting, the system's own fonts. */
const style = `
:root{--bg:#f6f8fa;--card:#fff;--line:#d1d9e0;--soft:#eef1f4;--text:#1f2328;--quiet:#59636e;--red:#b3261e;--red-soft:#ffebe9;--green:#116329;--green-soft:#dafbe1;--amber:#7a4b00;--amber-soft:#fff3d6;--blue:#0757ba;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--card:#151b23;--line:#333b45;--soft:#1e252e;--text:#e6edf3;--quiet:#9198a1;--red:#ff8f87;--red-soft:#3b1a1c;--green:#5fd37a;--green-soft:#12301d;--amber:#e9b44c;--amber-soft:#33270e;--blue:#6cb0ff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:60rem;margin:0 auto;padding:0 1rem}
header p{display:flex;justify-content:space-between;align-items:center;gap:1rem;margin:1.25rem 0 .75rem}
header b{font-size:1rem;padding:.2rem .9rem;border-radius:2rem;color:#fff;background:#b3261e}
header.pass b{background:#1a7f37}
header.error b{background:#8a5600}
header span,footer,.quiet{color:var(--quiet);font-size:.875rem}
article{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.1rem 1.25rem .4rem;margin:0 0 1rem}
h2{font-size:1.5rem;line-height:1.25;margin:.35rem 0 .6rem;text-wrap:balance}
h3{font-size:.8125rem;letter-spacing:.05em;text-transform:uppercase;color:var(--quiet);margin:0 0 .5rem}
p{margin:0 0 .75rem}
.lead{font-size:1.0625rem}
a{color:var(--blue)}
code,pre{font-family:var(--mono);font-size:.875em}
.tags{display:flex;flex-wrap:wrap;gap:.4rem .5rem;align-items:center;margin:0}
.tag{font:600 .8125rem/1.6 var(--mono);padding:0 .55rem;border-radius:6px;background:var(--soft);color:var(--quiet)}
.tag.error{background:var(--red-soft);color:var(--red)}
.tag.warning,.tag.possible{background:var(--amber-soft);color:var(--amber)}
.tag.proven{background:var(--green-soft);color:var(--green)}
.at{color:var(--quiet)}
.part{margin:0 0 1.25rem}
main>.part{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem 1.25rem;margin:0 0 1rem}
.part>:last-child,.body>:last-child{margin-bottom:0}
figure{margin:0 0 .9rem}
.code{border:1px solid var(--line);border-radius:8px;overflow:hidden;margin-bottom:.75rem}
figcaption{padding:.3rem .75rem;background:var(--soft);border-bottom:1px solid var(--line);font:.8125rem/1.5 var(--mono);color:var(--quiet)}
.rows{overflow-x:auto;padding:.35rem 0;font-size:.9375rem}
.row{display:flex;min-width:max-content;padding-right:.75rem;border-left:3px solid transparent}
.row code{white-space:pre}
.row .n{flex:none;min-width:2.75rem;padding:0 .75rem 0 .4rem;text-align:right;color:var(--quiet);font:.8125em/1.7 var(--mono);user-select:none}
.row.cause{background:var(--red-soft);border-color:var(--red)}
.row.cause .n{color:var(--red)}
.row.related{background:var(--amber-soft);border-color:var(--amber)}
.code .note{display:block;position:sticky;left:0;width:fit-content;max-width:100%;padding:.15rem .75rem .3rem 3.1rem;color:var(--amber);font-size:.875rem}
.code .note::before{content:"\\2191\\00a0"}
.row.minus{background:var(--red-soft)}
.row.minus .n{color:var(--red)}
.row.plus{background:var(--green-soft)}
.row.plus .n{color:var(--green)}
.row.where code{color:var(--quiet)}
.path{list-style:none;display:flex;flex-direction:column;gap:.3rem;margin:0;padding:0}
.stop{display:flex;flex-direction:column;border:1.5px solid var(--line);border-radius:10px;padding:.5rem .8rem;background:var(--bg)}
.stop .role{color:var(--quiet);font-size:.75rem;letter-spacing:.04em;text-transform:uppercase}
.path .detail{font-size:.875rem}
.stop.broken{border-color:var(--red);background:var(--red-soft)}
.stop.untried{border-style:dashed}
.hop{display:flex;align-items:center;gap:.25rem .6rem;flex-wrap:wrap;padding:.15rem .3rem;color:var(--quiet)}
.hop svg{flex:none;transform:rotate(90deg);margin:.6rem -.4rem}
.hop .detail{font-family:var(--mono);flex:1 1 9rem}
.hop.broken,.mark{color:var(--red)}
.mark{font-weight:600;font-size:.875rem}
.trials{list-style:none;display:grid;gap:.5rem;padding:0;margin:0}
.trials li{border-radius:8px;padding:.5rem .75rem;border:1px solid var(--line);border-left-width:4px}
.trials b{display:block;font-size:.8125rem;font-weight:500;color:var(--quiet)}
.trials .fails{border-left-color:var(--red)}
.trials .passes{border-left-color:var(--green)}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th{text-align:left;font-weight:500;color:var(--quiet);font-size:.8125rem}
th,td{padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:top}
tbody tr:last-child td{border-bottom:0}
pre{margin:0 0 .75rem;padding:.7rem .85rem;border-radius:8px;background:var(--soft);overflow:auto;max-height:36rem;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.5}
details{border-top:1px solid var(--line)}
details:first-of-type{border-top:0}
summary{cursor:pointer;padding:.55rem 0;font-weight:500}
.body{padding:0 0 .75rem}
dl{margin:0;font-size:.9375rem}
dt{font:600 .875rem/1.5 var(--mono)}
dd{margin:0 0 .5rem;color:var(--quiet)}
ul{padding-left:1.2rem}
.stages{display:block;border-radius:7px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.15rem 1rem;padding:0;margin:.5rem 0;font-size:.875rem;color:var(--quiet)}
.legend b{color:var(--text);font-weight:500}
.legend i{display:inline-block;width:.7rem;height:.7rem;border-radius:3px;margin-right:.35rem}
.stage-plan{fill:#8c959f;background:#8c959f}.stage-build{fill:#bf8700;background:#bf8700}.stage-boot{fill:#2188ff;background:#2188ff}.stage-probe{fill:#8250df;background:#8250df}.stage-diagnose{fill:#cf5f95;background:#cf5f95}.stage-prove{fill:#2da44e;background:#2da44e}.stage-cleanup{fill:#57606a;background:#57606a}
.timeline{list-style:none;margin:0;padding:0;font-size:.9375rem}
.timeline li{display:grid;grid-template-columns:4.5rem 1fr;gap:0 .5rem;align-items:baseline;padding:.25rem 0}
.timeline svg{order:2;grid-column:2}
.timeline time{color:var(--quiet);font:.8125rem var(--mono);text-align:right}
.timeline path{stroke:var(--line)}
.timeline circle{fill:var(--quiet)}
.timeline .failure circle,.timeline .end circle{fill:var(--red)}
.timeline .failure,.timeline .end{color:var(--red)}
.timeline .request circle,.timeline .listen circle{fill:var(--green)}
.timeline .start circle{fill:var(--blue)}
:focus-visible{outline:2px solid var(--blue);outline-offset:2px}
@media (max-width:43.99rem){thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}table,tbody,tr,td{display:block}tr{padding:.4rem 0;border-bottom:1px solid var(--line)}tr:last-child{border-bottom:0}td{border:0;padding:.1rem 0;display:grid;grid-template-columns:5.5rem 1fr;gap:.5rem}.row{min-width:0}.row code{white-space:pre-wrap;min-width:0}.row .n{min-width:2.25rem;padding-right:.5rem}.code .note{padding-left:2.5rem}td::before{content:attr(data-head);color:var(--quiet);font-size:.8125rem}article,main>.part{padding-left:.9rem;padding-right:.9rem}header,main,footer{padding:0 .6rem}h2{font-size:1.3rem}}
@media (min-width:44rem){.path{flex-direction:row;align-items:center}.stop{flex:1 1 0;align-self:stretch;justify-content:center}.hop{flex:1 1 0;flex-direction:column;text-align:center;gap:0}.hop svg{transform:none;margin:.2rem 0}.hop .detail{flex:none}.trials{grid-template-columns:1fr 1fr}.timeline li{grid-template-columns:4.5rem 9rem 1fr}.timeline svg{order:0;grid-column:auto;align-self:center}}
@media print{body{background:#fff}article,main>.part{break-inside:avoid}}
`;

// src/report/html.ts
const mostInFull = 10;
const mostListed = 200;
const mostRows = 200;
const mostLogs = 12;
const mostLogLines = 300;
/**
* The report as one HTML page that needs nothing else: no script, no request; links are followed by the reader alone. Whatever comes
* from the project or its containers is escaped text, and the page forbids itself everything but its own style.
*/
function renderHtml(report) {
	const policy = `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`;
	return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${own(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Upstream Gate: ${escaped(headlineOf(report), 200)}</title>
<style>${own(style)}</style>
</head>
<body>
<header class="${own(report.verdict)}"><p><b>${verdictWords[report.verdict]}</b> <span>Upstream Gate ${escaped(report.version, 40)}</span></p></header>
<main>
${answer(report)}${runAgain(report)}${logFolds(report)}${timeline(report)}${restFolds(report)}</main>
<footer><p>${escaped(showDuration(report.timings.total))} in all.</p></footer>
</body>
</html>
`;
}
const verdictWords = {
	pass: own("Pass"),
	fail: own("Fail"),
	error: own("Could not run")
};
function answer(report) {
	if (report.verdict === "error") return failureArticle(report);
	const errors = report.findings.filter((finding) => finding.level === "error");
	const others = report.findings.filter((finding) => finding.level !== "error");
	const full = errors.length > 0 ? errors.slice(0, mostInFull).map((finding) => findingArticle(report, finding)) : [plainArticle(report)];
	const short = others.slice(0, mostInFull).map(shortArticle);
	return markup`${full}${short}${moreFindings([...errors.slice(mostInFull), ...others.slice(mostInFull)])}`;
}
function moreFindings(findings) {
	if (findings.length === 0) return "";
	const items = findings.slice(0, mostListed).map(({ cause, title, location }) => {
		const at = location === void 0 ? "" : markup` <code>${escaped(place(location))}</code>`;
		return markup`<li><b>${escaped(cause, 60)}</b>${at} ${escaped(title, 200)}</li>\n`;
	});
	const left = findings.length > mostListed ? markup`<p class="quiet">${findings.length - mostListed} more are in the JSON report.</p>` : "";
	return section(own("More findings"), markup`<ul>${items}</ul>${left}`);
}
function timeline(report) {
	return section(own("Timeline"), markup`${stageBar(report)}${timelineDrawing(report)}`);
}
/** A pass, or a fail that nothing explains. */
function plainArticle(report) {
	return markup`<article><h2>${escaped(headlineOf(report))}</h2>${report.plan === void 0 || report.probes.length === 0 ? "" : section(own("The request"), pathFigure(report))}${report.verdict === "fail" ? comparison(report) : ""}</article>\n`;
}
function failureArticle({ failure }) {
	const at = failure?.at === void 0 ? "" : markup`<p>At <code>${escaped(place(failure.at))}</code></p>`;
	const remedy = failure?.remedy === void 0 ? "" : section(own("What to do"), markup`<p>${escaped(sentence(failure.remedy))}</p>`, "fix");
	const detail = section(own("What was said"), preformatted(cleanLines(failure?.detail ?? "").filter(Boolean).slice(-40)));
	return markup`<article><h2>${escaped(sentence(failure?.message ?? "No reason was given"))}</h2><p class="lead">This says nothing about the project.</p>${at}${remedy}${detail}</article>\n`;
}
function runAgain(report) {
	return report.verdict === "pass" ? "" : section(own("Run it again"), markup`<p>In a checkout, with Node.js and Docker:</p>${preformatted([reproduction(report)])}`);
}
function logFolds(report) {
	const folds = logsOf(report, rootCause(report)).slice(0, mostLogs).map((log) => {
		const { lines, left } = lastLines(log, mostLogLines);
		return fold(markup`${escaped(log.title)} <span class="quiet">${left > 0 ? escaped(`the last ${lines.length} of ${lines.length + left} lines`) : escaped(`${lines.length} ${lines.length === 1 ? "line" : "lines"}`)}</span>`, preformatted(lines));
	});
	return folds.length === 0 ? "" : section(own("Logs"), markup`${folds}`);
}
function restFolds(report) {
	const count = (items) => markup` <span class="quiet">${items.length}</span>`;
	return section(own("More"), markup`${fold(markup`Ruled out${count(report.ruledOut)}`, becauses(report.ruledOut))}${fold(markup`Not known${count(report.unknown)}`, becauses(report.unknown))}${fold(markup`Every request${count(report.probes)}`, requests(report))}${fold(own("What ran"), whatRan(report))}`);
}
function becauses(items) {
	if (items.length === 0) return "";
	return markup`<dl>${items.slice(0, mostListed).map(({ cause, because }) => markup`<dt>${escaped(cause, 80)}</dt><dd>${escaped(because, 300)}</dd>\n`)}</dl>`;
}
function requests({ probes }) {
	return tableOf([
		own("trial"),
		own("request"),
		own("way"),
		own("answer"),
		own("took")
	], probes.slice(0, mostRows).map(requestRow));
}
function requestRow(probe) {
	return [
		own(probe.trial),
		markup`<code>${escaped(probe.request, 200)}</code>`,
		escaped(wayOf(probe)),
		markup`<code>${escaped(answerOf(probe))}</code>`,
		escaped(showTook(probe.durationMs))
	];
}
function whatRan({ plan }) {
	const services = (plan?.services ?? []).slice(0, mostRows).map((service) => [
		markup`<b>${escaped(service.name, 80)}</b>`,
		own(service.role),
		markup`<code>${escaped(describeImage(service))}</code>`
	]);
	const supplied = (plan?.supplied ?? []).map(({ what, why }) => markup`<li>Supplied ${escaped(what, 200)}: ${escaped(sentence(why), 300)}</li>`);
	const notes = (plan?.notes ?? []).map(({ text, at }) => markup`<li>${escaped(text, 300)}${at === void 0 ? "" : markup` <code>${escaped(place(at))}</code>`}</li>`);
	const items = [...supplied, ...notes].slice(0, mostRows);
	return markup`${tableOf([
		own("service"),
		own("role"),
		own("image")
	], services)}${items.length === 0 ? "" : markup`<ul>${items}</ul>`}`;
}

// src/report/junit.ts
/**
* The report as JUnit XML: a testcase for each probe through the proxy, for each root cause, and for a run that could not be made. Times
* are in seconds. `prefix` stands before every path, "" or ending in "/".
*/
function renderJunit(report, prefix = "") {
	const probes = firstTrial(report).filter((probe) => probe.via === "proxy");
	const errors = report.findings.filter((finding) => finding.level === "error");
	const cases = [
		...probes.map((probe) => probeCase(report, probe)),
		...errors.map((finding) => findingCase(finding, prefix)),
		...wholeRunCase(report, errors.length)
	];
	const counts = {
		tests: cases.length,
		failures: countOf(cases, "failure"),
		errors: countOf(cases, "error")
	};
	const skipped = countOf(cases, "skipped");
	return [
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
		"<testsuites>",
		`  <testsuite${attributes({
			name: "upstream-gate",
			...strings({
				...counts,
				...skipped > 0 ? { skipped } : {}
			}),
			time: seconds(report.timings.total)
		})}>`,
		...cases.flatMap(caseLines),
		"  </testsuite>",
		"</testsuites>",
		""
	].join("\n");
}
function countOf(cases, kind) {
	return cases.filter(({ outcome }) => outcome?.kind === kind).length;
}
function probeCase(report, probe) {
	const about = {
		classname: "upstream-gate.probe",
		name: probe.name === "" ? probe.request : probe.name,
		time: seconds(probe.durationMs)
	};
	if (!hasFailed(report, probe)) return { attributes: about };
	const message = `${probe.request}: ${answerOf(probe)}`;
	return {
		attributes: about,
		outcome: {
			kind: report.verdict === "pass" ? "skipped" : "failure",
			type: "probe",
			message,
			text: message
		}
	};
}
function findingCase(finding, prefix) {
	const { cause, title, location, what, why, fix, evidence } = finding;
	const at = location === void 0 ? {} : {
		file: `${prefix}${location.path}`,
		line: String(location.line)
	};
	const text = [
		...location ? [place(location)] : [],
		sentence(what),
		sentence(why),
		`Fix: ${sentence(fix.text)}`,
		...proofLines(finding),
		...evidence.slice(0, 12).map((witness) => `${witness.kind}: ${witness.text}`)
	].join("\n");
	return {
		attributes: {
			classname: "upstream-gate.cause",
			name: cause,
			...at,
			time: "0"
		},
		outcome: {
			kind: "failure",
			type: cause,
			message: title,
			text
		}
	};
}
function wholeRunCase(report, errorCount) {
	if (report.verdict === "pass" || report.verdict === "fail" && errorCount > 0) return [];
	const kind = report.verdict === "error" ? "error" : "failure";
	const text = [headlineOf(report), report.failure?.remedy ?? ""].join("\n").trimEnd();
	return [{
		attributes: {
			classname: "upstream-gate",
			name: "run",
			time: seconds(report.timings.total)
		},
		outcome: {
			kind,
			type: report.failure?.kind ?? "unexplained",
			message: headlineOf(report),
			text
		}
	}];
}
function caseLines({ attributes: about, outcome }) {
	if (outcome === void 0) return [`    <testcase${attributes(about)}/>`];
	const { kind, type, message, text } = outcome;
	return [
		`    <testcase${attributes(about)}>`,
		`      <${kind}${attributes(kind === "skipped" ? { message } : {
			type,
			message
		})}>${escapeXml(cleanText(text))}</${kind}>`,
		"    </testcase>"
	];
}
function attributes(values) {
	return Object.entries(values).map(([name, value]) => ` ${name}="${escapeXml(cleanLine(value))}"`).join("");
}
function escapeXml(text) {
	return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;").replace(/'/g, "&apos;");
}
function strings(counts) {
	return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
}
function seconds(milliseconds) {
	return (milliseconds / 1e3).toFixed(3);
}

// src/report/sarif.ts
const levels = {
	error: "error",
	warning: "warning",
	notice: "note"
};
/**
* The findings as SARIF 2.1.0 for code scanning; those without any place in the project are left out, as a result needs one.
* `prefix` stands before every path: the checked folder's path in the repository, "" or ending in "/".
*/
function renderSarif(report, rules, prefix = "") {
	const log = {
		$schema: "https://json.schemastore.org/sarif-2.1.0.json",
		version: "2.1.0",
		runs: [{
			tool: { driver: {
				name: "upstream-gate",
				informationUri: "https://github.com/upstream-gate/upstream-gate",
				semanticVersion: report.version,
				rules: rules.map(ruleData)
			} },
			automationDetails: { id: "upstream-gate/" },
			invocations: [invocation(report)],
			results: numbered(report.findings).flatMap(({ finding, print, count }) => resultData(finding, rules, prefix, `${print}:${count}`))
		}]
	};
	return `${cleanJson(JSON.stringify(log, void 0, 2))}\n`;
}
function ruleData({ id, title, doc }) {
	return {
		id,
		name: id,
		shortDescription: { text: title },
		fullDescription: { text: doc.what },
		help: {
			text: `${doc.what}\n\n${doc.why}\n\n${doc.fix}`,
			markdown: `**What happens.** ${doc.what}\n\n**Why.** ${doc.why}\n\n**Fix.** ${doc.fix}`
		},
		...causePage(id) === void 0 ? {} : { helpUri: causePage(id) },
		defaultConfiguration: { level: "error" },
		properties: {
			tags: ["deployment", "nginx"],
			precision: "very-high",
			"problem.severity": "error"
		}
	};
}
function invocation(report) {
	if (report.verdict !== "error") return { executionSuccessful: true };
	return {
		executionSuccessful: false,
		toolExecutionNotifications: [{
			level: "error",
			message: { text: headlineOf(report) }
		}]
	};
}
/** Each finding with its fingerprint, and the how manieth of that fingerprint it is: no two results are the same one. */
function numbered(findings) {
	const counts = /* @__PURE__ */ new Map();
	return findings.map((finding) => {
		const print = fingerprint(finding, placeOf(finding));
		const count = (counts.get(print) ?? 0) + 1;
		counts.set(print, count);
		return {
			finding,
			print,
			count
		};
	});
}
function placeOf({ location, related }) {
	return location ?? related[0]?.at;
}
function resultData(finding, rules, prefix, print) {
	const at = placeOf(finding);
	if (at === void 0) return [];
	const index = rules.findIndex((rule) => rule.id === finding.cause);
	return [{
		ruleId: finding.cause,
		...index < 0 ? {} : { ruleIndex: index },
		level: levels[finding.level],
		message: { text: [
			sentence(finding.what),
			sentence(finding.why),
			sentence(finding.fix.text)
		].join(" ") },
		locations: [{ physicalLocation: physicalLocation(at, prefix) }],
		relatedLocations: finding.related.map((related, position) => relatedData(related, position, prefix)),
		partialFingerprints: { primaryLocationLineHash: print },
		properties: { confidence: finding.confidence }
	}];
}
function relatedData({ at, note }, position, prefix) {
	return {
		id: position + 1,
		physicalLocation: physicalLocation(at, prefix),
		message: { text: sentence(note) }
	};
}
function physicalLocation(at, prefix) {
	const region = {
		startLine: Math.max(1, at.line),
		...at.column === void 0 ? {} : { startColumn: at.column },
		...at.endLine === void 0 ? {} : { endLine: Math.max(at.line, at.endLine) }
	};
	return {
		artifactLocation: {
			uri: uriOf(`${prefix}${at.path}`),
			uriBaseId: "%SRCROOT%"
		},
		region
	};
}
function uriOf(path) {
	return path.split("/").map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, "�"))).join("/");
}
/** The same for the same defect after other lines moved: cause, service, path and the line's text, never its number. */
function fingerprint(finding, at) {
	const text = cleanLine(at?.text ?? "").replace(/\s+/g, " ").trim();
	return hash([
		finding.cause,
		finding.service ?? "",
		at?.path ?? "",
		text
	].join("\0"));
}
/** FNV-1a of 64 bits, in hexadecimal. */
function hash(text) {
	let value = 14695981039346656037n;
	for (const byte of new TextEncoder().encode(text)) value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 1099511628211n);
	return value.toString(16).padStart(16, "0");
}

// src/safe-write.ts
/**
* Writes a result file, with the folders that lead to it. Inside `root`, where a pull request may have put links, nothing is followed
* out of it: what stands in the file's place and is no file is replaced. Elsewhere the path is the user's own. Throws what the system
* does, and an Error for a folder that leads out of `root`.
*/
function writeResult(path, text, root) {
	const target = resolve(path);
	if (isInside(target, resolve(root))) clearWay(target, resolve(root));
	else mkdirSync(dirname(target), { recursive: true });
	writeFileSync(target, text);
}
function isInside(path, root) {
	return path.startsWith(root.endsWith(sep) ? root : root + sep);
}
/** Makes the folders one by one, each a folder of its own; removes a link or a pipe from the last place. */
function clearWay(target, root) {
	const home = realpathSync(root);
	let folder = root;
	for (const part of relative(root, dirname(target)).split(sep).filter((each) => each !== "")) {
		folder = join(folder, part);
		mkdirSync(folder, { recursive: true });
		const real = realpathSync(folder);
		if (real !== home && !isInside(real, home)) throw new Error(`${folder} is a link that leads to ${real}`);
	}
	const stats = lstatSync(target, { throwIfNoEntry: false });
	if (stats && !stats.isFile() && !stats.isDirectory()) rmSync(target);
}

// src/outputs.ts
/**
* Writes the files that were asked for. `prefix` leads from the repository's root to the checked folder: "" or ending in "/". Throws a
* Failure for a path that cannot be written.
*/
function writeOutputs({ report, evidence }, destinations, prefix = "") {
	write(destinations.report, () => renderJson(report));
	write(destinations.sarif, () => renderSarif(report, rules, prefix));
	write(destinations.junit, () => renderJunit(report, prefix));
	write(destinations.html, () => renderHtml(report));
	const { logs } = destinations;
	if (logs !== void 0) for (const { file, lines } of logsOf(report)) write(join(logs, file), () => `${lines.join("\n")}\n`);
	if (evidence) write(destinations.evidence, () => `${JSON.stringify(evidence, null, 1)}\n`);
}
function write(path, render) {
	if (path === void 0) return;
	try {
		writeResult(path, render(), process.env["GITHUB_WORKSPACE"] || process.cwd());
	} catch (error) {
		throw failure("usage", `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`, { remedy: "Give a path in a folder that may be written." });
	}
}

export { writeOutputs as t };