import { isHostAddress, isLoopback } from "../model/address.ts";
import type { Edit } from "../model/edit.ts";
import type { FactTypes, ListeningSocket } from "../model/evidence.ts";
import type { Location } from "../model/location.ts";
import { hostName, serviceNamed, type Forward, type Plan, type PublishedPort, type Service } from "../model/plan.ts";
import type { PublishedAddress, Target } from "../model/proxy.ts";
import type { SourceFacts } from "../model/source.ts";
import { wholeLine } from "./edits.ts";
import { dialled, gatewayWitnesses, isRefused } from "./gateway.ts";
import { portPlaces, preferChanged } from "./places.ts";
import { redialPort } from "./redial.ts";
import { found, type Conclusion } from "./rule.ts";
import { reachable, showSocket, socketsOf, socketWitnesses } from "./sockets.ts";
import type { GatewaySymptom } from "./symptoms.ts";

// nginx that dials the host: what it finds there are the published ports of the project.

/** A service with a port that the project publishes, or could. */
interface Publishable {
  readonly service: Service;
  readonly mapping?: PublishedPort;
}

/** nginx dials a port of the host on which nothing is published; undefined when it does not, or nothing tells what was meant. */
export function notPublished(symptom: GatewaySymptom, recorded: FactTypes["sockets"], sources: SourceFacts, plan: Plan): Conclusion | undefined {
  const { target, service } = symptom;
  if (!target || service || !isHostAddress(plan.services, plan.proxy.service, target.host) || !isRefused(symptom) || loopbackForward(plan, target)) return undefined;
  const meant = publishableAs(plan, recorded, target.port);
  if (!meant) return undefined;
  const { service: owner, mapping } = meant;
  const published = mapping?.published;
  const redial = published === undefined ? undefined : redialPort(target, published, plan);
  const edits = redial?.edits ?? publishEdits(owner, target.port);
  const proxyPlace = target.portFrom?.at ?? target.portAt ?? target.at;
  const ownPlace = mapping?.at ?? owner.at;
  const notes = { first: `nginx dials port ${target.port} of the host here`, second: mapping ? `${owner.name} is published as ${published} here` : `${owner.name} publishes no port` };
  const first = mapping ? proxyPlace : ownPlace;
  const placed = first ? preferChanged(sources, first, mapping ? ownPlace : proxyPlace, mapping ? notes : { first: notes.second, second: notes.first }) : { related: [] };
  return found({
    confidence: "likely",
    title: mapping
      ? `nginx dials ${dialled(symptom)} on the host, but ${owner.name} is published as ${published}`
      : `nginx dials ${dialled(symptom)} on the host, where ${owner.name} publishes no port`,
    service: owner.name,
    ...placed,
    what: `nginx dials port ${target.port} of the host; nothing is published there. ${mapping ? `Port ${mapping.target} of ${owner.name} is published as ${published}.` : `${owner.name} publishes no port.`}`,
    why: "On the host only the left-hand side of `ports:` exists. Where nothing is published the connection is refused, and nginx answers 502.",
    fix: {
      text: mapping ? `Dial ${published} in nginx, or publish ${owner.name} as ${target.port}:${mapping.target}.` : `Publish the port: ports: ["${target.port}:${target.port}"] in ${owner.name}.`,
      edits,
    },
    evidence: [...socketWitnesses(owner.name, reachable(socketsOf(plan, recorded, owner.name) ?? [])), ...gatewayWitnesses(symptom)],
    ...(redial ? { intervention: redial.intervention } : edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [owner.name] } } : {}),
  });
}

