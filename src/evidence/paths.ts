import type { Environment } from "../boot/environment.ts";
import { lookAt, nginxWorkers, userNames, type Entry, type Viewpoint } from "../boot/look.ts";
import { foldersAbove } from "../model/address.ts";
import type { PathFacts, PathRecord, PathStep } from "../model/evidence.ts";

/** One path to look at in one service's container. */
export interface PathRequest {
  readonly service: string;
  readonly path: string;
}

const mostLinks = 8;
const mostPaths = 60;

/** Looks at paths in the containers that run; services that cannot be looked into are left out. */
export async function collectPaths(environment: Environment, requests: readonly PathRequest[]): Promise<PathFacts> {
  if (requests.length === 0) return { records: [], workers: [], users: {} };
  const services = [...new Set([environment.plan.proxy.service, ...requests.map((request) => request.service)])];
  const views = await Promise.allSettled(services.map((service) => environment.viewOf(service)));
  const seen = services.flatMap((service, index): [string, Viewpoint][] => {
    const view = views[index];
    return view?.status === "fulfilled" ? [[service, view.value]] : [];
  });
  const own = seen.find(([service]) => service === environment.plan.proxy.service)?.[1];
  const paths = (service: string): string[] => [...new Set(requests.filter((request) => request.service === service).map((request) => request.path))].slice(0, mostPaths);
  const [records, users, workers] = await Promise.all([
    Promise.all(seen.map(([service, view]) => recordsOf(service, view, paths(service)))),
    Promise.all(seen.map(async ([service, view]): Promise<[string, Record<string, string>]> => [service, Object.fromEntries(await userNames(view))])),
    own ? nginxWorkers(own) : [],
  ]);
  return { records: records.flat(), workers, users: usedNames(Object.fromEntries(users), records.flat(), workers) };
}

/** Names of the users that are spoken of, and no others. */
function usedNames(users: PathFacts["users"], records: readonly PathRecord[], workers: PathFacts["workers"]): PathFacts["users"] {
  const used = new Set([...records.flatMap((record) => record.steps.map((step) => step.uid)), ...workers.map((worker) => worker.uid)].map(String));
  return Object.fromEntries(Object.entries(users).map(([service, names]) => [service, Object.fromEntries(Object.entries(names).filter(([uid]) => used.has(uid)))]));
}

interface Walk {
  readonly asked: string;
  /** As it reads with the links followed so far. */
  path: string;
  steps: readonly PathStep[];
  isDone: boolean;
}

async function recordsOf(service: string, view: Viewpoint, paths: readonly string[]): Promise<PathRecord[]> {
  const walks = paths.filter((path) => path.startsWith("/") && path.length < 1000 && !path.includes("\0")).map((path): Walk => ({ asked: path, path, steps: [], isDone: false }));
  for (let round = 0; round < mostLinks && walks.some((walk) => !walk.isDone); round++) {
    const open = walks.filter((walk) => !walk.isDone);
    const wanted = [...new Set(open.flatMap((walk) => foldersAbove(walk.path)))];
    const entries = new Map((await lookAt(view, wanted)).map((entry) => [entry.path, entry]));
    for (const walk of open) advance(walk, entries);
  }
  return walks.map(({ asked, steps }) => ({ service, path: asked, steps }));
}

/** Goes along a path as far as it leads; a link on the way gives another path to go. */
function advance(walk: Walk, entries: ReadonlyMap<string, Entry>): void {
  const steps: PathStep[] = [];
  for (const folder of foldersAbove(walk.path)) {
    const entry = entries.get(folder);
    if (entry?.link) {
      walk.path = resolved(folder, entry.link) + walk.path.slice(folder.length);
      return;
    }
    steps.push(stepOf(folder, entry));
    if (entry?.mode === undefined) break;
  }
  walk.steps = steps;
  walk.isDone = true;
}

function resolved(link: string, target: string): string {
  const parts = target.startsWith("/") ? [] : link.split("/").slice(1, -1);
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

const kinds: Readonly<Record<number, PathStep["kind"]>> = { 0x4000: "folder", 0x8000: "file", 0xc000: "socket" };

function stepOf(path: string, entry: Entry | undefined): PathStep {
  if (entry?.mode === undefined) return { path, kind: "absent", mode: 0, uid: 0, gid: 0 };
  return { path, kind: kinds[entry.mode & 0xf000] ?? "other", mode: entry.mode & 0o7777, uid: entry.uid, gid: entry.gid };
}
