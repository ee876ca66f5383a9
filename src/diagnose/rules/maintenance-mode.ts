import type { Edit } from "../../model/edit.ts";
import type { Location } from "../../model/location.ts";
import { nearest } from "../../model/names.ts";
import type { Plan, Probe } from "../../model/plan.ts";
import type { Guard, VirtualServer } from "../../model/proxy.ts";
import type { SourceFacts } from "../../model/source.ts";
import { replaceWord, withoutDirective } from "../edits.ts";
import { showResult } from "../gateway.ts";
import { preferChanged } from "../places.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import type { LocalSymptom } from "../symptoms.ts";

export const maintenanceMode = defineRule({
  id: "maintenance-mode",
  title: "nginx answers with a fixed error instead of asking",
  since: "0.1.0",
  symptoms: ["local"],
  needs: ["sources"],
  absent: "nginx answered no request with a fixed error",
  doc: {
    what: "A line of the nginx configuration answers 502 or 503 by itself: a `return 503` that was left in, a maintenance switch that is on or whose flag file is deployed, `try_files … =503`, or the server for unknown hosts, which takes a host whose name is misspelt elsewhere. The app is never asked.",
    why: "Such a line acts before anything is passed on. The app is well, and its logs show nothing.",
    fix: "Turn the switch off, take the flag file out of what is deployed, or remove the line. Where a host falls to the server for unknown ones, write its name right in `server_name`.",
  },
  diagnose(symptom, { sources }, plan) {
    const { attempt, probe } = symptom;
    if (attempt.limitReq === "REJECTED" || attempt.limitConn === "REJECTED") return ruledOut("a limit of nginx refused the request");
    const asked = plan.probes[probe.probe];
    const candidates = actingGuards(asked, probe.status);
    if (!asked || candidates.length === 0) return unknown(`no line of the project's nginx configuration is known to answer ${probe.status} to this request`);
    return strayHost(symptom, asked, candidates, plan) ?? caught(symptom, candidates, sources);
  },
});

/** Guards that can have answered, in nginx's order: none behind the first that acts in any case. */
function actingGuards(probe: Probe | undefined, status: number | undefined): Guard[] {
  const possible = (probe?.guards ?? []).filter((guard) => !guard.kind.startsWith("limit_") && guard.status === status && guard.holds !== false);
  const sure = possible.findIndex((guard) => guard.holds === true);
  return sure === -1 ? possible : possible.slice(0, sure + 1);
}

function caught(symptom: LocalSymptom, candidates: readonly Guard[], sources: SourceFacts): Conclusion {
  const guard = candidates.find((each) => each.holds === true) ?? candidates.find((each) => each.switchAt !== undefined) ?? candidates[0];
  if (!guard) return unknown("no line is known to answer so");
  const others = candidates.filter((each) => each !== guard).flatMap((each) => (each.at ? [{ at: each.at, note: "this line can answer so too" }] : []));
  const placed = guard.at && preferChanged(sources, guard.at, guard.switchAt, { first: "this line answers", second: "this is what makes its condition hold" });
  const removed = withoutDirective(guard.at, guard.kind);
  const flipped = flippedSwitch(guard);
  const edits = flipped.length > 0 ? flipped : guard.switchAt ? [] : removed;
  const tried = flipped.length > 0 ? flipped : removed;
  const name = guard.kind === "return" ? `return ${guard.status}` : `try_files … =${guard.status}`;
  const when = guard.condition === undefined ? "" : guard.kind === "return" ? `, since \`if (${guard.condition})\` holds` : `, since ${guard.condition}`;
  return found({
    confidence: candidates.length === 1 && guard.at ? "likely" : "possible",
    title: `nginx answers ${guard.status} itself: \`${name}\` catches the request`,
    ...(placed ? { location: placed.location } : {}),
    related: [...(placed?.related ?? []), ...others, ...passLine(symptom)],
    what: `\`${name}\` answers ${symptom.probe.request}${when}. nginx asked nobody.`,
    why: "The line acts before the request is passed on; what stands behind nginx has no part in it.",
    fix: { text: fixText(guard), edits },
    evidence: witnesses(symptom, guard),
    ...(tried.length > 0 ? { intervention: { kind: "edit-files" as const, edits: tried, services: [] } } : {}),
  });
}

function passLine({ route }: LocalSymptom): { at: Location; note: string }[] {
  return route?.at ? [{ at: route.at, note: "the request would be passed on here" }] : [];
}

