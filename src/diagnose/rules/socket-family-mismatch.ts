import { isLoopback } from "../../model/address.ts";
import type { Edit } from "../../model/edit.ts";
import type { FactTypes, ListeningSocket } from "../../model/evidence.ts";
import type { Location } from "../../model/location.ts";
import type { Plan, Service } from "../../model/plan.ts";
import type { Target } from "../../model/proxy.ts";
import { replaceAt, replaceWord, wholeLine } from "../edits.ts";
import { dialled, gatewayWitnesses, isRefused } from "../gateway.ts";
import { absolutePath, isMeantForRequests, pathWitness, seenByProxy, socketPlace } from "../paths.ts";
import { portPlaces, preferChanged } from "../places.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion, type Draft } from "../rule.ts";
import { isBesideProxy, ownSockets, showSocket, socketWitnesses, unixOnly } from "../sockets.ts";
import type { GatewaySymptom } from "../symptoms.ts";
import { literally } from "../../model/pattern.ts";

export const socketFamilyMismatch = defineRule({
  id: "socket-family-mismatch",
  title: "One side uses a Unix socket, the other a TCP port",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["sockets", "paths", "services", "sources"],
  absent: "no connection that nginx tried was refused",
  doc: {
    what: "nginx dials a Unix socket and the app listens on a TCP port, or nginx dials a port and the app listens on a Unix socket only.",
    why: "The two are different kinds of address: a server that listens on one cannot be reached by the other. nginx answers 502 and logs error 2 (no such file) or 111 (connection refused).",
    fix: "Choose one for both sides: `fastcgi_pass php:9000` with `listen = 9000`, or `fastcgi_pass unix:/run/php/fpm.sock` with `listen = /run/php/fpm.sock` in a volume that both containers mount.",
  },
  diagnose(symptom, facts, plan) {
    const { service, target } = symptom;
    if (!target || (!service && target.socket === undefined)) return ruledOut("the address dialled is no service of the project");
    if (!isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
    if (!service) return unknown(`nothing tells which service is to open ${target.socket}`);
    const sockets = ownSockets(plan, facts.sockets, service, target);
    if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
    const unix = unixOnly(sockets).filter((socket) => isMeantForRequests(plan, service, facts.sources, socket));
    const tcp = sockets.filter((socket) => socket.family !== "unix");
    if (unix.length === 0 && tcp.length === 0) return ruledOut(`${service.name} listens on no socket at all`);
    const context = { symptom, service, target, facts, plan };
    if (target.socket !== undefined) return unix.length > 0 ? ruledOut(`${service.name} listens on a Unix socket too: ${unix[0]?.address}`) : listensOnPort(context, tcp);
    return tcp.length > 0 ? ruledOut(`${service.name} listens on a TCP port too: ${tcp[0]?.port}`) : listensOnPath(context, unix);
  },
});

interface Case {
  readonly symptom: GatewaySymptom;
  readonly service: Service;
  readonly target: Target;
  readonly facts: Pick<FactTypes, "sockets" | "paths" | "services" | "sources">;
  readonly plan: Plan;
}

/** nginx dials a Unix socket, the app has a port. */
function listensOnPort(context: Case, tcp: readonly ListeningSocket[]): Conclusion {
  const { service, target, facts, plan } = context;
  const isBeside = isBesideProxy(plan, service);
  const open = tcp.filter((socket) => isBeside || !isLoopback(socket.address));
  const chosen = open[0] ?? tcp[0];
  if (!chosen) return ruledOut(`${service.name} listens on no port`);
  const set = facts.services.find((record) => record.name === service.name)?.variables ?? [];
  const host = isBeside ? "127.0.0.1" : (service.attachments[0]?.aliases[0] ?? service.name);
  const edits = target.otherFamily ? [target.otherFamily] : open.length > 0 ? replaceSocket(target, `${host}:${chosen.port}`) : [];
  return conclude(context, {
    chosen,
    isSure: new Set(tcp.map((socket) => socket.port)).size === 1 && open.length > 0,
    appPlace: portPlaces(service, facts.sources, chosen.port, set)[0]?.at,
    edits,
    services: target.otherFamily ? [service.name] : [],
    fix: target.otherFamily
      ? `Tell the platform that ${service.name} listens on a port, and listen on the one that PORT names; or make ${service.name} listen on the socket that SOCKET names.`
      : open.length > 0
        ? `Dial ${host}:${chosen.port} in nginx, or make ${service.name} listen on unix:${target.socket}.`
        : `Make ${service.name} listen on 0.0.0.0:${chosen.port} and dial ${host}:${chosen.port} in nginx.`,
  });
}

/** nginx dials a port, the app has a Unix socket. */
function listensOnPath(context: Case, unix: readonly ListeningSocket[]): Conclusion {
  const { service, target, facts, plan } = context;
  const chosen = unix[0] as ListeningSocket;
  const record = facts.services.find((each) => each.name === service.name);
  const path = absolutePath(service, record, chosen);
  const seen = seenByProxy(plan, service, path);
  const appPlace = socketPlace(plan, service, facts.sources, path);
  const onProxy = target.otherFamily ? [target.otherFamily] : seen === undefined ? [] : replacePort(target, `unix:${seen}`, context.symptom.route.directive);
  const onApp = onProxy.length > 0 ? [] : portEdits(appPlace, path, target.port);
  return conclude(context, {
    chosen,
    isSure: unix.length === 1,
    appPlace,
    edits: onProxy.length > 0 ? onProxy : onApp,
    services: onProxy.length > 0 && !target.otherFamily ? [] : [service.name],
    fix: target.otherFamily
      ? `Tell the platform that ${service.name} listens on a Unix socket, and listen on the one that SOCKET names; or make ${service.name} listen on the port that PORT names.`
      : seen === undefined
        ? `Make ${service.name} listen on port ${target.port}, or put the folder of ${path} into a volume that nginx mounts too and dial it there.`
        : `Dial unix:${seen} in nginx, or make ${service.name} listen on port ${target.port}.`,
  });
}

interface Choice {
  readonly chosen: ListeningSocket;
  readonly isSure: boolean;
  readonly appPlace: Location | undefined;
  readonly edits: readonly Edit[];
  readonly services: readonly string[];
  readonly fix: string;
}

function conclude({ symptom, service, target, facts, plan }: Case, { chosen, isSure, appPlace, edits, services, fix }: Choice): Conclusion {
  const place = target.hostFrom?.at ?? target.portFrom?.at ?? target.at;
  const kinds = target.socket === undefined ? (["a TCP port", "a Unix socket"] as const) : (["a Unix socket", "a TCP port"] as const);
  const notes = { first: `nginx dials ${dialled(symptom)} here`, second: `${service.name} is told to listen on ${showSocketAddress(chosen)} here` };
  const placed = place ? preferChanged(facts.sources, place, appPlace, notes) : { related: [] };
  const tried: Pick<Draft, "intervention"> = edits.length > 0 ? { intervention: { kind: "edit-files", edits, services } } : {};
  return found({
    confidence: isSure ? "likely" : "possible",
    title: `nginx dials ${dialled(symptom)}, but ${service.name} listens on ${showSocketAddress(chosen)}`,
    service: service.name,
    ...placed,
    what: `nginx dials ${kinds[0]}, ${dialled(symptom)}. ${service.name} listens on ${kinds[1]} only: ${showSocket(chosen)}.`,
    why: "A server that listens on one kind of address cannot be reached by the other: the connection finds nobody, and nginx answers 502.",
    fix: { text: fix, edits: [...edits] },
    evidence: [...socketWitnesses(service.name, [chosen]), ...(target.socket === undefined ? [] : pathWitness(facts.paths, plan.proxy.service, target.socket)), ...gatewayWitnesses(symptom)],
    ...tried,
  });
}

function showSocketAddress(socket: ListeningSocket): string {
  return socket.family === "unix" ? `unix:${socket.address}` : `port ${socket.port}`;
}

/** The line of `unix:/path` with an address in its place. */
function replaceSocket(target: Target, address: string): Edit[] {
  return replaceWord(target.hostFrom?.at ?? target.at, `unix:${target.socket}`, address);
}

/** The line of `host:port` with a Unix socket in its place; none where a variable or the URI of `proxy_pass` has a part in it. */
function replacePort(target: Target, socket: string, directive: string): Edit[] {
  const { hostSpan, portSpan } = target;
  if (!hostSpan || (target.portFrom && !portSpan) || target.hostFrom) return [];
  const end = portSpan && portSpan.line === hostSpan.line ? portSpan.column + portSpan.length : hostSpan.column + hostSpan.length;
  const hasUri = directive === "proxy_pass" && target.at?.text?.[end - 1] === "/";
  return replaceAt(target.at, { ...hostSpan, length: end - hostSpan.column }, hasUri ? `${socket}:` : socket);
}

/** The app's line with a port in place of the path; none where the program would not take a bare port there. */
function portEdits(at: Location | undefined, path: string, port: number): Edit[] {
  const text = at?.text;
  if (!at || text === undefined || text.length >= 300 || text.includes("[redacted:")) return [];
  const escaped = literally(path);
  const pool = new RegExp(`^(\\s*listen\\s*=\\s*)${escaped}\\s*$`);
  const bound = new RegExp(`unix:(?://)?${escaped}`);
  if (pool.test(text)) return [wholeLine(at, text.replace(pool, `$1${port}`))];
  if (!/\bbind\b|-b\b/.test(text) || !bound.test(text)) return [];
  return [wholeLine(at, text.replace(bound, /["']unix:\/\//.test(text) ? `tcp://0.0.0.0:${port}` : `0.0.0.0:${port}`))];
}
