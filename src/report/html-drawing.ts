import { showDuration } from "../model/units.ts";
import type { Report } from "../model/verdict.ts";
import { timelineOf, type TimedEvent } from "./events.ts";
import { escaped, fold, markup, none, own, type Html } from "./html-text.ts";
import type { Hop, HopState, RequestPath, Stop } from "./request-path.ts";

const mostEvents = 80;
/** As many are shown at once; more are folded. */
const mostOpen = 14;
const stages = ["plan", "build", "boot", "probe", "diagnose", "prove", "cleanup"] as const;

/** The way of a request: boxes with arrows between them, side by side where there is room, else below each other. */
export function pathDrawing({ stops, hops }: RequestPath): Html {
  const items = stops.flatMap((stop, index) => [stopBox(stop), ...(hops[index] ? [hopArrow(hops[index])] : [])]);
  return markup`<ol class="path">${items}</ol>\n`;
}

const stateWords: Readonly<Record<HopState, Html>> = { passed: own("reached"), broken: own("it ends here"), untried: own("") };

function stopBox({ name, role, detail, state }: Stop): Html {
  return markup`<li class="stop ${own(state)}"><span class="role">${escaped(role, 60)}</span><b>${escaped(name, 60)}</b>${detail === "" ? none : markup`<span class="detail">${escaped(detail, 90)}</span>`}${mark(state)}</li>\n`;
}

function hopArrow({ label, state }: Hop): Html {
  return markup`<li class="hop ${own(state)}">${arrow(state)}<span class="detail">${escaped(label, 120)}</span>${mark(state)}</li>\n`;
}

function mark(state: HopState): Html {
  return state === "broken" ? markup`<span class="mark">${stateWords.broken}</span>` : none;
}

function arrow(state: HopState): Html {
  const dash = state === "untried" ? own(' stroke-dasharray="4 4"') : none;
  const end = state === "broken" ? own('<path d="M27 4l12 12M39 4L27 16"/>') : own('<path d="M35 4l7 6-7 6"/>');
  const length = state === "broken" ? 24 : 41;
  return markup`<svg viewBox="0 0 44 20" width="44" height="20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"><path d="M2 10h${length - 2}"${dash}/>${end}</svg>`;
}

/** How long each stage of the run took, as one bar with its parts named. */
export function stageBar({ timings }: Report): Html {
  const spent = stages.filter((stage) => timings[stage] > 0);
  const sum = spent.reduce((total, stage) => total + timings[stage], 0);
  if (sum === 0) return none;
  let from = 0;
  const parts = spent.map((stage) => {
    const width = (timings[stage] / sum) * 100;
    from += width;
    return markup`<rect class="stage-${own(stage)}" x="${rounded(from - width)}%" width="${rounded(width)}%" height="100%" />`;
  });
  const names = spent.map((stage) => markup`<li><i class="stage-${own(stage)}"></i>${own(stage)} <b>${escaped(showDuration(timings[stage]))}</b></li>`);
  return markup`<svg class="stages" width="100%" height="14" role="img" aria-label="Time spent in each stage">${parts}</svg><ul class="legend">${names}</ul>\n`;
}

/** What happened when: each event with its place on a line of time. */
export function timelineDrawing(report: Report): Html {
  const { isAligned, events } = timelineOf(report);
  const shown = events.slice(0, mostEvents);
  if (shown.length === 0) return none;
  const last = Math.max(1, ...shown.map((event) => event.at));
  const left = events.length > shown.length ? markup`<p class="quiet">${events.length - shown.length} later events are in the evidence.</p>` : none;
  const note = isAligned ? "Times count from the begin of the boot." : "Times count from the start of each container; those of requests from the start of nginx.";
  const list = markup`<p class="quiet">${escaped(note)}</p>\n<ol class="timeline">\n${shown.map((event) => eventRow(event, last))}</ol>\n${left}`;
  return shown.length > mostOpen ? fold(own("What happened when"), list) : list;
}

function eventRow({ at, text, kind }: TimedEvent, last: number): Html {
  return markup`<li class="${own(kind)}"><time>${escaped(showDuration(at))}</time><svg width="100%" height="10" aria-hidden="true"><path d="M0 5h9999"/><circle cx="${rounded(4 + (at / last) * 92)}%" cy="5" r="4"/></svg><span>${escaped(text, 240)}</span></li>\n`;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
