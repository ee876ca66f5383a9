import { serviceOfTarget } from "../../model/address.ts";
import type { FactTypes, NginxStartError, ServiceSockets } from "../../model/evidence.ts";
import type { Location, RelatedLocation } from "../../model/location.ts";
import { sameLine } from "../../model/location.ts";
import type { Plan, Service } from "../../model/plan.ts";
import { namespaceOf, portTaken, takerPlaces, type BindFailure } from "../bind.ts";
import { showExit } from "../crash.ts";
import { replaceWord } from "../edits.ts";
import { portPlaces, startPlace, type Candidate } from "../places.ts";
import { defineRule, found, ruledOut, type Conclusion } from "../rule.ts";
import { showSocket, socketsOf } from "../sockets.ts";

type Known = Pick<FactTypes, "sockets" | "sources" | "services">;

export const portInUse = defineRule({
  id: "port-in-use",
  title: "Two listeners want the same port",
  since: "0.1.0",
  symptoms: ["exit", "proxy-start"],
  needs: ["sockets", "sources", "services"],
  explains: ["crash-on-start"],
  absent: "nothing that the proxy depends on ended",
  doc: {
    what: "A program opens a port on which another one listens already: a second listener of the same program, another process of the container, or a container that shares the network namespace (`network_mode: service:…`).",
    why: "The kernel gives a port of one network namespace to one listener. The second one fails with `EADDRINUSE`, and most programs end of it; then nothing listens for nginx, which answers 502. Containers have ports of their own unless they share a namespace.",
    fix: "Give the second listener a port of its own. A namespace that is shared, and a start script with two servers, need a port for each.",
  },
  diagnose(symptom, facts, plan) {
    if (symptom.kind === "proxy-start") return ofProxy(symptom.errors, facts, plan);
    const { service, record } = symptom;
    const failure = portTaken(record, facts.sources);
    if (!failure) return ruledOut(`${service.name} did not end for want of a port`);
    const port = failure.port ?? guessedPort(plan, service, facts.sockets);
    const places = port === undefined ? [] : takerPlaces(service, facts.sources, failure, port, record.variables);
    const [first, second] = places;
    const isClear = first !== undefined && (second === undefined || first.weight > second.weight);
    const location = (isClear ? first.at : undefined) ?? failure.at ?? first?.at ?? startPlace(service);
    const holder = port === undefined ? undefined : holderOf(plan, service, facts, port);
    const free = port === undefined ? undefined : freePort(plan, service, facts.sockets, port);
    // One line that both listeners have their port from would move both.
    const isOwn = isClear && (second !== undefined || holder !== undefined);
    const edits = isOwn && free !== undefined ? replaceWord(location, String(port), String(free)) : [];
    const shown = port === undefined ? "its port" : `port ${port}`;
    return found({
      confidence: "likely",
      title: `${service.name} ends because ${shown} is taken${holder ? ` by ${holder.name}` : ""}`,
      service: service.name,
      ...(location ? { location } : {}),
      related: otherTakers(places, location, holder),
      what: `${service.name} wanted to listen on ${failure.address ?? ""}${port === undefined ? shown : failure.address === undefined ? shown : `:${port}`}, where ${holder ? `${holder.name}, in the same network namespace, listens already` : "a listener of its own container was first"}. ${service.name} ended: ${showExit(record)}.`,
      why: "One network namespace has each port once. The second listener fails, its process ends, and nginx gets no answer from it.",
      fix: { text: holder ? `Let ${service.name} listen on ${free ?? "another port"}.` : `Give one of the two listeners another port${free === undefined ? "" : `, such as ${free}`}.`, edits },
      evidence: [...witnesses(failure, plan, service, facts.sockets, port), { kind: "exit", text: showExit(record) }],
      ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: namespaceOf(plan, service).map((each) => each.name) } } : {}),
    });
  },
});

/** nginx names the address, and neither file nor line. */
function ofProxy(errors: readonly NginxStartError[], facts: Known, plan: Plan): Conclusion {
  const proxy = plan.services.find((each) => each.name === plan.proxy.service);
  const said = errors.find((error) => /^bind\(\) to .* failed \(98: /.test(error.message))?.message;
  const match = /^bind\(\) to (\S+):(\d+) failed/.exec(said ?? "");
  if (!proxy || said === undefined || !match) return ruledOut("nginx did not miss a port");
  const port = Number(match[2]);
  const listens = plan.proxy.servers.flatMap((server) => server.listens).filter((listen) => listen.port === port);
  const listen = (listens.find((each) => each.address === match[1]?.replace(/^\[|\]$/g, "")) ?? listens.at(-1))?.at;
  const holder = holderOf(plan, proxy, facts, port);
  const wanted = holder && unansweredPort(plan, proxy, facts.sockets, port);
  const set = facts.services.find((each) => each.name === holder?.name)?.variables ?? [];
  const theirs = holder && portPlaces(holder, facts.sources, port, set)[0]?.at;
  const moved = wanted === undefined ? [] : replaceWord(theirs, String(port), String(wanted));
  const free = freePort(plan, proxy, facts.sockets, port);
  const edits = moved.length > 0 ? moved : holder ? replaceWord(listen, String(port), String(free)) : [];
  const location = moved.length > 0 ? theirs : (listen ?? proxy.at);
  const other = moved.length > 0 ? listen : theirs;
  return found({
    confidence: "likely",
    title: `nginx cannot listen on port ${port}: ${holder ? `${holder.name} has it` : "another process has it"}`,
    service: moved.length > 0 && holder ? holder.name : proxy.name,
    ...(location ? { location } : {}),
    related: other && !sameLine(other, location) ? [{ at: other, note: moved.length > 0 ? "nginx listens here" : `${holder?.name} takes the port here` }] : [],
    what: `nginx could not open ${match[1]}:${port}${holder ? `: ${holder.name}, in the same network namespace, listens there` : ", where another listener of its namespace was first"}.${wanted === undefined ? "" : ` nginx dials ${holder?.name} on ${wanted}, where nothing listens.`}`,
    why: "One network namespace has each port once. nginx tries for some seconds and ends; then nobody answers.",
    fix: { text: moved.length > 0 ? `Let ${holder?.name} listen on ${wanted}, which nginx dials.` : `Let nginx and ${holder?.name ?? "the other process"} listen on different ports.`, edits },
    evidence: [{ kind: "nginx", text: said }, ...(holder ? socketLines(plan, holder, facts.sockets, port) : [])],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: namespaceOf(plan, proxy).map((each) => each.name) } } : {}),
  });
}

