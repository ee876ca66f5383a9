import { foldersAbove, pathSeenBy, plainPath } from "../model/address.ts";
import type { AccountRecord, ListeningSocket, PathFacts, PathRecord, PathStep, ServiceRecord } from "../model/evidence.ts";
import type { Witness } from "../model/finding.ts";
import type { Location } from "../model/location.ts";
import { serviceNamed, type Plan, type Service } from "../model/plan.ts";
import type { SocketMention, SourceFacts } from "../model/source.ts";
import { belongsTo } from "./places.ts";

/** What was seen at a path of a service's container; undefined when it was not looked at. */
export function pathRecord(paths: PathFacts, service: string, path: string): PathRecord | undefined {
  return paths.records.find((record) => record.service === service && record.steps.length > 0 && plainPath(record.path) === plainPath(path));
}

/** What stands at the end of a path; undefined where the path, or a folder that leads to it, is absent. */
export function standsThere(record: PathRecord | undefined): PathStep | undefined {
  const last = record?.steps.at(-1);
  return last === undefined || last.kind === "absent" ? undefined : last;
}

/** The first step of a path at which an account is turned away: a folder that it may not search, a socket that it may not write to. */
export function deniedAt(record: PathRecord, account: AccountRecord): PathStep | undefined {
  if (account.uid === 0) return undefined;
  return record.steps.find((step) => step.kind !== "absent" && !permits(step, account, step.kind === "folder" ? 1 : 2));
}

function permits({ mode, uid, gid }: PathStep, account: AccountRecord, bit: 1 | 2): boolean {
  if (uid === account.uid) return ((mode >> 6) & bit) !== 0;
  if (gid === account.gid || account.groups.includes(gid)) return ((mode >> 3) & bit) !== 0;
  return (mode & bit) !== 0;
}

/** "0660". */
export function showMode(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

/** "www-data (33)", "user 33". */
export function showUser(paths: PathFacts, service: string, uid: number): string {
  const name = paths.users[service]?.[String(uid)];
  return name === undefined ? `user ${uid}` : `${name} (${uid})`;
}

/** What stands at a path in a container, for the reader. */
export function pathWitness(paths: PathFacts, service: string, path: string): Witness[] {
  const record = pathRecord(paths, service, path);
  if (!record) return [];
  const last = standsThere(record);
  const absent = record.steps.at(-1);
  const text = last
    ? `a ${last.kind}, mode ${showMode(last.mode)}, of ${showUser(paths, service, last.uid)}, group ${last.gid}`
    : `nothing${absent && absent.path !== plainPath(path) ? `: there is no ${absent.path}` : ""}`;
  return [{ kind: "socket", text: `in ${service} at ${path}: ${text}` }];
}

/** The absolute path of a socket that a program may have opened by a path relative to its folder. */
export function absolutePath(service: Service, record: ServiceRecord | undefined, socket: ListeningSocket): string {
  if (socket.address.startsWith("/")) return socket.address;
  const folder = service.workingDir ?? record?.image.workingDir ?? "/";
  return `${folder.replace(/\/$/, "")}/${socket.address.replace(/^\.\//, "")}`;
}

/** Where nginx has what a service has at a path, and the other way round; undefined when they share no such folder. */
export function seenByProxy(plan: Plan, service: Service, path: string): string | undefined {
  const proxy = serviceNamed(plan, plan.proxy.service);
  return proxy && pathSeenBy(service, proxy, path);
}

export function seenByService(plan: Plan, service: Service, path: string): string | undefined {
  const proxy = serviceNamed(plan, plan.proxy.service);
  return proxy && pathSeenBy(proxy, service, path);
}

/** Lines on the app's side about sockets; those of nginx's own files are left out. */
export function socketMentions(plan: Plan, service: Service, sources: SourceFacts): SocketMention[] {
  const proxied = new Set(plan.proxy.files.map((file) => file.repo));
  return (sources.sockets ?? []).filter((mention) => belongsTo(service, mention.at.path) && !proxied.has(mention.at.path) && !/\.nginx$|(^|\/)nginx[\w.-]*\.conf$/.test(mention.at.path));
}

/** The line on the app's side that names the path on which it listens; what starts the service counts more than a file of settings, that more than code. */
export function socketPlace(plan: Plan, service: Service, sources: SourceFacts, path: string): Location | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const fits = (text: string): number => (text.includes(path) || text.includes(plainPath(path)) ? 3 : text.includes(name) ? 1 : 0);
  const started = service.start.flatMap((step) => (step.at && fits(step.text) > 0 && !/\b(?:rm|mkdir|chmod|chown|test|wait)\b/.test(step.text) ? [{ at: step.at, weight: 3 + fits(step.text) }] : []));
  const variables = Object.values(service.variables).flatMap(({ value, at }) => (at && fits(value) > 0 ? [{ at, weight: 2 + fits(value) }] : []));
  const mentions = socketMentions(plan, service, sources).flatMap(({ kind, socket = "", at }) =>
    kind === "path" && fits(socket) > 0
      ? [{ at, weight: fits(socket) + (/^\s*(?:listen|bind|socket|http-socket)\b|--bind|--uds|unix:/.test(at.text ?? "") ? 3 : 0) - (isHousekeeping(at) ? 3 : 0) }]
      : [],
  );
  return [...started, ...variables, ...mentions].toSorted((a, b) => b.weight - a.weight)[0]?.at;
}

const servers = /php-fpm|gunicorn|uwsgi|unicorn|puma|uvicorn|hypercorn|daphne/;

/** Whether a Unix socket is one that requests are meant for: nginx dials it or has its folder, the project names it, or a server of web applications holds it. Programs open others for themselves. */
export function isMeantForRequests(plan: Plan, service: Service, sources: SourceFacts, socket: ListeningSocket): boolean {
  const dialled = plan.proxy.routes.flatMap((route) => route.targets.flatMap((target) => target.socket ?? []));
  if (dialled.some((path) => plainPath(path) === plainPath(socket.address))) return true;
  if (service.name !== plan.proxy.service && seenByProxy(plan, service, socket.address) !== undefined) return true;
  return servers.test(socket.process?.command ?? "") || socketPlace(plan, service, sources, socket.address) !== undefined;
}

function isHousekeeping(at: Location): boolean {
  return /\b(?:rm|rmSync|unlink|mkdir|chmod|chown|healthcheck|curl)\b|\btest\s/i.test(at.text ?? "");
}

/** Whether a line is about a path or a folder that leads to it. */
export function speaksOf(text: string, path: string): boolean {
  return foldersAbove(path)
    .filter((folder) => folder.split("/").length > 2)
    .some((folder) => text.includes(folder));
}
