import type { FactTypes, ServiceRecord } from "../../model/evidence.ts";
import type { Plan } from "../../model/plan.ts";
import { millis, showDuration } from "../../model/units.ts";
import { blockOf, guardOf } from "../blocking.ts";
import { lastLines } from "../crash.ts";
import { dialled, gatewayWitnesses, isRefused } from "../gateway.ts";
import { isMeantForRequests } from "../paths.ts";
import { defineRule, found, ruledOut, unknown } from "../rule.ts";
import { isBesideProxy, loopbackOnly, ownSockets, reachable, showSocket, socketsOf, unixOnly } from "../sockets.ts";

export const nothingListens = defineRule({
  id: "nothing-listens",
  title: "The app runs and listens on no port",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["sockets", "services", "sources"],
  absent: "no connection that nginx tried was refused",
  doc: {
    what: "The app's process runs, but it never opens a port: something else runs in place of the server or before it and does not return. Typical are a bot that polls, a migration that waits, a worker command, a main guard that is never true.",
    why: "Without a listener every connection is refused, and nginx answers 502. A container that runs is not yet a server.",
    fix: "Start the web server in the container that nginx dials. What blocks belongs into a process, a container or a background task of its own.",
  },
  diagnose(symptom, facts, plan) {
    const { service, record, target } = symptom;
    if (!service || !record || !target) return ruledOut("the address dialled is no port or socket of a service of the project");
    if (!isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
    const sockets = ownSockets(plan, facts.sockets, service, target);
    if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
    const [first] = [...reachable(sockets), ...loopbackOnly(sockets), ...unixOnly(sockets).filter((socket) => target.socket !== undefined || isMeantForRequests(plan, service, facts.sources, socket))];
    const guard = first && !sockets.some((socket) => socket.port === target.port) ? guardOf({ service, sources: facts.sources }) : undefined;
    if (first && !guard) return ruledOut(first.family === "unix" ? `${service.name} listens on the Unix socket ${first.address}` : `${service.name} listens on port ${first.port}`);
    if (record.state !== "running") return ruledOut(`${service.name} does not run`);
    const waiting = lastLines(record, 20).findLast((line) => waits.test(line));
    if (waiting !== undefined) return unknown(`${service.name} listens on nothing, and its output speaks of something it cannot reach: ${waiting.trim().slice(0, 160)}`);
    const block = guard ?? blockOf({ service, record, target, sources: facts.sources });
    const listensOn = first ? `listens on ${showSocket(first)} alone` : "listens on no port";
    const last = lastLines(record, 3);
    return found({
      confidence: "likely",
      title: isBesideProxy(plan, service)
        ? `${service.name} runs, and nothing in it listens for nginx at ${dialled(symptom)}`
        : `${service.name} runs and ${listensOn}; nginx dials ${dialled(symptom)}`,
      service: service.name,
      ...(block.at ? { location: block.at } : {}),
      related: [...block.related, ...(target.at ? [{ at: target.at, note: "nginx dials it here" }] : [])],
      what: `${showDuration(record.watchedMs)} after its start ${service.name} ${first ? listensOn : `has opened no ${isBesideProxy(plan, service) ? "socket that could be meant by it" : "port"}`}. Its processes: ${processList(record)}.${block.what === undefined ? "" : ` ${block.what}`}`,
      why: isBesideProxy(plan, service)
        ? "Several programs live in one container. The one that is to listen there was not started, or has ended while the others go on. Without a listener every connection is refused, and nginx answers 502."
        : "Something runs in place of the web server, or before it without coming to an end. Without a listener every connection is refused, and nginx answers 502.",
      fix: {
        text:
          block.fix ??
          `Start the server that is to listen on ${target.socket ?? `port ${target.port}`} in ${service.name}${isBesideProxy(plan, service) ? "" : "; move what blocks it into a process or container of its own"}.`,
        edits: block.edits,
      },
      ...(block.intervention ? { intervention: block.intervention } : {}),
      evidence: [
        {
          kind: "socket",
          text: first ? `${service.name} ${listensOn}` : isBesideProxy(plan, service) ? `nothing in ${service.name} listens at ${dialled(symptom)}` : `${service.name} listens on nothing`,
        },
        ...last.map((text) => ({ kind: "log" as const, text })),
        ...gatewayWitnesses(symptom),
      ],
    });
  },
});

/** Words of a program that waits for another one: what keeps it from listening is then not in itself. */
const waits =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|connection (?:to .{1,80} )?(?:was )?(?:refused|failed|timed out)|could(?: not|n't) (?:connect|translate host name|resolve)|can(?:not|'t) connect|failed to connect|unable to connect|name or service not known|temporary failure in name resolution|no route to host|waiting for .{1,60}(?:to (?:be|come|become|start)|:\d{2,5}|database|postgres|mysql|redis|mongo|rabbit)|password authentication failed|access denied for user|is unavailable|not ready|retrying/i;

/** As much again as the budget, and at least what a slow runtime needs. */
export function extended(plan: Plan): ReturnType<typeof millis> {
  return millis(Math.min(120_000, Math.max(20_000, plan.startTimeout.value)));
}

function processList(record: ServiceRecord): string {
  const commands = record.processes.slice(0, 4).map((process) => `\`${process.command.slice(0, 80)}\``);
  return commands.length > 0 ? commands.join(", ") : "unknown";
}

/** A listener that came after the budget was used up. */
export function lateListener(plan: Plan, sockets: FactTypes["sockets"], service: string, port: number): number | undefined {
  const found = socketsOf(plan, sockets, service)?.find((socket) => socket.port === port && socket.since > plan.startTimeout.value);
  return found?.since;
}
