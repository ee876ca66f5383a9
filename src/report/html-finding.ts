import type { Finding } from "../model/finding.ts";
import { showDuration } from "../model/units.ts";
import type { Report } from "../model/verdict.ts";
import { cleanLines } from "./clean-text.ts";
import { codeFrames, type CodeFrame, type FrameRow } from "./code-frame.ts";
import { diffOf, type DiffLine } from "./diff.ts";
import { place, sentence } from "./headline.ts";
import { pathDrawing } from "./html-drawing.ts";
import { escaped, markup, none, own, preformatted, section, tableOf, type Html } from "./html-text.ts";
import { causePage } from "./pages.ts";
import { compareFailing } from "./probes.ts";
import { requestPath } from "./request-path.ts";
import { socketTable } from "./sockets.ts";

const mostQuotes = 60;
const mostDiff = 120;

/** A root cause in full. */
export function findingArticle(report: Report, finding: Finding): Html {
  return markup`<article>
${titleOf(finding)}
<p class="lead">${escaped(sentence(finding.what))} ${escaped(sentence(finding.why))}</p>
${codeFrames(report, finding).map(frameFigure)}${fixSection(finding)}${section(own("The request"), pathFigure(report, finding))}${proofSection(finding)}
${comparison(report, finding)}${socketSection(report, finding)}${section(own("What was seen"), quotes(finding))}</article>
`;
}

/** A finding that does not fail the gate, or one of many. */
export function shortArticle(finding: Finding): Html {
  return markup`<article class="short">${titleOf(finding)}<p>${escaped(sentence(finding.what))}</p>${codeFrames({}, finding).map(frameFigure)}<p><b>Fix:</b> ${escaped(sentence(finding.fix.text))}</p></article>\n`;
}

/** The failing request, direct against proxy. */
export function comparison(report: Report, finding?: Finding): Html {
  const compared = compareFailing(report, finding);
  if (compared === undefined) return none;
  const rows = compared.rows.map((row) => [escaped(row.way), markup`<code>${escaped(row.answer)}</code>`, escaped(row.took)]);
  return section(own("Direct against proxy"), markup`<p><code>${escaped(compared.request)}</code></p>${tableOf([own("way"), own("answer"), own("took")], rows)}`);
}

/** The drawing of the request's way; nothing without a plan. */
export function pathFigure(report: Report, finding?: Finding): Html {
  const path = requestPath(report, finding);
  return path === undefined ? none : pathDrawing(path);
}

function titleOf({ level, cause, title, confidence, location }: Finding): Html {
  const at = location === undefined ? none : markup` <code class="at">${escaped(place(location))}</code>`;
  return markup`<p class="tags"><span class="tag ${own(level)}">${escaped(cause, 60)}</span><span class="tag ${own(confidence)}">${own(confidence)}</span>${at}</p><h2>${escaped(title, 200)}</h2>`;
}

function frameFigure({ path, rows }: CodeFrame): Html {
  return markup`<figure class="code"><figcaption>${escaped(path, 200)}</figcaption><div class="rows" tabindex="0">${dedented(rows).map(frameRow)}</div></figure>\n`;
}

/** Rows without the space that all of them begin with: on a phone every column counts. */
function dedented<T extends { readonly text: string; readonly sign?: string }>(rows: readonly T[]): T[] {
  const written = rows.filter(({ text, sign }) => text.trim() !== "" && sign !== "@");
  const indent = Math.min(...written.map(({ text }) => text.length - text.trimStart().length));
  return rows.map((row) => (row.sign === "@" ? row : { ...row, text: row.text.slice(Number.isFinite(indent) ? indent : 0) }));
}

function frameRow({ line, text, mark, note }: FrameRow): Html {
  const label = note === undefined ? none : markup`<span class="note">${escaped(note, 160)}</span>`;
  return markup`<div class="row ${own(mark ?? "")}"><span class="n">${line ?? own("⋯")}</span><code>${escaped(text, 240)}</code></div>${label}`;
}

function fixSection(finding: Finding): Html {
  const lines = diffOf(finding).slice(0, mostDiff);
  const diff = lines.length === 0 ? none : markup`<div class="code"><div class="rows diff" tabindex="0">${dedented(lines).map(diffRow)}</div></div>`;
  const page = causePage(finding.cause);
  const link = page === undefined ? none : markup`<p class="quiet"><a href="${escaped(page)}" rel="noreferrer">More about ${escaped(finding.cause, 60)}</a></p>`;
  return section(own("Fix"), markup`<p>${escaped(sentence(finding.fix.text))}</p>${diff}${link}`, "fix");
}

const diffClasses: Readonly<Record<DiffLine["sign"], Html>> = { "@": own("where"), "-": own("minus"), "+": own("plus") };

function diffRow({ sign, text }: DiffLine): Html {
  return markup`<div class="row ${diffClasses[sign]}"><span class="n">${own(sign === "@" ? "" : sign)}</span><code>${escaped(text, 300)}</code></div>`;
}

function proofSection({ proof }: Finding): Html {
  const because = proof.because === undefined ? none : markup`<p>${escaped(sentence(proof.because))}</p>`;
  if (proof.result === "not-attempted") return proof.because === undefined ? none : section(own("Proof: not tried"), because);
  const trial = (name: string, text: string | undefined, kind: string): Html =>
    text === undefined ? none : markup`<li class="${own(kind)}"><b>${escaped(name)}</b><code>${escaped(text)}</code></li>`;
  const hasWorked = proof.result === "confirmed";
  const changed = proof.intervention === undefined ? none : markup`<p>Tried: ${escaped(proof.intervention)}.</p>`;
  const trials = markup`<ul class="trials">${trial("without the change", proof.control, "fails")}${trial("with the change", proof.treatment, hasWorked ? "passes" : "fails")}</ul>`;
  return section(markup`Proof: ${escaped(proof.result)}`, markup`${because}${changed}${trials}`, "proof");
}

function socketSection(report: Report, { service }: Finding): Html {
  const sockets = socketTable(report, service);
  if (sockets === undefined) return none;
  const when = markup`<p>In <b>${escaped(sockets.service)}</b>, ${escaped(showDuration(sockets.readAt))} after its start.</p>`;
  if (sockets.rows.length === 0) return section(own("What listens"), markup`${when}<p>Nothing listens.</p>`);
  const rows = sockets.rows.slice(0, 20).map((row) => [escaped(row.process), markup`<code>${escaped(row.address)}</code>`, escaped(row.neededBy)]);
  return section(own("What listens"), markup`${when}${tableOf([own("process"), own("address"), own("needed by")], rows)}`);
}

function quotes({ evidence }: Finding): Html {
  const lines = evidence.flatMap(({ kind, text }) => cleanLines(text).map((line, index) => `${(index === 0 ? kind : "").padEnd(9)}${line}`));
  const left = lines.length - mostQuotes;
  return preformatted([...lines.slice(0, mostQuotes), ...(left > 0 ? [`${left} more lines in the JSON report`] : [])]);
}
