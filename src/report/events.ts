import type { ServiceRecord, ServiceSockets } from "../model/evidence.ts";
import type { Report } from "../model/verdict.ts";
import { cleanLine } from "./clean-text.ts";
import { answerOf, firstTrial, hasFailed, wayOf } from "./probes.ts";

/** Something that happened in the first trial, or that a trial began. Texts are clean. */
export interface TimedEvent {
  /** Milliseconds since the boot began; see `isAligned`. */
  readonly at: number;
  /** The service it happened to; "" for the run. */
  readonly who: string;
  readonly text: string;
  readonly kind: "start" | "listen" | "end" | "request" | "failure" | "note";
}

export interface Timeline {
  /** Whether times count from the begin of the boot; otherwise each counts from the start of its own container, a request from that of nginx. */
  readonly isAligned: boolean;
  readonly events: readonly TimedEvent[];
}

/** What happened when, oldest first: starts, listeners, ends, requests, and what the gate noted. */
export function timelineOf(report: Report): Timeline {
  const starts = startsOf(report);
  const isAligned = starts.size > 0;
  const events = [...noteEvents(report), ...serviceEvents(report, starts), ...requestEvents(report, starts)];
  return { isAligned, events: events.toSorted((a, b) => a.at - b.at) };
}

/** The first start of each service, in milliseconds since the boot began. */
function startsOf({ timeline }: Report): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  for (const { at, started } of timeline) if (started !== undefined && !starts.has(started)) starts.set(started, at);
  return starts;
}

function noteEvents({ timeline }: Report): TimedEvent[] {
  return timeline.map(({ at, text, started }) => ({ at, who: cleanLine(started ?? "", 60), text: cleanLine(text, 200), kind: started === undefined ? ("note" as const) : ("start" as const) }));
}

function serviceEvents({ facts }: Report, starts: ReadonlyMap<string, number>): TimedEvent[] {
  const services = facts && "value" in facts.services ? facts.services.value : [];
  const sockets = facts && "value" in facts.sockets ? facts.sockets.value : [];
  return [...services.flatMap((service) => endEvents(service, starts)), ...sockets.flatMap((each) => listenEvents(each, starts))];
}

function endEvents({ name, exits, restarts = [] }: ServiceRecord, starts: ReadonlyMap<string, number>): TimedEvent[] {
  return [...restarts, ...exits].map(({ at, code, oomKilled }) => ({
    at: (starts.get(name) ?? 0) + at,
    who: cleanLine(name, 60),
    text: `${cleanLine(name, 60)} ended with exit code ${code}${oomKilled ? ", out of memory" : ""}`,
    kind: "end",
  }));
}

/** A socket that was there at the only look may have been there long before: that says nothing of when. */
function listenEvents({ service, sockets, readAt }: ServiceSockets, starts: ReadonlyMap<string, number>): TimedEvent[] {
  const seen = sockets.filter((socket) => socket.since < readAt && socket.address !== "127.0.0.11");
  return seen.slice(0, 8).map(({ address, port, since, family }) => ({
    at: (starts.get(service) ?? 0) + since,
    who: cleanLine(service, 60),
    text: cleanLine(`${service} is seen to listen on ${family === "unix" ? address : family === "tcp6" ? `[${address}]:${port}` : `${address}:${port}`}`, 200),
    kind: "listen",
  }));
}

function requestEvents(report: Report, starts: ReadonlyMap<string, number>): TimedEvent[] {
  const offset = starts.get(report.plan?.proxy.service ?? "") ?? 0;
  const sent = firstTrial(report).filter((probe) => probe.tries > 0);
  return sent.map((probe) => ({
    at: offset + probe.at,
    who: probe.via === "proxy" ? cleanLine(report.plan?.proxy.service ?? "", 60) : cleanLine(probe.target?.service ?? "", 60),
    text: `${cleanLine(probe.request, 120)} ${wayOf(probe)}: ${answerOf(probe)}${probe.tries > 1 ? ` (try ${probe.tries})` : ""}`,
    kind: hasFailed(report, probe) ? "failure" : "request",
  }));
}
