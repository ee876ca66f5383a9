import type { Need } from "../model/plan.ts";
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