function fixText({ condition, switchAt, kind, status }: Guard): string {
  if (condition === undefined) return `Remove \`${kind} ${status}\`, or give it a condition.`;
  if (kind === "try_files") return `Let try_files end in the pass instead of =${status}.`;
  const file = /^-[fe]\s+(\S+)$/.exec(condition)?.[1];
  if (file !== undefined) return `Take ${file} out of what is deployed, or remove the check.`;
  return switchAt ? "Turn the switch off." : "Let the condition hold only when the site is closed, or remove the check.";
}

function witnesses({ probe, attempt, directs }: LocalSymptom, guard: Guard): { kind: "attempt" | "nginx" | "config"; text: string }[] {
  return [
    { kind: "attempt", text: showResult(probe) },
    ...directs.slice(0, 2).map((direct) => ({ kind: "attempt" as const, text: showResult(direct) })),
    { kind: "nginx", text: `"${attempt.request}": status ${attempt.status}, server ${attempt.server || "without a name"}, no upstream address` },
    ...(guard.at?.text === undefined ? [] : [{ kind: "config" as const, text: guard.at.text.trim() }]),
  ];
}

const opposites: Readonly<Record<string, string>> = { on: "off", "1": "0", true: "false", yes: "no", enabled: "disabled" };

/** The switch in its other position, where that is plain. */
function flippedSwitch({ condition, switchAt }: Guard): Edit[] {
  if (condition === undefined || !/^\$\w+(?:\s+=\s+\S+)?$/.test(condition)) return [];
  const value = /["']?([\w-]+)["']?\s*;\s*(?:#.*)?$/.exec(switchAt?.text ?? "")?.[1];
  const opposite = value === undefined ? undefined : opposites[value.toLowerCase()];
  return value !== undefined && opposite !== undefined ? replaceWord(switchAt, value, opposite) : [];
}

/** A host that no server names and the catch-all took, although another server was most likely meant for it; undefined when it is none. */
function strayHost(symptom: LocalSymptom, asked: Probe, [guard]: readonly Guard[], plan: Plan): Conclusion | undefined {
  const taker = asked.server === undefined ? undefined : plan.proxy.servers[asked.server];
  if (!guard || !taker || guard.condition !== undefined || symptom.route?.server === asked.server || taker.names.includes(asked.host)) return undefined;
  const meant = serverMeant(plan, asked);
  if (!meant) return undefined;
  const { server, name, isNear } = meant;
  const edits = replaceWord(server.namesAt, name, isNear ? asked.host : `${name} ${asked.host}`);
  return found({
    confidence: isNear ? "likely" : "possible",
    title: isNear ? `No server is called ${asked.host}: server_name says ${name}` : `No server is called ${asked.host}: the one for unknown hosts answers ${guard.status}`,
    ...((server.namesAt ?? guard.at) ? { location: server.namesAt ?? guard.at } : {}),
    related: guard.at ? [{ at: guard.at, note: `the server for unknown hosts answers ${guard.status} here` }] : [],
    what: `${asked.host} is in no server_name, so the server for unknown hosts took the request and answered ${guard.status}. ${name} passes its requests on.`,
    why: "nginx chooses the server by the Host header. A name that is not written there falls to the default server.",
    fix: { text: isNear ? `Write ${asked.host} in server_name.` : `Add ${asked.host} to the server_name of the server that is meant.`, edits },
    evidence: witnesses(symptom, guard),
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [] } } : {}),
  });
}

/** The server whose name is nearest to the host, else the only one that has a name and passes requests on. */
function serverMeant(plan: Plan, asked: Probe): { readonly server: VirtualServer; readonly name: string; readonly isNear: boolean } | undefined {
  const passing = [...new Set(plan.proxy.routes.map((route) => route.server))].flatMap((index) => plan.proxy.servers[index] ?? []);
  const named = passing.flatMap((server) => server.names.filter((name) => /^[\w.-]+$/.test(name) && name !== "_" && name !== "localhost").map((name) => ({ server, name })));
  const near = nearest(
    asked.host,
    named.map(({ name }) => name),
  );
  const [only, ...others] = named;
  const chosen = near === undefined ? (others.every((other) => other.server === only?.server) ? only : undefined) : named.find(({ name }) => name === near);
  return chosen && { ...chosen, isNear: near !== undefined };
}