/** The service most likely meant by a port of the host: the one whose own port it is, else the only one that is published or listens. */
function publishableAs(plan: Plan, recorded: FactTypes["sockets"], port: number): Publishable | undefined {
  const others = plan.services.filter((service) => service.name !== plan.proxy.service && service.attachments.length > 0);
  const published = others.flatMap((service) => service.ports.filter((each) => each.published !== undefined).map((mapping): Publishable => ({ service, mapping })));
  const opens = (service: Service, wanted?: number): boolean => reachable(socketsOf(plan, recorded, service.name) ?? []).some((socket) => wanted === undefined || socket.port === wanted);
  const listening = published.filter(({ service, mapping }) => mapping !== undefined && opens(service, mapping.target));
  return (
    only(listening.filter(({ mapping }) => mapping?.target === port)) ??
    only(others.filter((service) => opens(service, port) && !published.some((each) => each.service === service)).map((service): Publishable => ({ service }))) ??
    only(listening.filter(({ service }) => service.image.kind === "build")) ??
    only(listening)
  );
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/** `ports:` put in front of the line that names the service's image, where that stands on a line of its own. */
function publishEdits(service: Service, port: number): Edit[] {
  const at = service.image.at;
  const indent = /^(\s+)(?:build|image):/.exec(at?.text ?? "")?.[1];
  if (!at || indent === undefined || service.ports.length > 0) return [];
  return [{ path: at.path, startLine: at.line, endLine: at.line - 1, replacement: `${indent}ports:\n${indent}  - "${port}:${port}"` }];
}

/** The published port leads to one of the container that is not open. */
export function publishedElsewhere(symptom: GatewaySymptom, through: PublishedAddress, service: Service, chosen: ListeningSocket, sources: SourceFacts): Conclusion {
  const port = symptom.target?.port ?? 0;
  const edits = retargetEdits(through.at, port, chosen.port);
  const appPlace = portPlaces(service, sources, chosen.port)[0]?.at;
  const notes = { first: `${port} of ${service.name} is published here`, second: `the app's port ${chosen.port} is set here` };
  const placed = through.at ? preferChanged(sources, through.at, appPlace, notes) : { related: [] };
  const dialledAt = symptom.target?.at ? [{ at: symptom.target.at, note: "nginx dials it here" }] : [];
  return found({
    confidence: "likely",
    title: `port ${through.port} of the host leads to port ${port} of ${service.name}, which listens on ${chosen.port}`,
    service: service.name,
    ...placed,
    related: [...placed.related, ...dialledAt],
    what: `nginx dials ${dialled(symptom)}, which is published as port ${port} of ${service.name}. Nothing listens there; ${service.name} listens on ${showSocket(chosen)}.`,
    why: "The engine takes the connection on the host and finds nobody in the container: it closes it without an answer, and nginx answers 502.",
    fix: { text: `Publish ${through.port}:${chosen.port}, or make ${service.name} listen on ${port}.`, edits },
    evidence: [...socketWitnesses(service.name, [chosen]), ...gatewayWitnesses(symptom)],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [service.name] } } : {}),
  });
}

/** The container's side of a mapping changed: `"8080:8080"`, `target: 8080`. */
function retargetEdits(at: Location | undefined, from: number, to: number): Edit[] {
  if (at?.text === undefined || at.text.length >= 300) return [];
  const replaced = at.text.replace(new RegExp(`(:\\s*["']?)${from}(?=["']?(?:/tcp)?["']?\\s*(?:#.*)?$)`), `$1${to}`);
  return replaced === at.text ? [] : [wholeLine(at, replaced)];
}

/** The port is published on the host's own loopback, which containers do not reach; undefined when it is not so. */
export function publishedOnLoopback(symptom: GatewaySymptom, plan: Plan): Conclusion | undefined {
  const { target, service } = symptom;
  const forward = target && !service && isHostAddress(plan.services, plan.proxy.service, target.host) && isRefused(symptom) ? loopbackForward(plan, target) : undefined;
  if (!target || !forward) return undefined;
  const { at } = forward;
  const opened = at?.text?.replace(/(["'\s-])(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]):(?=\d)/, "$1");
  const edits = at && opened !== undefined && opened !== at.text ? [wholeLine(at, opened)] : [];
  return found({
    confidence: "likely",
    title: `port ${forward.port} is published on ${forward.listen} of the host, which containers do not reach`,
    service: forward.toHost,
    ...(at ? { location: at } : {}),
    related: target.at ? [{ at: target.at, note: "nginx dials it here" }] : [],
    what: `Port ${forward.toPort} of ${forward.toHost} is published on ${forward.listen}:${forward.port} only. nginx, in a container, reaches the host by another of its addresses.`,
    why: "What is published on the loopback of the host can be dialled by programs of the host alone. The connection is refused, and nginx answers 502.",
    fix: { text: `Publish it on all addresses of the host, or dial ${forward.toHost}:${forward.toPort}.`, edits },
    evidence: [{ kind: "config", text: `${forward.listen}:${forward.port} -> ${forward.toHost}:${forward.toPort}` }, ...gatewayWitnesses(symptom)],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [forward.toHost] } } : {}),
  });
}

/** A published port that the proxy would reach if it were not for the host's loopback alone. */
function loopbackForward(plan: Plan, target: Target): Forward | undefined {
  if (serviceNamed(plan, plan.proxy.service)?.networkOf?.value === hostName) return undefined;
  return plan.forwards.find((forward) => forward.inside === hostName && forward.port === target.port && isLoopback(forward.listen));
}
