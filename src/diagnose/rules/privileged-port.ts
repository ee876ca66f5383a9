import { serviceOfTarget } from "../../model/address.ts";
import type { NginxStartError } from "../../model/evidence.ts";
import type { Edit } from "../../model/edit.ts";
import type { Witness } from "../../model/finding.ts";
import type { Location, RelatedLocation } from "../../model/location.ts";
import type { Plan, Service } from "../../model/plan.ts";
import { sameLine } from "../../model/location.ts";
import { portDenied, takerPlaces } from "../bind.ts";
import { showExit } from "../crash.ts";
import { replaceWord } from "../edits.ts";
import { startPlace } from "../places.ts";
import { defineRule, found, ruledOut, type Conclusion } from "../rule.ts";
import { redialPort } from "../redial.ts";

/** Ports below it are for the system, unless a namespace says otherwise. */
const firstPlainPort = 1024;
const setting = "net.ipv4.ip_unprivileged_port_start";

export const privilegedPort = defineRule({
  id: "privileged-port",
  title: "The user may not open a port below 1024",
  since: "0.1.0",
  symptoms: ["exit", "proxy-start"],
  needs: ["sources"],
  explains: ["crash-on-start"],
  absent: "nothing that the proxy depends on ended",
  doc: {
    what: "A program that runs as a plain user, or as root without its capabilities, opens a port below 1024, and its container does not allow that.",
    why: `Below \`${setting}\` the kernel wants the capability NET_BIND_SERVICE. Docker sets it to 0 in every container, so that any user may open any port; a project that sets it to 1024, an older engine and many platforms do not. The program ends, and nginx gets no answer.`,
    fix: `Listen on a port from 1024 up and dial it in nginx; \`ports:\` can still publish 80 or 443. Else allow it: leave out \`${setting}\`, or add \`cap_add: [NET_BIND_SERVICE]\` for root.`,
  },
  diagnose(symptom, { sources }, plan) {
    if (symptom.kind === "proxy-start") return ofProxy(symptom.errors, plan);
    const { service, record } = symptom;
    const failure = portDenied(record, sources);
    if (!failure) return ruledOut(`${service.name} did not end for want of the right to open a port`);
    const port = failure.port ?? lowPortDialled(plan, service);
    if (port === undefined || port >= firstPlainPort) return ruledOut(`the port that ${service.name} may not open is not known to be below ${firstPlainPort}`);
    const [place] = takerPlaces(service, sources, failure, port, record.variables);
    const location = place?.at ?? failure.at ?? startPlace(service);
    const edits = movingEdits(plan, service, location, port);
    return found({
      confidence: "likely",
      title: `${service.name} may not open port ${port} as ${userOf(service, record.image.user)}`,
      service: service.name,
      ...(location ? { location } : {}),
      related: userPlace(service, location),
      what: `${service.name} runs as ${userOf(service, record.image.user)}, and the kernel refused it port ${port}. ${service.name} ended: ${showExit(record)}.`,
      why: whyRefused(service),
      fix: { text: `Let ${service.name} listen on ${plainPort(port)}, and dial that in nginx, or let its user open low ports.`, edits },
      evidence: [...failure.lines.slice(-6).map((text): Witness => ({ kind: "log", text })), ...setWitness(service), { kind: "exit", text: showExit(record) }],
      intervention: edits.length > 0 ? { kind: "edit-files", edits, services: [service.name] } : { kind: "open-low-ports", service: service.name },
    });
  },
});

function ofProxy(errors: readonly NginxStartError[], plan: Plan): Conclusion {
  const proxy = plan.services.find((each) => each.name === plan.proxy.service);
  const said = errors.find((error) => /^bind\(\) to .*:\d+ failed \(13: /.test(error.message))?.message;
  const match = /^bind\(\) to (\S+):(\d+) failed/.exec(said ?? "");
  const port = Number(match?.[2]);
  if (!proxy || said === undefined || !match || port >= firstPlainPort) return ruledOut("nginx was refused no port below 1024");
  const listens = plan.proxy.servers.flatMap((server) => server.listens).filter((listen) => listen.port === port);
  const location = listens[0]?.at ?? proxy.at;
  return found({
    confidence: "likely",
    title: `nginx may not open port ${port} as ${userOf(proxy, "")}`,
    service: proxy.name,
    ...(location ? { location } : {}),
    related: userPlace(proxy, location),
    what: `nginx runs as ${userOf(proxy, "")}, and the kernel refused it ${match[1]}:${port}.`,
    why: whyRefused(proxy).replace("and nginx gets no answer", "and nobody answers"),
    fix: { text: `Listen on ${plainPort(port)} and publish that as ${port}, or let its user open low ports.`, edits: [] },
    evidence: [{ kind: "nginx", text: said }, ...setWitness(proxy)],
    intervention: { kind: "open-low-ports", service: proxy.name },
  });
}

function userOf(service: Service, imageUser: string): string {
  const user = service.user?.value ?? imageUser;
  return user === "" ? (service.settings.capDrop ? "root without its capabilities" : "the image's user") : /^(?:0|root)(?::|$)/.test(user) ? "root without its capabilities" : `user ${user}`;
}

function userPlace(service: Service, location: Location | undefined): RelatedLocation[] {
  const at = service.user?.at;
  return at && !sameLine(at, location) ? [{ at, note: "the user is set here" }] : [];
}

function limitOf(service: Service): string | undefined {
  return service.settings.sysctls?.[setting];
}

function whyRefused(service: Service): string {
  const limit = limitOf(service);
  return `Ports below ${limit ?? firstPlainPort} need the capability NET_BIND_SERVICE${limit === undefined ? "" : ` in this container, which sets ${setting} to ${limit}`}. Without it the program ends, and nginx gets no answer.`;
}

function setWitness(service: Service): Witness[] {
  const limit = limitOf(service);
  return limit === undefined ? [] : [{ kind: "config", text: `${service.name} has ${setting}=${limit}` }];
}

/** 8080 for 80, 8443 for 443. */
function plainPort(port: number): number {
  return port + 8000;
}

/** The low port on which nginx dials a service; undefined when there are several, or none. */
function lowPortDialled(plan: Plan, service: Service): number | undefined {
  const dialled = plan.proxy.routes.flatMap((route) => route.targets).filter((target) => target.port > 0 && serviceOfTarget(plan, target.host)?.name === service.name);
  const [port, ...more] = new Set(dialled.map((target) => target.port));
  return more.length === 0 && port !== undefined && port < firstPlainPort ? port : undefined;
}

/** The app's port and every place where nginx dials it, moved together; none when one of them cannot be rewritten. */
function movingEdits(plan: Plan, service: Service, location: Location | undefined, port: number): Edit[] {
  const own = replaceWord(location, String(port), String(plainPort(port)));
  const targets = plan.proxy.routes.flatMap((route) => route.targets).filter((target) => target.port === port && serviceOfTarget(plan, target.host)?.name === service.name);
  const redialled = targets.map((target) => redialPort(target, plainPort(port), plan).edits);
  if (own.length === 0 || redialled.length === 0 || redialled.some((edits) => edits.length === 0)) return [];
  const all = [...own, ...redialled.flat()];
  return all.filter((edit, index) => all.findIndex((other) => other.path === edit.path && other.startLine === edit.startLine) === index);
}
