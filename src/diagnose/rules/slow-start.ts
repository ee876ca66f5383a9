import type { ServiceSockets } from "../../model/evidence.ts";
import type { Plan } from "../../model/plan.ts";
import { showDuration } from "../../model/units.ts";
import { lastLines } from "../crash.ts";
import { dialled, gatewayWitnesses, isRefused } from "../gateway.ts";
import { healthFault, patienceOf } from "../health.ts";
import { startPlace } from "../places.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import { loopbackOnly, ownSockets, reachable, socketsOf, unixOnly } from "../sockets.ts";
import type { ExitSymptom } from "../symptoms.ts";
import { extended, lateListener } from "./nothing-listens.ts";

export const slowStart = defineRule({
  id: "slow-start",
  title: "The app needs longer to start than it is given",
  since: "0.1.0",
  symptoms: ["gateway", "exit"],
  needs: ["sockets", "services"],
  explains: ["nothing-listens"],
  absent: "everything that nginx dials was open within the start budget",
  doc: {
    what: "The app would open its port, but later than the time it is given: the gate's start budget, or the start period of a health check.",
    why: "Until the app listens, every connection is refused and nginx answers 502. A platform that gives up first restarts the app, which then never gets there.",
    fix: "Give it the time it needs (`--start-timeout`, `start_period` of the health check), or make the start shorter: migrate and download when the image is built, load models after the port is open.",
  },
  diagnose(symptom, facts, plan) {
    if (symptom.kind === "exit") return givenUp(symptom, plan, facts.sockets);
    const { service, record, target } = symptom;
    if (!service || !record || !target || target.port === 0) return ruledOut("the address dialled is no port of a service of the project");
    if (/^\d/.test(symptom.attempt?.connectTime.at(-1) ?? "")) return ruledOut(`${service.name} took the connection of nginx`);
    const late = lateListener(plan, facts.sockets, service.name, target.port);
    if (late === undefined && !isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
    const sockets = ownSockets(plan, facts.sockets, service, target);
    if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
    const tcp = [...reachable(sockets), ...loopbackOnly(sockets), ...unixOnly(ownSockets(plan, facts.sockets, service, target) ?? [])];
    if (late === undefined && tcp.length > 0) return ruledOut(`${service.name} listens since ${showDuration(tcp[0]?.since ?? 0)} after its start`);
    if (record.state !== "running") return ruledOut(`${service.name} does not run`);
    const budget = plan.startTimeout;
    const location = budget.at ?? startPlace(service);
    return found({
      confidence: late === undefined ? "possible" : "likely",
      title: `${service.name} does not listen within its ${showDuration(budget.value)}`,
      service: service.name,
      ...(location ? { location } : {}),
      related: target.at ? [{ at: target.at, note: "nginx dials it here" }] : [],
      what:
        late === undefined
          ? `After ${showDuration(record.watchedMs)} ${service.name} has opened no port yet.`
          : `${service.name} opened port ${target.port} ${showDuration(late)} after its start; it had ${showDuration(budget.value)}.`,
      why: `The start budget is ${showDuration(budget.value)} (${budget.because ?? "set by the project"}). Until the port is open, nginx answers 502.`,
      fix: { text: `Give ${service.name} more time to start (--start-timeout), or make its start shorter.`, edits: [] },
      evidence: [...lastLines(record, 3).map((text) => ({ kind: "log" as const, text })), ...gatewayWitnesses(symptom)],
      intervention: { kind: "extend-start", service: service.name, timeout: extended(plan) },
    });
  },
});

/** A health check that ran out of patience while the container went on. */
function givenUp({ service, record }: ExitSymptom, plan: Plan, recorded: readonly ServiceSockets[]): Conclusion {
  const check = service.healthcheck;
  if (record.state !== "running" || record.health?.status !== "unhealthy" || !check) return ruledOut(`no health check of ${service.name} gave up on it`);
  const fault = healthFault(service, record, socketsOf(plan, recorded, service.name));
  // A port that is not the one asked for may have been opened before that one.
  if (fault && fault.kind !== "port") return ruledOut(`the health check of ${service.name} fails for another reason than time`);
  const location = check.limitAt ?? check.at ?? startPlace(service);
  const patience = patienceOf(check);
  return found({
    confidence: "possible",
    title: `the health check of ${service.name} gives up after ${showDuration(patience)}`,
    service: service.name,
    ...(location ? { location } : {}),
    what: `The health check of ${service.name} failed until its patience of about ${showDuration(patience)} was over; the container still runs. What waits for it to be healthy is never started.`,
    why: "Compose starts what depends on a healthy service only once it is healthy, and gives up when it is not in time.",
    fix: { text: `Raise start_period or retries of the health check of ${service.name}, or make its start shorter.`, edits: [] },
    evidence: [...record.health.log.slice(-2).map((text) => ({ kind: "log" as const, text: text.trim().slice(0, 200) })), ...lastLines(record, 3).map((text) => ({ kind: "log" as const, text }))],
    intervention: { kind: "extend-start", service: service.name, timeout: extended(plan), health: true },
  });
}
