import type { ProbeResult } from "../../model/evidence.ts";
import type { Location } from "../../model/location.ts";
import type { Plan } from "../../model/plan.ts";
import { passedPath } from "../../model/proxy.ts";
import type { SourceFacts } from "../../model/source.ts";
import { showDuration } from "../../model/units.ts";
import { dialled, gatewayWitnesses } from "../gateway.ts";
import { belongsTo } from "../places.ts";
import { defineRule, found, ruledOut, unknown } from "../rule.ts";
import type { GatewaySymptom } from "../symptoms.ts";

const timedOut = 110;
/** Who says nothing for this long, while it answers other requests, is not taken to be slow. */
const longMs = 60_000;

export const appHangs = defineRule({
  id: "app-hangs",
  title: "The app takes the request and never answers it",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["sources", "probes"],
  absent: "nginx gave up waiting for no answer",
  doc: {
    what: "The handler waits for something that never comes: a lock that is held, a promise that nobody settles, a queue without a reader, another service without a timeout.",
    why: "The connection stands and nothing comes. nginx gives up after `proxy_read_timeout`, logs `upstream timed out (110)` and answers 504. Asked directly, with more time, the app says nothing either: the gate names how long it waited.",
    fix: "See what the handler waits for, and give that wait a timeout of its own. When the work does end some time, it is `proxy_read_timeout` that is too short.",
  },
  diagnose(symptom, { sources, probes }, plan) {
    const error = symptom.errors.findLast(({ errno, message }) => errno === timedOut && message.startsWith("upstream timed out"));
    if (!error) return ruledOut(`nginx did not give up waiting for ${dialled(symptom)}`);
    if (error.action !== "reading response header from upstream") return ruledOut(`nginx gave up ${error.action ?? "otherwise"}, not waiting for an answer to begin`);
    const { service, target } = symptom;
    if (!service || !target) return ruledOut("no service is behind the address");
    const directs = symptom.directs.filter((direct) => direct.target?.port === target.port && direct.target.service === service.name);
    if (directs.length === 0) return unknown(`${dialled(symptom)} could not be asked directly`);
    const answered = directs.find((direct) => direct.error !== "timed-out" || direct.status !== undefined);
    if (answered)
      return ruledOut(
        answered.status === undefined ? `asked directly, ${dialled(symptom)} closes the connection` : `asked directly, ${dialled(symptom)} answers after ${showDuration(answered.durationMs)}`,
      );
    const silentMs = Math.max(...directs.map((direct) => direct.durationMs));
    const others = probes.filter((result) => isAnswerOf(symptom, result));
    const handler = handlerOf(symptom, sources, plan);
    const location = handler ?? plan.probes[symptom.probe.probe]?.at ?? symptom.route.at;
    const passes = symptom.route.locationAt ?? symptom.route.at;
    return found({
      confidence: silentMs >= longMs && others.length > 0 ? "likely" : "possible",
      title: `${service.name} takes the request and says nothing for ${showDuration(silentMs)}`,
      service: service.name,
      ...(location ? { location } : {}),
      related: handler && passes ? [{ at: passes, note: "nginx passes the request on here" }] : [],
      what: `nginx gave up on ${dialled(symptom)} after ${showDuration(symptom.probe.durationMs)}. Asked directly, with no other request beside it, it took the connection and said nothing for ${showDuration(silentMs)}, as long as the gate waits.${others.length > 0 ? " Other requests it answers." : ""}`,
      why: "A handler that waits for what never comes keeps its connection open and says nothing; nginx answers 504 in its place.",
      fix: { text: "See what the handler waits for: a lock, an event, a queue, another service; give the wait a timeout.", edits: [] },
      evidence: gatewayWitnesses({ ...symptom, errors: [error] }),
    });
  },
});

/** Whether a result is an answer that the same address gave to another request. */
function isAnswerOf({ target, service, probe }: GatewaySymptom, result: ProbeResult): boolean {
  return result.via === "direct" && result.probe !== probe.probe && result.target?.service === service?.name && result.target?.port === target?.port && result.status !== undefined;
}

/** The line that leads the path to its handler, when one alone does. */
function handlerOf({ probe, route, service }: GatewaySymptom, sources: SourceFacts, plan: Plan): Location | undefined {
  const planned = plan.probes[probe.probe];
  if (!planned || !service) return undefined;
  const path = passedPath(planned, route);
  const own = (sources.routes ?? []).filter((mention) => mention.path === path && belongsTo(service, mention.at.path));
  return own.length === 1 ? own[0]?.at : undefined;
}
