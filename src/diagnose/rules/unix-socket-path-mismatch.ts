import { mountOver, plainPath } from "../../model/address.ts";
import type { Edit } from "../../model/edit.ts";
import type { FactTypes, ListeningSocket } from "../../model/evidence.ts";
import type { Location } from "../../model/location.ts";
import { serviceNamed, type Mount, type Plan, type Service } from "../../model/plan.ts";
import type { Target } from "../../model/proxy.ts";
import { replaceWord, wholeLine } from "../edits.ts";
import { dialled, gatewayWitnesses, isRefused, socketErrno } from "../gateway.ts";
import { absolutePath, isMeantForRequests, pathRecord, pathWitness, seenByProxy, seenByService, socketPlace, standsThere } from "../paths.ts";
import { preferChanged } from "../places.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import { ownSockets, showSocket, socketWitnesses, unixOnly } from "../sockets.ts";
import type { GatewaySymptom } from "../symptoms.ts";

type Known = Pick<FactTypes, "sockets" | "paths" | "services" | "sources">;

export const unixSocketPathMismatch = defineRule({
  id: "unix-socket-path-mismatch",
  title: "nginx dials a Unix socket that is not there",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["sockets", "paths", "services", "sources"],
  absent: "no Unix socket that nginx dials was absent",
  doc: {
    what: "nginx dials the path of a Unix socket at which nothing listens, while the app listens on a socket at another path, or at the same path of a folder that nginx's container does not share.",
    why: "A Unix socket is a file. It is found by its path alone, and only in a folder that both containers have. nginx answers 502 and logs `connect() to unix:… failed (2: No such file or directory)`, or 111 where a dead process left its file behind.",
    fix: "Name the same path on both sides, and put its folder into a volume that both containers mount. The path of PHP-FPM's socket often holds the version of PHP, which changes with the image or the distribution.",
  },
  diagnose(symptom, facts, plan) {
    const { service, target, record } = symptom;
    if (target?.socket === undefined) return ruledOut("nginx dials no Unix socket");
    if (!isRefused(symptom)) return ruledOut(`nginx found a socket at ${target.socket}${socketErrno(symptom) === undefined ? "" : ` and failed with error ${socketErrno(symptom)}`}`);
    if (!service) return unknown(`nothing tells which service is to open ${target.socket}`);
    const sockets = ownSockets(plan, facts.sockets, service, target);
    if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
    const all = unixOnly(sockets);
    const meant = all.filter((socket) => isMeantForRequests(plan, service, facts.sources, socket));
    const opened = meant.length > 0 ? meant : all;
    if (opened.length === 0)
      return ruledOut(sockets.length > 0 ? `${service.name} listens on no Unix socket, but on ${showSocket(sockets[0] as ListeningSocket)}` : `${service.name} listens on no socket at all`);
    const wanted = plainPath(seenByService(plan, service, target.socket) ?? target.socket);
    const paths = opened.map((socket) => absolutePath(service, record, socket));
    if (!paths.some((path) => plainPath(path) === wanted)) return elsewhere({ symptom, service, target, facts, plan }, nearestPath(paths, wanted), opened, meant.length === 1);
    if (standsThere(pathRecord(facts.paths, plan.proxy.service, target.socket))) return ruledOut(`${service.name} listens on ${target.socket}, and nginx's container has it`);
    return notShared({ symptom, service, target, facts, plan }, wanted, opened);
  },
});

interface Case {
  readonly symptom: GatewaySymptom;
  readonly service: Service;
  readonly target: Target;
  readonly facts: Known;
  readonly plan: Plan;
}

/** The path that has most in common with the wanted one: its name, else its folder. */
function nearestPath(paths: readonly string[], wanted: string): string {
  const name = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
  const alike = (path: string): number => common(name(path), name(wanted)) * 2 + common(path, wanted);
  return paths.toSorted((a, b) => alike(b) - alike(a))[0] ?? wanted;
}

function common(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** `unix:///run/app.sock` names the path with three slashes. */
function shown(path: string): string {
  return path.replace(/^\/+/, "/");
}

/** A path below /run written below /var/run where the other one is. */
function inStyleOf(written: string, path: string): string {
  return /^\/*var\/run\//.test(written) && path.startsWith("/run/") ? `/var${path}` : path;
}

/** The app listens on another path. */
function elsewhere({ symptom, service, target, facts, plan }: Case, path: string, opened: readonly ListeningSocket[], isSure: boolean): Conclusion {
  const dialledPath = target.socket ?? "";
  const reachable = seenByProxy(plan, service, path);
  const wanted = seenByService(plan, service, dialledPath);
  const appPlace = socketPlace(plan, service, facts.sources, path);
  const proxyPlace = target.hostFrom?.at ?? target.at;
  const notes = { proxy: `nginx dials ${shown(dialledPath)} here`, app: `${service.name} is told to listen on ${path} here` };
  const onProxy = reachable === undefined ? [] : replaceWord(proxyPlace, dialledPath, inStyleOf(dialledPath, reachable));
  const onApp = wanted === undefined ? [] : replaceWord(appPlace, path, wanted);
  // A path outside of what both containers have cannot be dialled at all: then the app's line is the one to change.
  const isAppAtFault = reachable === undefined && onApp.length > 0;
  const first = isAppAtFault ? appPlace : proxyPlace;
  const second = isAppAtFault ? proxyPlace : appPlace;
  const placed = first ? preferChanged(facts.sources, first, second, isAppAtFault ? { first: notes.app, second: notes.proxy } : { first: notes.proxy, second: notes.app }) : { related: [] };
  const edits = isAppAtFault ? onApp : onProxy;
  return found({
    confidence: isSure ? "likely" : "possible",
    title: `nginx dials ${dialled(symptom)}, but ${service.name} listens on ${path}`,
    service: service.name,
    ...placed,
    what: `nginx dials ${shown(dialledPath)}, where nobody listens. ${service.name} listens on ${path}${reachable === undefined ? ", which nginx's container does not share" : reachable === plainPath(path) ? "" : `, which nginx has at ${reachable}`}.`,
    why: "A Unix socket is found by its path alone. nginx finds nobody at the one it dials and answers 502.",
    fix: {
      text:
        reachable === undefined
          ? `Make ${service.name} listen in a folder that it shares with nginx${wanted === undefined ? "" : `: ${wanted}`}.`
          : `Dial unix:${reachable} in nginx, or make ${service.name} listen on ${wanted ?? shown(dialledPath)}.`,
      edits,
    },
    evidence: [...socketWitnesses(service.name, opened), ...pathWitness(facts.paths, plan.proxy.service, dialledPath), ...gatewayWitnesses(symptom)],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: isAppAtFault ? [service.name] : [] } } : {}),
  });
}

