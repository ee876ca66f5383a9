import type { NginxError, ProbeResult } from "../../model/evidence.ts";
import type { Route } from "../../model/proxy.ts";
import { parseDuration, showDuration } from "../../model/units.ts";
import { dialled, gatewayWitnesses } from "../gateway.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import type { GatewaySymptom } from "../symptoms.ts";
import { moduleOf, placeOfSetting, placesBeside, settingOf, tuningEdits } from "../tuning.ts";

const timedOut = 110;
/** What nginx waits where nothing is set. */
const usualTimeout = 60_000;

/** One wait of nginx: the directive that ends it, and whether an answer had begun. */
interface Wait {
  readonly directive: string;
  readonly limit: number;
  readonly isInBody: boolean;
}

export const proxyTimeoutTooShort = defineRule({
  id: "proxy-timeout-too-short",
  title: "nginx gives up before the app has answered",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["proxy"],
  absent: "nginx gave up waiting for no answer",
  doc: {
    what: "The app works on its answer longer than nginx waits: `proxy_read_timeout`, or `fastcgi_read_timeout` and the like for other protocols. For a stream it is the silence between two pieces that counts.",
    why: "When nothing comes for that long, 60 s if nothing is set, nginx closes the connection, logs `upstream timed out (110)` and answers 504. In the middle of an answer it can only break off: the client has its 200 and half a body.",
    fix: "Raise the timeout in the location that needs it, not for the whole server. Work that takes minutes is better handed to a queue, and a stream should send something now and then.",
  },
  diagnose(symptom) {
    const error = symptom.errors.findLast((each) => each.errno === timedOut && each.message.startsWith("upstream timed out"));
    if (!error) return ruledOut(`nginx did not give up waiting for ${dialled(symptom)}`);
    const wait = waitOf(symptom.route, error);
    if (!wait) return ruledOut(`nginx gave up ${error.action ?? "waiting"}, for which it has no timeout of its own`);
    return judge(symptom, error, wait);
  },
});

function waitOf(route: Route, { action = "" }: NginxError): Wait | undefined {
  const kind = action.startsWith("reading") ? "read" : action.startsWith("sending request") ? "send" : /^(?:connecting|SSL handshaking)/.test(action) ? "connect" : undefined;
  if (kind === undefined || moduleOf(route) === "memcached") return undefined;
  const directive = `${moduleOf(route)}_${kind}_timeout`;
  const limit = parseDuration(settingOf(route, directive)?.args[0] ?? "") ?? usualTimeout;
  return { directive, limit, isInBody: action.startsWith("reading upstream") };
}

function judge(symptom: GatewaySymptom, error: NginxError, wait: Wait): Conclusion {
  const directs = symptom.directs.filter((direct) => symptom.target === undefined || direct.target?.port === symptom.target.port);
  // Our own patience ends soon after: a trial would show nothing.
  if (directs.length === 0 && wait.limit >= usualTimeout) return unknown(`${dialled(symptom)} could not be asked directly, and nginx waited ${showDuration(wait.limit)}`);
  if (directs.length === 0) return draft(symptom, error, wait, undefined);
  const answered = directs.filter((direct) => direct.status !== undefined && direct.error === undefined);
  if (answered.length === 0) {
    const longest = Math.max(...directs.map((direct) => direct.durationMs));
    const isSilent = directs.every((direct) => direct.error === "timed-out");
    return isSilent ? unknown(`asked directly, ${dialled(symptom)} did not answer within ${showDuration(longest)} either`) : ruledOut(`asked directly, ${dialled(symptom)} gives no answer either`);
  }
  const slowest = answered.reduce((a, b) => (a.durationMs > b.durationMs ? a : b));
  if (wait.directive.endsWith("_read_timeout") && !wait.isInBody && slowest.durationMs < wait.limit)
    return ruledOut(`asked directly, ${dialled(symptom)} answers in ${showDuration(slowest.durationMs)}, within the ${showDuration(wait.limit)} of ${wait.directive}`);
  return draft(symptom, error, wait, slowest);
}

function draft(symptom: GatewaySymptom, error: NginxError, wait: Wait, answer: ProbeResult | undefined): Conclusion {
  const { route, service } = symptom;
  const current = settingOf(route, wait.directive);
  const needed = answer !== undefined && !wait.isInBody && answer.durationMs > wait.limit ? answer.durationMs : undefined;
  const value = `${longer(wait.limit, needed) / 1000}s`;
  const edits = tuningEdits(route, [{ name: wait.directive, value }]);
  const location = current ? placeOfSetting(current) : (route.at ?? route.locationAt);
  const name = service?.name ?? dialled(symptom);
  const limit = `${showDuration(wait.limit)}${current ? "" : ", since nothing sets it"}`;
  const told = needed === undefined ? "" : ` Asked directly, it answers ${answer?.status} after ${showDuration(needed)}.`;
  return found({
    confidence: needed === undefined && !(wait.isInBody && answer) ? "possible" : "likely",
    title: needed === undefined ? `nginx gives up on ${name} after ${showDuration(wait.limit)}` : `${name} answers after ${showDuration(needed)}, nginx gives up after ${showDuration(wait.limit)}`,
    ...(service ? { service: service.name } : {}),
    ...(location ? { location } : {}),
    related: placesBeside(route, current, location),
    what: wait.isInBody
      ? `nginx broke off the answer of ${name} in the middle: for longer than ${wait.directive}, ${limit}, nothing more of it came.${answer ? " Asked directly, it goes on." : ""}`
      : `nginx gave up on ${name} after ${wait.directive}, ${limit}.${told}`,
    why: wait.isInBody
      ? "When nothing comes for that long, nginx closes the connection. The client already has its status, so nothing but the missing end shows it."
      : "When nothing comes for that long, nginx closes the connection and answers 504. The app goes on working for nobody.",
    fix: { text: `Set \`${wait.directive} ${value};\`${current ? "" : " for this location"}, or have the app ${wait.isInBody ? "send something more often" : "answer sooner"}.`, edits },
    evidence: gatewayWitnesses({ ...symptom, errors: [error] }),
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [], isDecisive: true as const } } : {}),
  });
}

/** Timeouts that people set, in milliseconds. */
const steps = [5, 10, 15, 30, 60, 120, 180, 300, 600, 900, 1800, 3600].map((seconds) => seconds * 1000);

/** A timeout with room: twice what was needed; where that is not known, several times the present one. */
function longer(limit: number, needed: number | undefined): number {
  const wanted = needed === undefined ? Math.max(limit * 4, 30_000) : needed * 2;
  return steps.find((step) => step >= wanted && step > limit) ?? Math.ceil(wanted / 1000) * 1000;
}
