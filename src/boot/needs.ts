import type { Need, Plan, Service } from "../model/plan.ts";
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

/** Whether a service has to be made again for a changed plan. */
export function differs(service: Service, before: Service | undefined, plan: Plan, old: Plan): boolean {
  if (JSON.stringify(service) !== JSON.stringify(before)) return true;
  const changed = plan.overlay.slice(old.overlay.length).map((edit) => edit.path);
  return changed.some((path) => service.mounts.some((mount) => mount.kind === "files" && (mount.repo === path || path.startsWith(`${mount.repo}/`) || mount.repo === "")));
}
