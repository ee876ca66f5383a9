import type { FactTypes, ServiceRecord } from "../../model/evidence.ts";
import type { Witness } from "../../model/finding.ts";
import type { Location } from "../../model/location.ts";
import type { Plan, Service } from "../../model/plan.ts";
import { anotherEntry, besides, redirected } from "../corrections.ts";
import { credentialOf } from "../credentials.ts";
import { showExit } from "../crash.ts";
import { endpointsOf } from "../endpoints.ts";
import { isRefused } from "../gateway.ts";
import { openPorts, serviceWanted, showWanted, wantedBy, type Surroundings, type Wanted } from "../wanted.ts";
import { startPlace } from "../places.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion, type Draft } from "../rule.ts";
import { loopbackOnly, reachable, socketsOf } from "../sockets.ts";
import type { ExitSymptom, GatewaySymptom, StatusSymptom } from "../symptoms.ts";
import { lastTroubles, recentTroubles, troublesIn, type Trouble } from "../troubles.ts";

export const dependencyUnreachable = defineRule({
  id: "dependency-unreachable",
  title: "The app looks for a dependency in the wrong place",
  since: "0.1.0",
  symptoms: ["exit", "gateway", "status"],
  needs: ["services", "sources", "sockets"],
  explains: ["crash-on-start", "variable-missing", "app-returned-error", "nothing-listens", "slow-start"],
  absent: "nothing ended, and no app refused connections or answered 502, 503 or 504",
  doc: {
    what: "The app connects to a database, a cache or another service by a host, a port or credentials that are not those of the one that runs: a name that no service has, localhost in place of the service, the wrong port, another password or database, a network that they do not share.",
    why: "The app gives up at its start, waits for ever before it listens, or answers 503 for want of its dependency. In each case clients get 502 or 503.",
    fix: "Name the dependency as the deployment does: the service's name, the port inside its container, the user, password and database it was made with.",
  },
  diagnose(symptom, facts, plan) {
    const { service, record } = symptom;
    if (!service || !record) return ruledOut("the address is no service of the project");
    const troubles = troublesOf(symptom, facts, plan);
    if (typeof troubles === "string") return ruledOut(troubles);
    if (troubles.length === 0) return ruledOut(`the output of ${service.name} names no other program that it cannot reach`);
    const around: Surroundings = { plan, service, records: facts.services, sources: facts.sources };
    const wanted = wantedBy(around, troubles);
    if (!wanted) return unknown(`${service.name} cannot reach another program, and which one is not known: ${(troubles[0]?.said ?? "").slice(0, 160)}`);
    return conclude(around, wanted, record);
  },
});

type Known = Pick<FactTypes, "sockets" | "sources">;

/** What the service says of others; a text when it cannot matter. */
function troublesOf(symptom: ExitSymptom | GatewaySymptom | StatusSymptom, { sockets, sources }: Known, plan: Plan): Trouble[] | string {
  const { record, service } = symptom;
  if (!record || !service) return [];
  if (symptom.kind === "exit") return record.exits.length === 0 ? `${service.name} did not end` : lastTroubles(record, sources);
  if (symptom.kind === "status") {
    if (symptom.probe.status === undefined || ![502, 503, 504].includes(symptom.probe.status)) return "the app answered another status";
    const bodies = symptom.directs.flatMap((direct) => direct.body?.slice(0, 2000).split("\n") ?? []);
    return troublesIn([...bodies, ...recentTroubles(record).map((trouble) => trouble.said)]);
  }
  if (!isRefused(symptom)) return "the connection was not refused";
  const open = socketsOf(plan, sockets, service.name) ?? [];
  if (record.state !== "running" || [...reachable(open), ...loopbackOnly(open)].length > 0) return `${service.name} listens`;
  return recentTroubles(record);
}

