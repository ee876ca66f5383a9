import { isLoopback } from "../../model/address.ts";
import type { Edit } from "../../model/edit.ts";
import type { Intervention } from "../../model/experiment.ts";
import type { Location, RelatedLocation } from "../../model/location.ts";
import type { Plan, Service } from "../../model/plan.ts";
import type { HostListMention, SourceFacts } from "../../model/source.ts";
import { wholeLine, wholeText } from "../edits.ts";
import { showResult } from "../gateway.ts";
import { belongsTo, preferChanged } from "../places.ts";
import { defineRule, found, ruledOut } from "../rule.ts";
import type { RefusalSymptom } from "../symptoms.ts";

/** A line by whose change the app would take the host. */
interface Remedy {
  readonly at?: Location;
  readonly edits: readonly Edit[];
  readonly intervention?: Intervention;
  readonly text: string;
  readonly related: readonly RelatedLocation[];
}

export const hostHeaderRejected = defineRule({
  id: "host-header-rejected",
  title: "The app refuses the Host header that nginx passes on",
  since: "0.1.0",
  symptoms: ["refusal"],
  needs: ["sources"],
  absent: "no app refused the Host header alone",
  doc: {
    what: "The app answers 400, 403 or 421 to the Host header that nginx passes on, and answers the same request with another one. Django's ALLOWED_HOSTS, Rails' config.hosts, Starlette's TrustedHostMiddleware and Vite's allowedHosts work so. A refusal of a host that the gate had to make up, for want of a server_name, is not counted.",
    why: "The list of hosts that the app answers to lacks the public name; or nginx passes on another: without `proxy_set_header Host` it sends the name of the upstream group.",
    fix: "Add the public host to the app's list, or pass it on with `proxy_set_header Host $host`.",
  },
  diagnose(symptom, { sources }, plan) {
    const { service, refusal, probe, route } = symptom;
    if (!service) return ruledOut("the address is no service of the project");
    const { at, edits, intervention, text, related } = remedyOf(symptom, service, sources, plan);
    const taken = refusal.taken.map(({ host, status }) => `${host} (${status})`).join(", ");
    return found({
      confidence: edits.length > 0 ? "likely" : "possible",
      title: `${service.name} refuses the host ${refusal.sent}`,
      service: service.name,
      ...(at ? { location: at } : {}),
      related,
      what: `nginx passes the Host header ${refusal.sent} on, and ${service.name} answers ${probe.status} to it. Asked directly it does the same, and takes ${taken}.`,
      why:
        route?.sendsHost === "$proxy_host" ? "Without proxy_set_header Host, nginx names the address or group of its proxy_pass as the host." : "The app answers only to the hosts that it is told of.",
      fix: { text, edits: [...edits] },
      evidence: [
        { kind: "attempt", text: showResult(probe) },
        ...[{ host: refusal.sent, status: probe.status }, ...refusal.taken]
          .slice(0, 5)
          .map(({ host, status }) => ({ kind: "attempt" as const, text: `straight to ${service.name} with Host: ${host}: ${status}` })),
        ...(probe.body ? [{ kind: "attempt" as const, text: `body: ${probe.body.slice(0, 200)}` }] : []),
      ],
      ...(intervention ? { intervention } : {}),
    });
  },
});

function remedyOf(symptom: RefusalSymptom, service: Service, sources: SourceFacts, plan: Plan): Remedy {
  const { route, refusal } = symptom;
  // Lists name hosts without a port.
  const own = listOf(service, sources, refusal.sent.replace(/:\d+$/, ""));
  const isInternal = route?.sendsHost === "$proxy_host";
  if (isInternal && route.at && takesPublic(symptom, plan)) return passedOn(route.at, own);
  const passing = route?.at ? [{ at: route.at, note: `nginx passes the request on here, with ${route.sendsHost === "$proxy_host" ? "no Host header of its own" : `Host ${route.sendsHost}`}` }] : [];
  if (!own?.at) return { ...(route?.at ? { at: route.at } : {}), edits: [], text: `Let ${service.name} take the host ${refusal.sent}, or pass on one that it takes.`, related: [] };
  return { ...own, related: [...own.related, ...passing] };
}

/** Whether the app takes the host that clients ask for; where the gate made that up, one that they can ask for. */
function takesPublic({ probe, refusal }: RefusalSymptom, plan: Plan): boolean {
  const asked = plan.probes[probe.probe];
  return refusal.taken.some(({ host }) => host === asked?.host || (asked?.isHostInvented === true && host.includes(".") && !isLoopback(host)));
}

