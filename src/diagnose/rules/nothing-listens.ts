import type { FactTypes, ServiceRecord } from "../../model/evidence.ts";
import type { Location } from "../../model/location.ts";
import type { Plan, Service } from "../../model/plan.ts";
import { millis, showDuration } from "../../model/units.ts";
import { lastLines } from "../crash.ts";
import { dialled, gatewayWitnesses, isRefused } from "../gateway.ts";
import { isMeantForRequests } from "../paths.ts";
import { startPlace } from "../places.ts";
import { defineRule, found, ruledOut, unknown } from "../rule.ts";
import { isBesideProxy, loopbackOnly, ownSockets, reachable, socketsOf, unixOnly } from "../sockets.ts";

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
    if (first) return ruledOut(first.family === "unix" ? `${service.name} listens on the Unix socket ${first.address}` : `${service.name} listens on port ${first.port}`);
    if (record.state !== "running") return ruledOut(`${service.name} does not run`);
    const waiting = lastLines(record, 20).findLast((line) => waits.test(line));
    if (waiting !== undefined) return unknown(`${service.name} listens on nothing, and its output speaks of something it cannot reach: ${waiting.trim().slice(0, 160)}`);
    const location = blockingStep(service, record) ?? startPlace(service);
    const last = lastLines(record, 3);
    return found({
      confidence: "likely",
      title: isBesideProxy(plan, service)
        ? `${service.name} runs, and nothing in it listens for nginx at ${dialled(symptom)}`
        : `${service.name} runs and listens on no port; nginx dials ${dialled(symptom)}`,
      service: service.name,
      ...(location ? { location } : {}),
      related: target.at ? [{ at: target.at, note: "nginx dials it here" }] : [],
      what: `${showDuration(record.watchedMs)} after its start ${service.name} has opened no ${isBesideProxy(plan, service) ? "socket that could be meant by it" : "port"}. Its processes: ${processList(record)}.`,
      why: isBesideProxy(plan, service)
        ? "Several programs live in one container. The one that is to listen there was not started, or has ended while the others go on. Without a listener every connection is refused, and nginx answers 502."
        : "Something runs in place of the web server, or before it without coming to an end. Without a listener every connection is refused, and nginx answers 502.",
      fix: {
        text: `Start the server that is to listen on ${target.socket ?? `port ${target.port}`} in ${service.name}${isBesideProxy(plan, service) ? "" : "; move what blocks it into a process or container of its own"}.`,
        edits: [],
      },
      evidence: [
        { kind: "socket", text: isBesideProxy(plan, service) ? `nothing in ${service.name} listens at ${dialled(symptom)}` : `${service.name} listens on nothing` },
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

/** The line of a start script whose command is what now runs, when the script has come no further. */
function blockingStep(service: Service, record: ServiceRecord): Location | undefined {
  const scripted = service.start.filter((step) => step.at?.text?.includes(step.text) === true && !/^\s*(CMD|ENTRYPOINT)\b/i.test(step.at.text));
  const running = record.processes.map((process) => simplified(process.command));
  const matches = scripted.filter((step) => running.some((command) => command.length > 3 && matchesCommand(command, simplified(step.text))));
  return matches.at(-1)?.at;
}

function simplified(command: string): string {
  return command
    .replace(/^exec\s+/, "")
    .replace(/\/(?:usr\/(?:local\/)?)?s?bin\//g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Interpreters stand before the name in the process list: `/usr/bin/python /usr/bin/celery -A app worker`. */
function matchesCommand(running: string, written: string): boolean {
  return (
    written.length > 3 &&
    (running === written ||
      running.endsWith(` ${written}`) ||
      running.replace(/^(python|ruby|node|perl|php|sh|bash)[\d.]* /, "") === written ||
      running.replace(/^(python|ruby|node)[\d.]* /, "$1 ") === written)
  );
}

/** A listener that came after the budget was used up. */
export function lateListener(plan: Plan, sockets: FactTypes["sockets"], service: string, port: number): number | undefined {
  const found = socketsOf(plan, sockets, service)?.find((socket) => socket.port === port && socket.since > plan.startTimeout.value);
  return found?.since;
}
