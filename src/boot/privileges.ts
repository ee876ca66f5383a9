import type { Plan } from "../model/plan.ts";
import type { Environment } from "./environment.ts";
import { saysHeldBack } from "./limits.ts";

/** Services whose programs say that they may not become another user, as sudo does in a container that keeps it from it. */
export function heldBackServices(environment: Environment): string[] {
  return environment
    .all()
    .filter((running) => running.service.settings.newPrivileges !== true && running.log.lines().some((line) => saysHeldBack(line.text)))
    .map((running) => running.service.name);
}

/** The plan in which these services' programs may gain what the container's own root has anyway. */
export function withNewPrivileges(plan: Plan, names: readonly string[]): Plan {
  const notes = names.flatMap((name) => {
    const at = plan.services.find((service) => service.name === name)?.at;
    return { text: `${name} runs with new privileges: its own program asks for them, as sudo does`, ...(at ? { at } : {}) };
  });
  return {
    ...plan,
    services: plan.services.map((service) => (names.includes(service.name) ? { ...service, settings: { ...service.settings, newPrivileges: true } } : service)),
    notes: [...plan.notes, ...notes],
  };
}