function conclude(around: Surroundings, wanted: Wanted, record: ServiceRecord): Conclusion {
  const { peer, trouble } = wanted;
  const { name } = around.service;
  if (peer.kind === "outside") return unknown(`${name} cannot reach ${showWanted(wanted)}, which is no part of the project: whether it is there in production cannot be told here`);
  if (peer.kind !== "service") return misnamed(around, wanted, record);
  const dependency = peer.service;
  if (!peer.isShared) return apart(around, wanted, dependency, record);
  if (!peer.record || peer.record.state !== "running") return ruledOut(`${dependency.name} itself does not run`);
  if (trouble.kind === "rejected") return rejected(around, wanted, dependency, record);
  if (trouble.kind === "starting") return ruledOut(`${dependency.name} took the connection and was still starting`);
  if (!peer.record.listening) return unknown(`what listens in ${dependency.name} could not be read`);
  const open = openPorts(peer.record);
  if (wanted.port !== undefined && open.includes(wanted.port)) return ruledOut(`${showWanted(wanted)} takes connections by now`);
  if (open.length === 0) return unknown(`${name} cannot reach ${showWanted(wanted)}, and ${dependency.name} listens on nothing that others can reach`);
  if (trouble.kind !== "refused" || wanted.port === undefined) return unknown(`${name} cannot reach ${showWanted(wanted)}; ${dependency.name} listens on port ${open.join(", ")}`);
  return wrongPort(around, wanted, dependency, open, record);
}

/** A name that nobody has, or the app's own loopback. */
function misnamed(around: Surroundings, wanted: Wanted, record: ServiceRecord): Conclusion {
  const { service, plan } = around;
  const meant = serviceWanted(around, wanted);
  const isOwn = wanted.peer.kind === "own";
  if (!meant && plan.platform !== "compose") return unknown(`${service.name} cannot reach ${showWanted(wanted)}, and the project says nothing of where it runs`);
  const correction = meant && wanted.endpoint ? redirected(service, wanted.endpoint, endpointsOf({ ...service, variables: {} }, around.sources), meant.host, meant.port) : undefined;
  const target = meant && showWanted({ host: meant.host, ...(meant.port === undefined ? {} : { port: meant.port }) });
  return located(around, wanted, record, {
    confidence: meant && wanted.endpoint ? "likely" : "possible",
    title: isOwn ? `${service.name} looks for ${portText(wanted)} in its own container` : `${service.name} looks for ${showWanted(wanted)}, which does not exist`,
    ...(correction?.at ? { location: correction.at } : {}),
    what: `${service.name} connects to ${showWanted(wanted)}. ${isOwn ? "That is its own container, in which nothing listens there" : `No ${plan.platform === "upsun" ? "relationship" : "service"} is called ${wanted.host}`}${meant ? `; ${plan.platform === "upsun" ? "the service " : ""}${meant.service.name} is meant: ${meant.because}` : ""}.`,
    fix: { text: target === undefined ? `Name the service that ${service.name} needs, or add it.` : `Have ${service.name} connect to ${target}.`, edits: correction?.edits ?? [] },
    related: besides(correction?.at, meant?.service.at, "the service that is meant"),
    ...(correction?.intervention ? { intervention: correction.intervention } : {}),
  });
}

function portText({ port, host }: Wanted): string {
  return port === undefined ? host : `port ${port}`;
}

function wrongPort(around: Surroundings, wanted: Wanted, dependency: Service, open: readonly number[], record: ServiceRecord): Conclusion {
  const { service } = around;
  const meant = serviceWanted(around, { ...wanted, peer: { kind: "own" } });
  const port = open.length === 1 ? open[0] : meant?.service.name === dependency.name ? meant.port : undefined;
  const correction =
    port !== undefined && wanted.endpoint
      ? redirected(service, { ...wanted.endpoint, ...(wanted.port === undefined ? {} : { port: wanted.port }) }, endpointsOf({ ...service, variables: {} }, around.sources), wanted.endpoint.host, port)
      : undefined;
  return located(around, wanted, record, {
    confidence: "likely",
    title: `${service.name} connects to ${showWanted(wanted)}; ${dependency.name} listens on ${open.join(", ")}`,
    ...(correction?.at ? { location: correction.at } : {}),
    what: `${service.name} connects to ${showWanted(wanted)} and is refused. ${dependency.name} listens on port ${open.join(", ")}.`,
    fix: { text: port === undefined ? `Give ${service.name} a port on which ${dependency.name} listens.` : `Have ${service.name} connect to port ${port}.`, edits: correction?.edits ?? [] },
    related: besides(correction?.at, dependency.at, "the service that is meant"),
    ...(correction?.intervention ? { intervention: correction.intervention } : {}),
  });
}