/** nginx told to pass the public host on: nobody would add the name of a group to the app's list. */
function passedOn(pass: Location, own: Remedy | undefined): Remedy {
  const text = wholeText(pass);
  const indent = /^\s*/.exec(text ?? "")?.[0] ?? "";
  const isAlone = /^\s*\w+_pass\s[^;{}]*;\s*(?:#.*)?$/.test(text ?? "");
  const edits = text !== undefined && isAlone ? [wholeLine(pass, `${text}\n${indent}proxy_set_header Host $host;`)] : [];
  return {
    at: pass,
    edits,
    text: "Pass the public host on: proxy_set_header Host $host.",
    related: own?.at ? [{ at: own.at, note: "the hosts that the app takes are set here" }] : [],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [] } } : {}),
  };
}

const listName = /(?<![a-z])(?:allowed|trusted|permitted|accepted|valid)_?host(?:name)?s?(?![a-z])/i;

/** The list of hosts that a service takes: in a variable that is set, else in its code; with the host added. */
function listOf(service: Service, sources: SourceFacts, host: string): Remedy | undefined {
  const mentions = (sources.hostLists ?? []).filter((mention) => belongsTo(service, mention.at.path));
  const readers = mentions.flatMap((mention) => sources.variables.filter((variable) => variable.at.path === mention.at.path && variable.at.line === mention.at.line).map((variable) => variable.name));
  const name = Object.keys(service.variables).find((each) => readers.includes(each)) ?? Object.keys(service.variables).find((each) => listName.test(each));
  const set = name === undefined ? undefined : service.variables[name];
  const mention = mentions.find((each) => each.hosts.length > 0) ?? mentions[0];
  if (name !== undefined && set?.at) return inVariable(service, name, { value: set.value, at: set.at }, mention, sources, host);
  return mention && inCode(service, mention, host);
}

function inVariable(service: Service, name: string, set: { readonly value: string; readonly at: Location }, mention: HostListMention | undefined, sources: SourceFacts, host: string): Remedy {
  const separator = /[,;\s]/.exec(set.value)?.[0] ?? ",";
  const value = set.value === "" ? host : `${set.value}${separator}${host}`;
  const text = wholeText(set.at);
  const index = set.value === "" ? -1 : (text?.lastIndexOf(set.value) ?? -1);
  const edits = text !== undefined && index >= 0 ? [wholeLine(set.at, text.slice(0, index) + value + text.slice(index + set.value.length))] : [];
  const placed = preferChanged(sources, set.at, mention?.at, { first: "the list is set here", second: `${name} is read here` });
  return {
    at: placed.location,
    related: placed.related,
    edits,
    text: `Add ${host} to ${name}.`,
    intervention: { kind: "set-variable", service: service.name, name, value },
  };
}

function inCode(service: Service, mention: HostListMention, host: string): Remedy {
  const at = mention.lastAt ?? mention.at;
  const text = wholeText(at);
  const changed = text === undefined ? undefined : withHost(text, mention.hosts, host);
  const edits = changed === undefined ? [] : [wholeLine(at, changed)];
  return {
    at: mention.at,
    edits,
    related: [],
    text: `Add ${host} to the hosts that ${service.name} takes.`,
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [service.name] } } : {}),
  };
}

/** A line with the host added behind the last one that it names; undefined when that cannot be done by itself. */
function withHost(line: string, known: readonly string[], host: string): string | undefined {
  const alone = /^(\s*)(["'`])((?:(?!\2).){1,300})\2\s*(,?)\s*$/.exec(line);
  if (alone) return `${alone[1]}${alone[2]}${alone[3]}${alone[2]},\n${alone[1]}${alone[2]}${host}${alone[2]}${alone[4]}`;
  const literals = [...line.matchAll(/(["'`])((?:(?!\1).){0,300})\1/g)];
  const last = literals.findLast((each) => (each[2] ?? "").split(/[\s,;]+/).some((word) => known.includes(word)));
  if (!last) return /\[\s*\]/.test(line) ? line.replace(/\[\s*\]/, `["${host}"]`) : undefined;
  const [whole, quote = '"', inner = ""] = last;
  const end = last.index + whole.length;
  const separator = /[,;]/.exec(inner)?.[0];
  // One literal that holds the whole list, as the default of a variable or in a settings file.
  if (separator !== undefined || /environ|getenv|ENV\b|env\(|^\s*["']\w+["']\s*:/.test(line)) return `${line.slice(0, end - 1)}${separator ?? ","}${host}${line.slice(end - 1)}`;
  const joint = /<<\s*$/.test(line.slice(0, last.index)) ? " << " : ", ";
  return `${line.slice(0, end)}${joint}${quote}${host}${quote}${line.slice(end)}`;
}
