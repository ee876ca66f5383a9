import { isLoopback } from "../../model/address.ts";
import type { Edit } from "../../model/edit.ts";
import type { ListeningSocket } from "../../model/evidence.ts";
import type { Location } from "../../model/location.ts";
import type { Service } from "../../model/plan.ts";
import type { Target } from "../../model/proxy.ts";
import type { SourceFacts } from "../../model/source.ts";
import { port as asPort } from "../../model/units.ts";
import { replaceAt, wholeLine } from "../edits.ts";
import { dialled, gatewayWitnesses, isRefused } from "../gateway.ts";
import { belongsTo, loopbackPlaces, portPlaces, preferChanged, startPlace } from "../places.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import { showSocket, socketsOf, socketWitnesses } from "../sockets.ts";
import type { GatewaySymptom } from "../symptoms.ts";
import { lateListener } from "./nothing-listens.ts";

export const addressFamilyMismatch = defineRule({
  id: "address-family-mismatch",
  title: "nginx and the app speak different families of IP",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["sockets", "sources"],
  absent: "no connection that nginx tried was refused",
  doc: {
    what: "The app listens on the port that nginx dials, but on addresses of IPv6 alone while nginx comes by IPv4, or the other way round.",
    why: "127.0.0.1 and ::1 are two addresses, and a socket on `::` need not take IPv4: some runtimes switch that off (asyncio and with it uvicorn, Go's `tcp6`, Node's `ipv6Only`). Others resolve `localhost` to ::1 first. The connection by the other family is refused, and nginx answers 502.",
    fix: "Have both name the same address: listen on `0.0.0.0` where the proxy comes by IPv4, as on Docker's usual networks, and write `127.0.0.1` in place of `localhost` on both sides.",
  },
  diagnose(symptom, facts, plan) {
    const { service, target } = symptom;
    if (!service || !target || target.port === 0) return ruledOut("the address dialled is no port of a service of the project");
    if (!isRefused(symptom) && !isWithoutV6(symptom, target)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
    const sockets = socketsOf(plan, facts.sockets, service.name);
    if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
    const own = sockets.filter((socket) => socket.family !== "unix" && socket.port === target.port);
    if (own.length === 0) return ruledOut(`${service.name} does not listen on port ${target.port}`);
    if (lateListener(plan, facts.sockets, service.name, target.port) !== undefined) return ruledOut(`${service.name} opened port ${target.port} late`);
    const [first] = own;
    const dialsV6 = target.host.includes(":");
    if (!first || own.some((socket) => takes(socket, dialsV6 ? "6" : "4"))) return ruledOut(`${service.name} listens on port ${target.port} of IPv${dialsV6 ? 6 : 4} too`);
    return isLoopback(target.host) ? insideMismatch(symptom, target, service, first, facts.sources) : listensOnV6(symptom, target, service, own, facts.sources);
  },
});

/** Without IPv6 in a network namespace its addresses cannot even be dialled: errno 97, 99 or 101. */
function isWithoutV6(symptom: GatewaySymptom, target: Target): boolean {
  return target.host.includes(":") && symptom.errors.some((error) => error.errno === 97 || error.errno === 99 || error.errno === 101);
}

/** Whether a socket takes connections of a family, by its own address. */
function takes(socket: ListeningSocket, family: "4" | "6"): boolean {
  if (socket.family === "tcp4" || /^::ffff:/i.test(socket.address)) return family === "4";
  return family === "6" || (socket.address === "::" && socket.v6Only !== true);
}

/** nginx comes over the network by IPv4; the app takes IPv6 alone. */
function listensOnV6(symptom: GatewaySymptom, target: Target, service: Service, own: readonly ListeningSocket[], sources: SourceFacts): Conclusion {
  const socket = own.find((each) => each.address === "::");
  if (!socket) return ruledOut(`${service.name} listens on port ${target.port} of its loopback only`);
  const location = v6Places(service, sources, target.port)[0] ?? startPlace(service);
  const inward = asPort(target.port);
  return found({
    confidence: "likely",
    title: `${service.name} takes port ${target.port} over IPv6 only; nginx comes by IPv4`,
    service: service.name,
    ...(location ? { location } : {}),
    related: target.at ? [{ at: target.at, note: "nginx dials it here" }] : [],
    what: `${service.name} listens on ${showSocket(socket)} and takes no connection over IPv4 there: one to 127.0.0.1:${target.port} in its container was refused. nginx dials ${dialled(symptom)}, which has an IPv4 address.`,
    why: "A socket on :: takes IPv4 too only where the program leaves that on. Docker's networks speak IPv4 unless IPv6 is switched on for them.",
    fix: { text: `Make ${service.name} listen on 0.0.0.0:${target.port}, or on both families.`, edits: openEdits(location) },
    evidence: [...socketWitnesses(service.name, own), ...gatewayWitnesses(symptom)],
    ...(inward === undefined ? {} : { intervention: { kind: "forward-loopback" as const, service: service.name, port: inward, address: "::1" } }),
  });
}

/** Both stand in one network namespace and name its loopback by different families. */
function insideMismatch(symptom: GatewaySymptom, target: Target, service: Service, socket: ListeningSocket, sources: SourceFacts): Conclusion {
  const isV6 = socket.family === "tcp6";
  const dialledFamily = isV6 ? "IPv4" : "IPv6";
  const to = isV6 ? "::1" : "127.0.0.1";
  const edits = replaceAt(target.at, target.hostSpan, isV6 ? "[::1]" : to);
  const appPlace = (isV6 ? v6Places(service, sources, target.port) : []).concat(loopbackPlaces(service, sources, target.port).map((each) => each.at))[0] ?? startPlace(service);
  const proxyPlace = target.hostFrom?.at ?? target.at;
  const notes = { first: `nginx dials ${target.host} here`, second: "the address that is listened on is set here" };
  return found({
    confidence: "likely",
    title: `nginx dials ${dialled(symptom)} by ${dialledFamily}, and ${service.name} listens on ${showSocket(socket).split(" ")[0]}`,
    service: service.name,
    ...(proxyPlace ? preferChanged(sources, proxyPlace, appPlace, notes) : { related: [] }),
    what: `nginx and ${service.name} share a network namespace. nginx dials ${dialled(symptom)} there by ${dialledFamily}; ${service.name} listens on ${showSocket(socket)} only.`,
    why: "127.0.0.1 and ::1 are different addresses. `localhost` stands for either: which one a program takes first depends on its runtime.",
    fix: { text: `Dial ${isV6 ? "[::1]" : to}:${target.port}, or make ${service.name} listen on ${isV6 ? "127.0.0.1" : "::1"}.`, edits },
    evidence: [...socketWitnesses(service.name, [socket]), ...gatewayWitnesses(symptom)],
    intervention: { kind: "redial", from: { host: target.host, port: target.port }, to: { host: to, port: target.port }, edits },
  });
}

const anyV6 = /(?<![\w:.])(?:\[::\]|::)(?![\w:])|\btcp6\b|\bipv6Only\s*:\s*true|\bIPV6_V6ONLY\b/;

/** Lines of a service that make it listen on IPv6, the likeliest first. */
function v6Places(service: Service, sources: SourceFacts, port: number): Location[] {
  const started = service.start.flatMap((step) => (step.at && anyV6.test(step.text) ? [{ at: step.at, weight: 10 }] : []));
  const variables = Object.entries(service.variables).flatMap(([name, { value, at }]) => (at && /HOST|BIND|ADDR|LISTEN/i.test(name) && anyV6.test(value) ? [{ at, weight: 10 }] : []));
  const ports = portPlaces(service, sources, port).filter(({ at }) => anyV6.test(at.text ?? ""));
  const hosts = sources.hosts.filter((mention) => /^\[?::\]?$/.test(mention.host) && belongsTo(service, mention.at.path));
  return [...started, ...variables, ...ports, ...hosts].toSorted((a, b) => b.weight - a.weight).map(({ at }) => at);
}

/** The line with both families, or IPv4, in place of IPv6 alone. */
function openEdits(at: Location | undefined): Edit[] {
  if (at?.text === undefined || at.text.length >= 300) return [];
  const replaced = at.text.replace(/\btcp6\b/, "tcp").replace(/(\bipv6Only\s*:\s*)true/, "$1false");
  const opened = replaced === at.text ? at.text.replace(/(?<![\w:.])(?:\[::\]|::)(?![\w:])/, "0.0.0.0") : replaced;
  return opened === at.text ? [] : [wholeLine(at, opened)];
}
