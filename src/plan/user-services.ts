import { failure } from "../model/failure.ts";
import type { Inputs, ServiceSettings } from "../model/inputs.ts";
import type { Sourced } from "../model/location.ts";
import { nearest } from "../model/names.ts";
import type { Plan, Service } from "../model/plan.ts";

/** The plan with the limits and variables that the user sets for its services. Throws a Failure for a service that the plan has not. */
export function withUserServices(plan: Plan, inputs: Inputs): Plan {
  const listed = inputs.services ?? [];
  requireKnown(plan, listed);
  if (listed.length === 0 && inputs.cpus === undefined) return plan;
  const services = plan.services.map((service) => {
    const limited = inputs.cpus !== undefined && service.role === "app" && service.cpus === undefined ? { ...service, cpus: inputs.cpus } : service;
    const settings = listed.find((each) => each.service === service.name);
    return settings ? withSettings(limited, settings) : limited;
  });
  return { ...plan, services };
}

/** The lines of the configuration are no lines of the project: what is set there names its place in words. */
function withSettings(service: Service, { memory, cpus, variables, because }: ServiceSettings): Service {
  const set = Object.entries(variables).map(([name, value]): [string, Sourced<string>] => [name, { value, because }]);
  return {
    ...service,
    ...(memory === undefined ? {} : { memory: { value: memory, because } }),
    ...(cpus === undefined ? {} : { cpus }),
    variables: { ...service.variables, ...Object.fromEntries(set) },
  };
}

function requireKnown(plan: Plan, listed: readonly ServiceSettings[]): void {
  const names = plan.services.map((service) => service.name);
  const stray = listed.find(({ service }) => !names.includes(service));
  if (!stray) return;
  const meant = nearest(stray.service, names);
  throw failure("config-invalid", `No service "${stray.service}" is started${meant === undefined ? "" : ` (did you mean "${meant}"?)`}; the services are ${names.join(", ")}.`, {
    ...(stray.at ? { at: stray.at } : {}),
    remedy: "Correct the name, or take the entry out.",
  });
}
