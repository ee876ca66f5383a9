import { showDuration } from "../model/units.ts";
import type { Report, TrialProbe } from "../model/verdict.ts";
import { cleanLines } from "./clean-text.ts";
import { headlineOf, place, rootCause, sentence } from "./headline.ts";
import { stageBar, timelineDrawing } from "./html-drawing.ts";
import { comparison, findingArticle, pathFigure, shortArticle } from "./html-finding.ts";
import { style, styleHash } from "./html-style.ts";
import { escaped, fold, html, none, own, preformatted, section, tableOf, type Html } from "./html-text.ts";
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
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${own(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>Upstream Gate: ${escaped(headlineOf(report), 200)}</title>
        <style>
          ${own(style)}
        </style>
      </head>
      <body>
        <header class="${own(report.verdict)}">
          <p><b>${verdictWords[report.verdict]}</b> <span>Upstream Gate ${escaped(report.version, 40)}</span></p>
        </header>
        <main>
          ${answer(report)}${runAgain(report)}${logFolds(report)}${section(own("Timeline"), html`${stageBar(report)}${fold(own("What happened when"), timelineDrawing(report))}`)}${restFolds(report)}
        </main>
        <footer><p>${escaped(showDuration(report.timings.total))} in all.</p></footer>
      </body>
    </html> `;
}

const verdictWords: Readonly<Record<Report["verdict"], Html>> = { pass: own("Pass"), fail: own("Fail"), error: own("Could not run") };

function answer(report: Report): Html {
  if (report.verdict === "error") return failureArticle(report);
  const errors = report.findings.filter((finding) => finding.level === "error");
  const others = report.findings.filter((finding) => finding.level !== "error");
  const rest = [...errors.slice(mostInFull), ...others.slice(mostInFull)];
  const items = rest
    .slice(0, mostListed)
    .map(({ cause, title, location }) => html`<li><b>${escaped(cause, 60)}</b>${location ? html` <code>${escaped(place(location))}</code>` : none} ${escaped(title, 200)}</li>`);
  const left = rest.length > mostListed ? html`<p class="quiet">${rest.length - mostListed} more are in the JSON report.</p>` : none;
  return html`${errors.length > 0 ? errors.slice(0, mostInFull).map((finding) => findingArticle(report, finding)) : [plainArticle(report)]}${others.slice(0, mostInFull).map(shortArticle)}${
    items.length > 0
      ? section(
          own("More findings"),
          html`<ul>
              ${items}
            </ul>
            ${left}`,
        )
      : none
  }`;
}

/** A pass, or a fail that nothing explains. */
function plainArticle(report: Report): Html {
  return html`<article>
    <h2>${escaped(headlineOf(report))}</h2>
    ${report.plan === undefined || report.probes.length === 0 ? none : section(own("The request"), pathFigure(report))}${report.verdict === "fail" ? comparison(report) : none}
  </article> `;
}

function failureArticle({ failure }: Report): Html {
  const at = failure?.at === undefined ? none : html`<p>At <code>${escaped(place(failure.at))}</code></p>`;
  const remedy = failure?.remedy === undefined ? none : section(own("What to do"), html`<p>${escaped(sentence(failure.remedy))}</p>`, "fix");
  const detail = section(
    own("What was said"),
    preformatted(
      cleanLines(failure?.detail ?? "")
        .filter(Boolean)
        .slice(-40),
    ),
  );
  return html`<article>
    <h2>${escaped(sentence(failure?.message ?? "No reason was given"))}</h2>
    <p class="lead">This says nothing about the project.</p>
    ${at}${remedy}${detail}
  </article> `;
}

function runAgain(report: Report): Html {
  return report.verdict === "pass"
    ? none
    : section(
        own("Run it again"),
        html`<p>In a checkout, with Node.js and Docker:</p>
          ${preformatted([reproduction(report)])}`,
      );
}

function logFolds(report: Report): Html {
  const folds = logsOf(report, rootCause(report))
    .slice(0, mostLogs)
    .map((log) => {
      const { lines, left } = lastLines(log, mostLogLines);
      return fold(
        html`${escaped(log.title)}
          <span class="quiet">${left > 0 ? escaped(`the last ${lines.length} of ${lines.length + left} lines`) : escaped(`${lines.length} ${lines.length === 1 ? "line" : "lines"}`)}</span>`,
        preformatted(lines),
      );
    });
  return folds.length === 0 ? none : section(own("Logs"), html`${folds}`);
}

function restFolds(report: Report): Html {
  const count = (items: readonly unknown[]): Html => html` <span class="quiet">${items.length}</span>`;
  return section(
    own("More"),
    html`${fold(html`Ruled out${count(report.ruledOut)}`, becauses(report.ruledOut))}${fold(html`Not known${count(report.unknown)}`, becauses(report.unknown))}${fold(html`Every request${count(report.probes)}`, requests(report))}${fold(own("What ran"), whatRan(report))}`,
  );
}

function becauses(items: readonly { readonly cause: string; readonly because: string }[]): Html {
  if (items.length === 0) return none;
  return html`<dl>
    ${items.slice(0, mostListed).map(
      ({ cause, because }) =>
        html`<dt>${escaped(cause, 80)}</dt>
          <dd>${escaped(because, 300)}</dd> `,
    )}
  </dl>`;
}

function requests({ probes }: Report): Html {
  return tableOf([own("trial"), own("request"), own("way"), own("answer"), own("took")], probes.slice(0, mostRows).map(requestRow));
}

function requestRow(probe: TrialProbe): Html[] {
  return [own(probe.trial), html`<code>${escaped(probe.request, 200)}</code>`, escaped(wayOf(probe)), html`<code>${escaped(answerOf(probe))}</code>`, escaped(showTook(probe.durationMs))];
}

function whatRan({ plan }: Report): Html {
  const services = (plan?.services ?? []).slice(0, mostRows).map((service) => [html`<b>${escaped(service.name, 80)}</b>`, own(service.role), html`<code>${escaped(describeImage(service))}</code>`]);
  const supplied = (plan?.supplied ?? []).map(({ what, why }) => html`<li>Supplied ${escaped(what, 200)}: ${escaped(sentence(why), 300)}</li>`);
  const notes = (plan?.notes ?? []).map(({ text, at }) => html`<li>${escaped(text, 300)}${at === undefined ? none : html` <code>${escaped(place(at))}</code>`}</li>`);
  const items = [...supplied, ...notes].slice(0, mostRows);
  return html`${tableOf([own("service"), own("role"), own("image")], services)}${
    items.length === 0
      ? none
      : html`<ul>
          ${items}
        </ul>`
  }`;
}
