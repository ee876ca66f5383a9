import { isLoopback } from "../../model/address.ts";
import type { FactTypes, ListeningSocket } from "../../model/evidence.ts";
import type { Plan, Service } from "../../model/plan.ts";
import type { Target } from "../../model/proxy.ts";
import { dialled, gatewayWitnesses, isRefused } from "../gateway.ts";
import { notPublished, publishedElsewhere } from "../host.ts";
import { ignoredPort } from "../handed-port.ts";
import { portPlaces, preferChanged } from "../places.ts";
import { redialPort } from "../redial.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import { isBesideProxy, loopbackOnly, ownSockets, reachable, showSocket, socketsOf, socketWitnesses } from "../sockets.ts";
import type { GatewaySymptom } from "../symptoms.ts";

export const portMismatch = defineRule({
  id: "port-mismatch",
  title: "nginx dials a port that nobody listens on",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["sockets", "sources", "services"],
  absent: "no connection that nginx tried was refused",
  doc: {
    what: "The app runs and listens, but on another port than the one nginx dials.",
    why: "The kernel refuses a connection to a port without a listener at once; nginx answers 502 and logs `connect() failed (111: Connection refused)`.",
    fix: "Make both sides name the same port: change the port in `proxy_pass` or in the `upstream` block, or the port on which the app listens. `EXPOSE` and `ports:` open nothing inside the container.",
  },
  diagnose(symptom, facts, plan) {
    const { service, target } = symptom;
    const unpublished = notPublished(symptom, facts.sockets, facts.sources, plan);
    if (unpublished) return unpublished;
    if (!service || !target || target.port === 0) return ruledOut("the address dialled is no port of a service of the project");
    if (!isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
    const sockets = socketsOf(plan, facts.sockets, service.name);
    if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
    if (sockets.some((socket) => socket.port === target.port)) return ruledOut(`something listens on port ${target.port} of ${service.name}`);
    const open = dialable(service, target, sockets, facts.sockets, plan);
    if (open.length === 0) return ruledOut(loopbackOnly(sockets).length > 0 ? `${service.name} listens on the loopback only` : `${service.name} listens on no port at all`);
    if (publishedAs(service, target.port, open)) return ruledOut(`${target.port} is the host's side of a published port`);
    const set = facts.services.find((record) => record.name === service.name)?.variables ?? [];
    const handed = ignoredPort(service, facts.sources, target, open, set);
    if (handed) return ruledOut(`${service.name} is handed the port that nginx dials, by ${handed.name}, and does not read it`);
    return mismatch(symptom, service, target, open, facts, plan);
  },
});

/** The service's sockets that nginx could dial. Where it lives beside the app, it reaches the loopback too, and some of the sockets are its own or meant for other routes. */
export function dialable(service: Service, target: Target, sockets: readonly ListeningSocket[], recorded: FactTypes["sockets"], plan: Plan): readonly ListeningSocket[] {
  return isBesideProxy(plan, service) ? (ownSockets(plan, recorded, service, target) ?? []).filter((socket) => socket.family !== "unix") : openTo(target, sockets, plan);
}

/** What nginx can reach: in a network namespace that it shares, the loopback too, and its own ports are not the app's. */
function openTo(target: Target, sockets: readonly ListeningSocket[], plan: Plan): readonly ListeningSocket[] {
  if (!isLoopback(target.host)) return reachable(sockets);
  const own = new Set(plan.proxy.servers.flatMap((server) => server.listens.map((listen) => listen.port)));
  return [...reachable(sockets), ...loopbackOnly(sockets)].filter((socket) => !own.has(socket.port));
}

/** The container's port behind a port of the host that was dialled in its place. */
export function publishedAs(service: Service, dialledPort: number, open: readonly ListeningSocket[]): Service["ports"][number] | undefined {
  return service.ports.find((each) => each.published === dialledPort && each.target !== dialledPort && open.some((socket) => socket.port === each.target));
}

function mismatch(symptom: GatewaySymptom, service: Service, target: Target, open: readonly ListeningSocket[], facts: Pick<FactTypes, "sockets" | "sources" | "services">, plan: Plan): Conclusion {
  const chosen = likeliest(service, open, facts);
  if (target.through?.at) return publishedElsewhere(symptom, target.through, service, chosen, facts.sources);
  const set = facts.services.find((record) => record.name === service.name)?.variables ?? [];
  const appPlace = portPlaces(service, facts.sources, chosen.port, set)[0]?.at;
  const redial = redialPort(target, chosen.port, plan);
  const proxyPlace = target.portFrom?.at ?? target.portAt ?? target.at;
  const others = [...new Set(open.map((socket) => socket.port))].filter((port) => port !== chosen.port);
  const placed = proxyPlace ? preferChanged(facts.sources, proxyPlace, appPlace, { first: `nginx dials ${target.port} here`, second: `the app's port ${chosen.port} is set here` }) : { related: [] };
  const setBy = target.portFrom?.at && target.at ? [{ at: target.at, note: "the variable is used here" }] : [];
  return found({
    confidence: others.length === 0 ? "likely" : "possible",
    title: `nginx dials ${dialled(symptom)}, but ${service.name} listens on ${chosen.port}`,
    service: service.name,
    ...placed,
    related: [...placed.related, ...setBy],
    what: `nginx dials port ${target.port} of ${service.name}${target.portBecause === undefined ? "" : ` (${target.portBecause})`}; nothing listens there. ${service.name} listens on ${showSocket(chosen)}${others.length > 0 ? ` (and on ${others.join(", ")})` : ""}.`,
    why: symptom.isMasked
      ? "A connection to a port without a listener is refused. nginx asks another server of the group in its place; when that one is gone too, it answers 502."
      : "A connection to a port without a listener is refused, and nginx answers 502.",
    fix: { text: `Dial ${chosen.port} in nginx, or make ${service.name} listen on ${target.port}.`, edits: redial.edits },
    evidence: [...socketWitnesses(service.name, open), ...gatewayWitnesses(symptom)],
    intervention: redial.intervention,
  });
}

const debugPorts: ReadonlySet<number> = new Set([9229, 5678, 5005, 9090, 9091, 9100, 9464, 35729, 24678, 6060]);

/** Of several open ports the one that looks most like the web server's. */
function likeliest(service: Service, open: readonly ListeningSocket[], facts: Pick<FactTypes, "sources" | "services">): ListeningSocket {
  const image = facts.services.find((record) => record.name === service.name)?.image;
  const score = ({ port }: ListeningSocket): number =>
    (service.ports.some((each) => each.target === port) ? 6 : 0) +
    (image?.exposed.includes(port) ? 4 : 0) +
    (portPlaces(service, facts.sources, port)[0]?.weight ?? 0) / 3 -
    (debugPorts.has(port) ? 6 : 0);
  return open.toSorted((a, b) => score(b) - score(a) || a.port - b.port)[0] as ListeningSocket;
}
