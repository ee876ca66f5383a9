import { isLoopback } from "../../model/address.ts";
import type { ListeningSocket, FactTypes } from "../../model/evidence.ts";
import type { Edit } from "../../model/edit.ts";
import type { Location } from "../../model/location.ts";
import type { Service } from "../../model/plan.ts";
import { port as asPort } from "../../model/units.ts";
import { wholeLine } from "../edits.ts";
import { dialled, gatewayWitnesses, isRefused, wayTo } from "../gateway.ts";
import { publishedOnLoopback } from "../host.ts";
import { clearest, loopbackPlaces, portPlaces, startPlace } from "../places.ts";
import { defineRule, found, ruledOut, unknown } from "../rule.ts";
import { isBesideProxy, loopbackOnly, reachable, showSocket, socketsOf, socketWitnesses } from "../sockets.ts";

export const loopbackBind = defineRule({
  id: "loopback-bind",
  title: "The app listens on its own loopback only",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["sockets", "sources"],
  absent: "no connection that nginx tried was refused",
  doc: {
    what: "The app listens on 127.0.0.1 (or ::1) of its container. Only processes of the same container can reach it; nginx stands in another one.",
    why: "Every container has a loopback of its own. A connection to the container's address finds no listener there and is refused, and nginx answers 502. A request made inside the container works, which hides the mistake.",
    fix: "Listen on all addresses: `0.0.0.0`, or `::` for IPv6 as well. Many development servers listen on the loopback unless told otherwise (`flask run --host=0.0.0.0`, `uvicorn --host 0.0.0.0`, `php artisan serve --host=0.0.0.0`, `vite --host`).",
  },
  diagnose(symptom, facts, plan) {
    const { service, target } = symptom;
    const published = publishedOnLoopback(symptom, plan);
    if (published) return published;
    if (!service || !target || target.port === 0) return ruledOut("the address dialled is no port of a service of the project");
    if (!isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
    if (isBesideProxy(plan, service) && isLoopback(target.host)) return ruledOut(`nginx lives beside ${service.name} and reaches its loopback`);
    if (isLoopback(target.host)) return ruledOut(`nginx dials ${dialled(symptom)} from the network namespace of ${service.name}, whose loopback it reaches`);
    const sockets = socketsOf(plan, facts.sockets, service.name);
    if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
    const own = loopbackOnly(sockets).find((socket) => socket.port === target.port);
    if (reachable(sockets).some((socket) => socket.port === target.port)) return ruledOut(`${service.name} listens on port ${target.port} of all addresses`);
    const other = reachable(sockets).length === 0 ? loopbackOnly(sockets)[0] : undefined;
    const socket = own ?? other;
    if (!socket) return ruledOut(reachable(sockets).length > 0 ? `${service.name} does not listen on the loopback only` : `${service.name} listens on no port at all`);
    const place = placeOf(service, facts.sources, socket);
    const inward = asPort(target.port);
    return found({
      confidence: own ? "likely" : "possible",
      title: `${service.name} listens on ${socket.address}:${socket.port}, which nginx cannot reach`,
      service: service.name,
      ...place,
      related: target.at ? [{ at: target.at, note: "nginx dials it here" }] : [],
      what: `${service.name} listens on ${showSocket(socket)} only. nginx dials ${dialled(symptom)} ${wayTo(symptom)}.${own ? "" : ` The port differs too: nginx dials ${target.port}.`}`,
      why: "The loopback of a container is reached from that container alone; the connection is refused, and nginx answers 502.",
      fix: { text: `Make ${service.name} listen on 0.0.0.0:${target.port}.`, edits: own ? openEdits(place.location, socket) : [] },
      evidence: [...socketWitnesses(service.name, sockets), ...gatewayWitnesses(symptom)],
      ...(own && inward !== undefined ? { intervention: { kind: "forward-loopback" as const, service: service.name, port: inward, address: socket.address } } : {}),
    });
  },
});

/** The line that sets the address; the start command when no line does, since it then is the server's own default. */
function placeOf(service: Service, sources: FactTypes["sources"], socket: ListeningSocket): { location?: Location } {
  const [first, second] = loopbackPlaces(service, sources, socket.port);
  const isClear = first !== undefined && (second === undefined || first.weight > second.weight || first.at.path === second.at.path);
  const location = isClear ? first.at : (callPlace(service, sources, socket.port) ?? startPlace(service));
  return location ? { location } : {};
}

/** The call that opens the port without naming an address, where a program does it itself. */
function callPlace(service: Service, sources: FactTypes["sources"], port: number): Location | undefined {
  const calls = portPlaces(service, sources, port).filter(({ at }) => /\.py$/.test(at.path) && defaultCall.test(at.text ?? ""));
  return clearest(calls);
}

/** A server of Python that is told its port and listens on the loopback unless it is told more. */
const defaultCall = /\brun(?:_simple)?\(.*(?<![\w.])port\s*=/;

function openEdits(at: Location | undefined, socket: ListeningSocket): Edit[] {
  if (at?.text === undefined || at.text.length >= 300) return [];
  if (/\.py$/.test(at.path) && defaultCall.test(at.text) && !/\bhost\s*=/.test(at.text)) return [wholeLine(at, at.text.replace(/(?<![\w.])port\s*=/, 'host="0.0.0.0", $&'))];
  const told = withAddress(at.text, socket.port);
  if (told !== undefined) return [wholeLine(at, told)];
  const isSix = socket.address === "::1";
  const replaced = at.text.replace(/(?<![\w.-])(127\.0\.0\.1|localhost)(?![\w.-])/, isSix ? "::" : "0.0.0.0").replace(/(?<![\w.:])::1(?![\w:])/, "::");
  return replaced === at.text ? [] : [wholeLine(at, replaced)];
}

/** A start command of a server that listens on the loopback unless it is told more, with the address; undefined for any other. */
function withAddress(text: string, port: number): string | undefined {
  if (/127\.0\.0\.1|localhost|::1|--host|--bind|\s-b\s/.test(text)) return undefined;
  const flags: readonly (readonly [RegExp, string])[] = [
    [/(?<=[\s"']|^)(runserver)(?:\s+\d+)?(?=\s|$)/, `$1 0.0.0.0:${port}`],
    [/(?<=\s|^)(uvicorn|flask(?:\s+[\w=-]+)*\s+run)(?=\s|$)/, "$1 --host 0.0.0.0"],
    [/"(uvicorn)",/, '"$1", "--host", "0.0.0.0",'],
    [/(?<=\s|^)(gunicorn)(?=\s|$)/, `$1 --bind 0.0.0.0:${port}`],
    [/"(gunicorn)",/, `"$1", "--bind", "0.0.0.0:${port}",`],
  ];
  const [server] = flags.filter(([pattern]) => pattern.test(text));
  return server ? text.replace(server[0], server[1]) : undefined;
}
