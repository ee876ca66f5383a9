import { serviceNamed, type Need, type Plan, type Service } from "../model/plan.ts";
import type { Running } from "./running.ts";

/** How a need stands now. */
export function needState(need: Need, running: Running): "met" | "failed" | "waiting" {
  const [exit] = running.exits;
  if (running.startError !== undefined || running.heldBackBy !== undefined) return "failed";
  if (need.condition === "completed") return exit === undefined ? "waiting" : exit.code === 0 ? "met" : "failed";
  if (need.condition === "started") return "met";
  if (exit) return "failed";
  return running.health === "healthy" ? "met" : running.health === "unhealthy" ? "failed" : "waiting";
}

/** Why a service that another needs is waited for. */
export function needWords({ condition }: Need): string {
  return condition === "completed" ? "what needs it starts once it has done its work" : "what needs it starts once its health check passes";
}

/** Whether a service has to be made again for a changed plan. */
export function differs(service: Service, before: Service | undefined, plan: Plan, old: Plan): boolean {
  if (JSON.stringify(service) !== JSON.stringify(before)) return true;
  const changed = plan.overlay.slice(old.overlay.length).map((edit) => edit.path);
  return changed.some((path) => service.mounts.some((mount) => mount.kind === "files" && (mount.repo === path || path.startsWith(`${mount.repo}/`) || mount.repo === "")));
}

/** Where a service has volumes that a task, which it waits for, has as well: what they hold then is the task's work. */
export function filledFor(service: Service, plan: Plan): string[] {
  const tasks = service.needs.filter((need) => need.condition === "completed").flatMap((need) => serviceNamed(plan, need.service) ?? []);
  const volumes = new Set(tasks.flatMap((task) => task.mounts.flatMap((mount) => (mount.kind === "volume" ? [mount.volume] : []))));
  return service.mounts.flatMap((mount) => (mount.kind === "volume" && volumes.has(mount.volume) ? [mount.target.replace(/\/$/, "")] : []));
}

/**
 * What a service waits for: its declared needs and, for the proxy, the apps that it dials: nginx resolves their names once, at its start.
 * Which of two containers that wait for nothing comes first is chance. An app that is held back until something is healthy comes second
 * for certain: then the project's own nginx starts without it, as it does in production, unless its restart policy makes that good.
 */
export function needsOf(plan: Plan, service: Service): { readonly needs: readonly Need[]; readonly dialled: readonly Service[] } {
  const isEager = plan.proxy.kind === "service" && !mayRestart(service);
  const dialled =
    service.name === plan.proxy.service
      ? plan.services.filter((other) => other.role === "app" && other.networkOf?.value !== service.name && (!isEager || isDeclared(service, other) || !isHeldBack(plan, other)))
      : [];
  const implied = dialled.filter((other) => !isDeclared(service, other)).map((other): Need => ({ service: other.name, condition: "started", required: true }));
  return { needs: [...service.needs, ...implied], dialled };
}

/** The services, each after those of them that it needs: what Compose makes first fills a volume that both have. */
export function afterTheirNeeds(services: readonly Service[]): Service[] {
  const ordered = new Set<Service>();
  const seen = new Set<Service>();
  const add = (service: Service): void => {
    if (seen.has(service)) return;
    seen.add(service);
    for (const other of services) if (isDeclared(service, other)) add(other);
    ordered.add(service);
  };
  for (const service of services) add(service);
  return [...ordered];
}

function mayRestart(service: Service): boolean {
  return !["no", ""].includes(service.restart?.value ?? "no");
}

function isDeclared(service: Service, other: Service): boolean {
  return service.needs.some((need) => need.service === other.name);
}

/** Whether it is started only once something is healthy, which takes a second at least. */
function isHeldBack(plan: Plan, service: Service, seen: readonly string[] = []): boolean {
  return service.needs.some((need) => {
    const other = serviceNamed(plan, need.service);
    return need.condition === "healthy" || (other !== undefined && !seen.includes(other.name) && isHeldBack(plan, other, [...seen, service.name]));
  });
}