/** The app listens at the very path that is dialled, but nginx's container has another folder there. */
function notShared({ symptom, service, target, facts, plan }: Case, path: string, opened: readonly ListeningSocket[]): Conclusion {
  const proxy = serviceNamed(plan, plan.proxy.service);
  const dialledPath = target.socket ?? "";
  const own = proxy && mountOver(proxy, dialledPath);
  const theirs = mountOver(service, path);
  const edits = proxy ? sharingEdits(dialledPath, path, { service: proxy, mount: own }, { service, mount: theirs }) : [];
  const first = own?.at ?? theirs?.at ?? target.at;
  const second = own?.at ? theirs?.at : undefined;
  const placed = first ? preferChanged(facts.sources, first, second, { first: "nginx has this there", second: `${service.name} has this there` }) : { related: [] };
  const folder = path.slice(0, path.lastIndexOf("/"));
  return found({
    confidence: "likely",
    title: `${service.name} listens on ${path}, which nginx's container does not share`,
    service: service.name,
    ...placed,
    related: [...placed.related, ...(target.at && first !== target.at ? [{ at: target.at, note: "nginx dials it here" }] : [])],
    what: `${service.name} listens on ${path} in its own container. nginx's container has ${showMount(own)} there, ${service.name} ${showMount(theirs)}: they are different files.`,
    why: "Each container has a file system of its own. A socket is there for another container only when its folder is a volume that both mount; nginx finds nothing at the path and answers 502.",
    fix: { text: `Mount one volume at ${folder} of ${service.name} and at ${shown(dialledPath.slice(0, dialledPath.lastIndexOf("/")))} of ${plan.proxy.service}.`, edits },
    evidence: [...socketWitnesses(service.name, opened), ...pathWitness(facts.paths, plan.proxy.service, dialledPath), ...gatewayWitnesses(symptom)],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [service.name] } } : {}),
  });
}

function showMount(mount: Mount | undefined): string {
  if (!mount) return "a folder of its own";
  return mount.kind === "volume" ? `the volume ${mount.volume}` : mount.kind === "files" ? `the folder ${mount.repo} of the repository` : `a ${mount.kind} of its own`;
}

interface Side {
  readonly service: Service;
  readonly mount: Mount | undefined;
}

/** The edit that makes two containers mount one named volume; none when the lines do not allow a sure one. */
function sharingEdits(dialledPath: string, path: string, proxy: Side, app: Side): Edit[] {
  const inside = (from: Mount, full: string): string => plainPath(full).slice(plainPath(from.target).length);
  if (proxy.mount?.kind === "volume" && app.mount?.kind === "volume") {
    return inside(proxy.mount, dialledPath) === inside(app.mount, path) ? renamedVolume(proxy.mount.at, proxy.mount.volume, app.mount.volume) : [];
  }
  if (app.mount?.kind === "volume" && proxy.mount === undefined) return addedMount(proxy.service, app.mount.volume, without(dialledPath, inside(app.mount, path)));
  if (proxy.mount?.kind === "volume" && app.mount === undefined) return addedMount(app.service, proxy.mount.volume, without(path, inside(proxy.mount, dialledPath)));
  return [];
}

/** The line of a mount, in the short or the long form, with another volume. */
function renamedVolume(at: Location | undefined, from: string, to: string): Edit[] {
  const head = /^\s*(?:-\s*)?(?:source:\s*)?["']?/.exec(at?.text ?? "")?.[0] ?? "";
  const rest = (at?.text ?? "").slice(head.length);
  if (!at?.text || !rest.startsWith(from) || !/^(?:[:"'\s]|$)/.test(rest.slice(from.length)) || at.text.length >= 300) return [];
  return [wholeLine(at, head + to + rest.slice(from.length))];
}

function without(path: string, end: string): string {
  const plain = plainPath(path);
  return plain.endsWith(end) ? plain.slice(0, plain.length - end.length) : "";
}

/** A line for a volume below another mount of the service, in the same form. */
function addedMount(service: Service, volume: string, folder: string): Edit[] {
  const line = service.mounts
    .map((mount) => mount.at)
    .findLast((at): at is Location => at?.text !== undefined && /^\s*-\s+[^\s{[][^{]*:[^\s]/.test(at.text) && !/^\s*-\s+(?:type|source|target):/.test(at.text));
  const indent = /^\s*-\s+/.exec(line?.text ?? "")?.[0];
  if (!line || indent === undefined || folder === "" || !/^[\w.-]+$/.test(volume)) return [];
  return [{ path: line.path, startLine: line.line + 1, endLine: line.line, replacement: `${indent}${volume}:${folder}` }];
}
