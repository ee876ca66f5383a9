import type { Finding } from "../model/finding.ts";
import { showDuration } from "../model/units.ts";
import type { Report, TrialProbe } from "../model/verdict.ts";
import { cleanLines } from "./clean-text.ts";
import { headlineOf, place, rootCause, sentence } from "./headline.ts";
import { stageBar, timelineDrawing } from "./html-drawing.ts";
import { comparison, findingArticle, pathFigure, shortArticle } from "./html-finding.ts";
import { style, styleHash } from "./html-style.ts";
import { escaped, fold, markup, none, own, preformatted, section, tableOf, type Html } from "./html-text.ts";
import { lastLines, logsOf } from "./log-excerpts.ts";
import { answerOf, showTook, wayOf } from "./probes.ts";
import { reproduction } from "./reproduce.ts";
import { describeImage } from "./services.ts";

const mostInFull = 10;
const mostListed = 200;
const mostRows = 200;
const mostLogs = 12;
const mostLogLines = 300;

/**
 * The report as one HTML page that needs nothing else: no script, no request; links are followed by the reader alone. Whatever comes
 * from the project or its containers is escaped text, and the page forbids itself everything but its own style.
 */
export function renderHtml(report: Report): string {
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

const verdictWords: Readonly<Record<Report["verdict"], Html>> = { pass: own("Pass"), fail: own("Fail"), error: own("Could not run") };

function answer(report: Report): Html {
  if (report.verdict === "error") return failureArticle(report);
  const errors = report.findings.filter((finding) => finding.level === "error");
  const others = report.findings.filter((finding) => finding.level !== "error");
  const full = errors.length > 0 ? errors.slice(0, mostInFull).map((finding) => findingArticle(report, finding)) : [plainArticle(report)];
  const short = others.slice(0, mostInFull).map(shortArticle);
  return markup`${full}${short}${moreFindings([...errors.slice(mostInFull), ...others.slice(mostInFull)])}`;
}

function moreFindings(findings: readonly Finding[]): Html {
  if (findings.length === 0) return none;
  const items = findings.slice(0, mostListed).map(({ cause, title, location }) => {
    const at = location === undefined ? none : markup` <code>${escaped(place(location))}</code>`;
    return markup`<li><b>${escaped(cause, 60)}</b>${at} ${escaped(title, 200)}</li>\n`;
  });
  const left = findings.length > mostListed ? markup`<p class="quiet">${findings.length - mostListed} more are in the JSON report.</p>` : none;
  return section(own("More findings"), markup`<ul>${items}</ul>${left}`);
}

function timeline(report: Report): Html {
  return section(own("Timeline"), markup`${stageBar(report)}${timelineDrawing(report)}`);
}

/** A pass, or a fail that nothing explains. */
function plainArticle(report: Report): Html {
  return markup`<article><h2>${escaped(headlineOf(report))}</h2>${report.plan === undefined || report.probes.length === 0 ? none : section(own("The request"), pathFigure(report))}${report.verdict === "fail" ? comparison(report) : none}</article>\n`;
}

function failureArticle({ failure }: Report): Html {
  const at = failure?.at === undefined ? none : markup`<p>At <code>${escaped(place(failure.at))}</code></p>`;
  const remedy = failure?.remedy === undefined ? none : section(own("What to do"), markup`<p>${escaped(sentence(failure.remedy))}</p>`, "fix");
  const detail = section(
    own("What was said"),
    preformatted(
      cleanLines(failure?.detail ?? "")
        .filter(Boolean)
        .slice(-40),
    ),
  );
  return markup`<article><h2>${escaped(sentence(failure?.message ?? "No reason was given"))}</h2><p class="lead">This says nothing about the project.</p>${at}${remedy}${detail}</article>\n`;
}

function runAgain(report: Report): Html {
  return report.verdict === "pass" ? none : section(own("Run it again"), markup`<p>In a checkout, with Node.js and Docker:</p>${preformatted([reproduction(report)])}`);
}

function logFolds(report: Report): Html {
  const folds = logsOf(report, rootCause(report))
    .slice(0, mostLogs)
    .map((log) => {
      const { lines, left } = lastLines(log, mostLogLines);
      return fold(
        markup`${escaped(log.title)} <span class="quiet">${left > 0 ? escaped(`the last ${lines.length} of ${lines.length + left} lines`) : escaped(`${lines.length} ${lines.length === 1 ? "line" : "lines"}`)}</span>`,
        preformatted(lines),
      );
    });
  return folds.length === 0 ? none : section(own("Logs"), markup`${folds}`);
}

function restFolds(report: Report): Html {
  const count = (items: readonly unknown[]): Html => markup` <span class="quiet">${items.length}</span>`;
  return section(
    own("More"),
    markup`${fold(markup`Ruled out${count(report.ruledOut)}`, becauses(report.ruledOut))}${fold(markup`Not known${count(report.unknown)}`, becauses(report.unknown))}${fold(markup`Every request${count(report.probes)}`, requests(report))}${fold(own("What ran"), whatRan(report))}`,
  );
}

function becauses(items: readonly { readonly cause: string; readonly because: string }[]): Html {
  if (items.length === 0) return none;
  return markup`<dl>${items.slice(0, mostListed).map(({ cause, because }) => markup`<dt>${escaped(cause, 80)}</dt><dd>${escaped(because, 300)}</dd>\n`)}</dl>`;
}

function requests({ probes }: Report): Html {
  return tableOf([own("trial"), own("request"), own("way"), own("answer"), own("took")], probes.slice(0, mostRows).map(requestRow));
}

function requestRow(probe: TrialProbe): Html[] {
  return [own(probe.trial), markup`<code>${escaped(probe.request, 200)}</code>`, escaped(wayOf(probe)), markup`<code>${escaped(answerOf(probe))}</code>`, escaped(showTook(probe.durationMs))];
}

function whatRan({ plan }: Report): Html {
  const services = (plan?.services ?? [])
    .slice(0, mostRows)
    .map((service) => [markup`<b>${escaped(service.name, 80)}</b>`, own(service.role), markup`<code>${escaped(describeImage(service))}</code>`]);
  const supplied = (plan?.supplied ?? []).map(({ what, why }) => markup`<li>Supplied ${escaped(what, 200)}: ${escaped(sentence(why), 300)}</li>`);
  const notes = (plan?.notes ?? []).map(({ text, at }) => markup`<li>${escaped(text, 300)}${at === undefined ? none : markup` <code>${escaped(place(at))}</code>`}</li>`);
  const items = [...supplied, ...notes].slice(0, mostRows);
  return markup`${tableOf([own("service"), own("role"), own("image")], services)}${items.length === 0 ? none : markup`<ul>${items}</ul>`}`;
}