function rejected(around: Surroundings, wanted: Wanted, dependency: Service, record: ServiceRecord): Conclusion {
  const { service } = around;
  const part = wanted.trouble.refused ?? "password";
  const credential = credentialOf(service, dependency, wanted);
  const { given } = credential;
  return located(around, wanted, record, {
    confidence: given || part !== "password" ? "likely" : "possible",
    title: `${dependency.name} refuses the ${part} that ${service.name} gives`,
    ...(credential.at ? { location: credential.at } : {}),
    what: `${service.name} reaches ${dependency.name}, which refuses its ${part}${credential.name === undefined ? "" : `. ${service.name} has it from ${credential.name}`}.`,
    fix: {
      text: `Give ${service.name} the ${part} that ${dependency.name} was made with${given ? `: the value of ${given.name}` : ""}. A volume that was filled before keeps the earlier one.`,
      edits: [],
    },
    related: besides(credential.at, given?.at, `${dependency.name} has its own from here`),
    ...(credential.intervention ? { intervention: credential.intervention } : {}),
  });
}

/** The service exists, on networks that the app is not on. */
function apart(around: Surroundings, wanted: Wanted, dependency: Service, record: ServiceRecord): Conclusion {
  const { service } = around;
  const [own] = service.attachments;
  const [theirs] = dependency.attachments;
  const at: Location | undefined = service.attachments.findLast((attachment) => attachment.at)?.at ?? own?.at ?? dependency.attachments.find((attachment) => attachment.at)?.at;
  const word = service.attachments.findLast((attachment) => attachment.at)?.network ?? "";
  const edits = theirs ? anotherEntry(at, word, theirs.network) : [];
  return located(around, wanted, record, {
    confidence: "likely",
    title: `${service.name} and ${dependency.name} share no network`,
    ...(at ? { location: at } : {}),
    what: `${service.name} looks for ${wanted.host}. That is a service of the project, on ${networksOf(dependency)}; ${service.name} is on ${networksOf(service)}.`,
    fix: { text: `Put ${service.name} on a network of ${dependency.name}.`, edits },
    related: besides(at, theirs?.at, `${dependency.name} is on this network`),
    ...(edits.length > 0 ? { intervention: { kind: "edit-files", edits, services: [service.name] } } : {}),
  });
}

function networksOf(service: Service): string {
  const names = service.attachments.map((attachment) => `the network ${attachment.network}`);
  return names.length > 0 ? names.join(" and ") : "no network";
}

function located(around: Surroundings, wanted: Wanted, record: ServiceRecord, draft: Omit<Draft, "why" | "evidence">): Conclusion {
  const location = draft.location ?? wanted.endpoint?.at ?? startPlace(around.service);
  const isDown = record.exits.length > 0;
  const evidence: Witness[] = [{ kind: "log", text: wanted.trouble.said }, ...(isDown ? [{ kind: "exit" as const, text: showExit(record) }] : []), ...openWitness(around, wanted)];
  return found({
    ...draft,
    service: around.service.name,
    ...(location ? { location } : {}),
    why: isDown ? "The app gives up without it; nothing is left to answer, and nginx answers 502." : "Without it the app does not come to serve: it does not listen, or answers with an error itself.",
    evidence,
  });
}

function openWitness(around: Surroundings, { peer }: Wanted): Witness[] {
  const ports = peer.kind === "service" ? openPorts(peer.record) : [];
  return peer.kind === "service" && ports.length > 0 ? [{ kind: "socket", text: `${peer.service.name} listens on port ${ports.join(", ")}` }] : [];
}
