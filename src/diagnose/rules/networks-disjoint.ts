import type { Edit } from "../../model/edit.ts";
import type { Location } from "../../model/location.ts";
import { hostName, serviceNamed, type Plan, type Service } from "../../model/plan.ts";
import type { SourceFacts } from "../../model/source.ts";
import { wholeLine } from "../edits.ts";
import { preferChanged } from "../places.ts";
import { defineRule, found, ruledOut, type Conclusion } from "../rule.ts";
import { networksOf, ownerOf, shareNetwork, targetNamed, unresolvedName, type Unresolved } from "../unresolved.ts";

export const networksDisjoint = defineRule({
  id: "networks-disjoint",
  title: "nginx and the app have no network in common",
  since: "0.1.0",
  symptoms: ["proxy-start", "gateway"],
  needs: ["services", "sources"],
  absent: "nginx resolved every name that it dials",
  doc: {
    what: "The service that nginx dials exists and runs, but on networks that nginx has not joined.",
    why: "A service that lists `networks:` is on these alone, no longer on the default one. Names are known, and addresses can be reached, only within a network: nginx does not find the host, at its start or for each request.",
    fix: "Put both on one network: add the app's network to the `networks:` of nginx, or the other way round. A service without `networks:` is on `default`.",
  },
  diagnose(symptom, { services, sources }, plan) {
    const unresolved = unresolvedName(symptom);
    if (!unresolved) return ruledOut(symptom.kind === "proxy-start" ? "nginx does not complain of a host name" : "the name was resolved");
    const owner = ownerOf(plan, unresolved.host);
    const proxy = serviceNamed(plan, plan.proxy.service);
    if (!owner || !proxy || owner === proxy) return ruledOut(`no other service has the name "${unresolved.host}"`);
    if (shareNetwork(plan, owner.name)) return ruledOut(`${owner.name} and ${proxy.name} share a network`);
    if (services.find((record) => record.name === owner.name)?.state !== "running") return ruledOut(`${owner.name} does not run`);
    return disjoint(unresolved, proxy, owner, sources, plan);
  },
});

/** One change that gives both a network in common. */
interface Joining {
  readonly at: Location;
  readonly service: string;
  readonly text: string;
  readonly edits: readonly Edit[];
}

function disjoint(unresolved: Unresolved, proxy: Service, owner: Service, sources: SourceFacts, plan: Plan): Conclusion {
  const ways = [joining(plan, proxy, owner), joining(plan, owner, proxy)].filter((way) => way !== undefined);
  const [first, second] = ways;
  const placed = first ? preferChanged(sources, first.at, second?.at, { first: namesOf(plan, first.service), second: second ? namesOf(plan, second.service) : "" }) : { related: [] };
  const chosen = ways.find((way) => way.at === ("location" in placed ? placed.location : undefined));
  const target = targetNamed(plan, unresolved.host, unresolved.error);
  const edits = chosen?.edits ?? [];
  return found({
    confidence: "likely",
    title: `${owner.name} and ${proxy.name} have no network in common`,
    service: owner.name,
    ...placed,
    related: [...placed.related, ...(target?.at ? [{ at: target.at, note: "nginx dials it here" }] : [])],
    what: `"${unresolved.host}" is the name of ${owner.name}, which runs. ${namesOf(plan, owner.name)}; ${namesOf(plan, proxy.name)}.`,
    why: "A name is known, and its address can be reached, only within a network. nginx does not find the host.",
    fix: { text: chosen?.text ?? `Put ${proxy.name} and ${owner.name} on one network.`, edits },
    evidence: [{ kind: "config", text: namesOf(plan, owner.name) }, { kind: "config", text: namesOf(plan, proxy.name) }, ...unresolved.said],
    ...(chosen && edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [chosen.service] } } : {}),
  });
}

/** "web is on frontend and cache". */
function namesOf(plan: Plan, name: string): string {
  if (serviceNamed(plan, name)?.networkOf?.value === hostName) return `${name} is in the network of the host`;
  const names = networksOf(plan, name).map((attachment) => attachment.network);
  return `${name} is on ${names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "no network")}`;
}

/** How one service comes to a network of the other; undefined when it names no networks of its own. */
function joining(plan: Plan, service: Service, other: Service): Joining | undefined {
  if (service.networkOf?.value === hostName) return leavingHost(service, other);
  const network = networksOf(plan, other.name)[0]?.network;
  if (!service.networksAt || network === undefined) return undefined;
  const [only, ...more] = service.attachments;
  // The line that names the one network it is on says more than the key above it.
  const at = only?.at && more.length === 0 ? only.at : service.networksAt;
  return { at, service: service.name, text: `Add ${network} to the networks of ${service.name}.`, edits: addedNetwork(service, service.networksAt, network) };
}

/** Without its mode a service is on the default network. */
function leavingHost(service: Service, other: Service): Joining | undefined {
  const at = service.networkOf?.at;
  if (!at) return undefined;
  const isEnough = other.attachments.some((attachment) => attachment.network === "default") && /^\s*network_mode:\s*["']?host["']?\s*$/.test(at.text ?? "");
  return { at, service: service.name, text: `Take ${service.name} off the network of the host, or dial a published port from there.`, edits: isEnough ? [wholeLine(at, "")] : [] };
}

/** The network added to a list in brackets, a list of lines, or a map. */
function addedNetwork(service: Service, at: Location, network: string): Edit[] {
  const listed = /^(\s*networks:\s*\[)([^\]]*)(\].*)$/.exec(at.text ?? "");
  if (listed) return [wholeLine(at, `${listed[1]}${listed[2]?.trim() === "" ? network : `${listed[2]?.trimEnd()}, ${network}`}${listed[3]}`)];
  const last = service.attachments.flatMap((attachment) => attachment.at ?? []).toSorted((a, b) => b.line - a.line)[0];
  if (!last || last.line === at.line || last.path !== at.path) return [];
  const item = /^(\s*)-\s+\S/.exec(last.text ?? "");
  if (item) return [wholeLine(last, `${last.text}\n${item[1]}- ${network}`)];
  const key = /^(\s+)[\w"'.-]+:/.exec(last.text ?? "");
  return key ? [wholeLine(last, `${key[1]}${network}:\n${last.text}`)] : [];
}