/** The service of the same namespace that has the port: by the socket that was seen and what its files name. */
function holderOf(plan: Plan, service: Service, facts: Known, port: number): Service | undefined {
  const others = namespaceOf(plan, service).slice(1);
  const running = others.filter((each) => facts.services.some((record) => record.name === each.name && record.state === "running"));
  const naming = running.filter((each) => portPlaces(each, facts.sources, port).length > 0 || (each.name === plan.proxy.service && listensOn(plan, port)));
  const isOpen = socketsOf(plan, facts.sockets, service.name)?.some((socket) => socket.port === port) === true;
  return naming[0] ?? (isOpen && running.length === 1 ? running[0] : undefined);
}

function listensOn(plan: Plan, port: number): boolean {
  return plan.proxy.servers.some((server) => server.listens.some((listen) => listen.port === port));
}

/** A port of the service's namespace that nginx dials and that nobody has opened. */
function unansweredPort(plan: Plan, service: Service, recorded: readonly ServiceSockets[], except: number): number | undefined {
  const members = new Set(namespaceOf(plan, service).map((each) => each.name));
  const open = socketsOf(plan, recorded, service.name);
  // What a container that is gone would have opened cannot be known.
  if (members.size === 1 || !open) return undefined;
  const dialled = plan.proxy.routes.flatMap((route) => route.targets).filter((target) => target.port > 0 && members.has(serviceOfTarget(plan, target.host)?.name ?? ""));
  return dialled.find((target) => target.port !== except && !open.some((socket) => socket.port === target.port))?.port;
}

/** A port that the namespace has free: one that nginx waits for, else the next. */
function freePort(plan: Plan, service: Service, recorded: readonly ServiceSockets[], taken: number): number {
  const wanted = unansweredPort(plan, service, recorded, taken);
  if (wanted !== undefined) return wanted;
  const open = (socketsOf(plan, recorded, service.name) ?? []).map((socket) => socket.port);
  const next = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => taken + step).find((port) => !open.includes(port) && !listensOn(plan, port));
  return next ?? taken + 1000;
}

/** A program that does not say which port it wanted most likely wanted the one that nginx dials. */
function guessedPort(plan: Plan, service: Service, recorded: readonly ServiceSockets[]): number | undefined {
  const members = new Set(namespaceOf(plan, service).map((each) => each.name));
  const dialled = plan.proxy.routes
    .flatMap((route) => route.targets)
    .filter((target) => target.port > 0 && members.has(serviceOfTarget(plan, target.host)?.name ?? ""))
    .map((target) => target.port);
  const open = (socketsOf(plan, recorded, service.name) ?? []).map((socket) => socket.port);
  const both = [...new Set(dialled)].filter((port) => open.includes(port));
  const [only, ...more] = both.length > 0 ? both : new Set(dialled);
  return more.length === 0 ? only : undefined;
}

function otherTakers(places: readonly Candidate[], location: Location | undefined, holder: Service | undefined): RelatedLocation[] {
  const named = places.filter(({ at }) => !sameLine(at, location)).slice(0, 2);
  const start = holder && startPlace(holder);
  const started = start && !sameLine(start, location) ? [{ at: start, note: `${holder.name} is started here` }] : [];
  return [...started, ...named.filter(({ at }) => !sameLine(at, start)).map(({ at }) => ({ at, note: "the port is named here too" }))];
}

function witnesses(failure: BindFailure, plan: Plan, service: Service, recorded: readonly ServiceSockets[], port: number | undefined) {
  const lines = failure.lines.slice(-6).map((text) => ({ kind: "log" as const, text }));
  return port === undefined || namespaceOf(plan, service).length === 1 ? lines : [...lines, ...socketLines(plan, service, recorded, port)];
}

function socketLines(plan: Plan, service: Service, recorded: readonly ServiceSockets[], port: number) {
  const open = (socketsOf(plan, recorded, service.name) ?? []).filter((socket) => socket.port === port);
  return open.slice(0, 2).map((socket) => ({ kind: "socket" as const, text: `in the network namespace of ${service.name} listens ${showSocket(socket)}` }));
}
