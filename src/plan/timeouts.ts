import type { Inputs } from "../model/inputs.ts";
import { byDefault, type Sourced } from "../model/location.ts";
import type { Service } from "../model/plan.ts";
import { millis, type Millis } from "../model/units.ts";

/** How long an app may take when nothing says otherwise. */
export const usualStartTimeout = millis(60_000);

/** The start budget: the user's, else a minute, or longer where a health check of the project allows longer. */
export function startTimeout(inputs: Inputs, services: readonly Service[]): Sourced<Millis> {
  if (inputs.startTimeout !== undefined) return { value: inputs.startTimeout, because: "given by --start-timeout" };
  const declared = services.flatMap((service) => {
    const check = service.healthcheck;
    if (!check || check.startPeriod === undefined) return [];
    return [{ value: millis(check.startPeriod + (check.interval ?? 30_000) * (check.retries ?? 3)), ...(check.at ? { at: check.at } : {}), because: `the health check of ${service.name} allows it` }];
  });
  return [byDefault(usualStartTimeout, "the gate's usual start budget"), ...declared].reduce((longest, each) => (each.value > longest.value ? each : longest));
}
