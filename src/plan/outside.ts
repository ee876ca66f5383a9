import { desktopNames, isAddressLiteral, isHostAddress, isLoopback, serviceOfTarget } from "../model/address.ts";
import { hostName, type Note, type Plan, type Supplied } from "../model/plan.ts";
import type { Route, Target } from "../model/proxy.ts";

/** An address of the range that is kept for documentation: nobody has it. */
const nowhere = "192.0.2.1";

/**
 * The plan without what lies outside the project: hosts on the internet that the proxy dials are given an address that leads nowhere,
 * so that nginx starts without a network, and no request is sent to them. `unanswered` are outside whoever has their name.
 */
export function withoutOutside(plan: Plan, unanswered: readonly string[] = []): Plan {
  const hosts = [
    ...new Set(
      plan.proxy.routes
        .flatMap((route) => route.targets)
        .filter((target) => isOutside(plan, target, unanswered))
        .map((target) => target.host),
    ),
  ];
  if (hosts.length === 0) return plan;
  const asked = plan.probes.filter((probe) => !leadsOutside(plan, probe.route === undefined ? undefined : plan.proxy.routes[probe.route], unanswered));
  const notes = plan.probes
    .filter((probe) => !asked.includes(probe))
    .map((probe): Note => ({
      text: `${probe.name} is not asked: it leads ${toProgram(plan, probe.route) ? "to a program on the host, " : ""}outside the project`,
      ...(probe.at ? { at: probe.at } : {}),
    }));
  const supplied = hosts
    .filter((host) => !isHostAddress(plan.services, plan.proxy.service, host))
    .map((host): Supplied => {
      const at = plan.proxy.routes.flatMap((route) => route.targets).find((target) => target.host === host)?.at;
      return { what: `the name ${host}, with an address that leads nowhere`, why: "it is outside the project and not asked", ...(at ? { at } : {}) };
    });
  return {
    ...plan,
    services: named(
      plan,
      hosts.filter((host) => !isAddressLiteral(host)),
    ),
    probes: asked,
    notes: [...plan.notes, ...notes],
    supplied: [...plan.supplied, ...supplied],
  };
}

function toProgram(plan: Plan, route: number | undefined): boolean {
  return route !== undefined && plan.proxy.routes[route]?.targets.some((target) => isHostAddress(plan.services, plan.proxy.service, target.host)) === true;
}

function named(plan: Plan, hosts: readonly string[]): Plan["services"] {
  return plan.services.map((service) => {
    const known = service.settings.extraHosts ?? [];
    const added = hosts.filter((host) => !known.some((entry) => entry.split(/[:=]/)[0] === host)).map((host) => `${host}:${nowhere}`);
    return service.name === plan.proxy.service && added.length > 0 && (!service.networkOf || service.networkOf.value === hostName)
      ? { ...service, settings: { ...service.settings, extraHosts: [...known, ...added] } }
      : service;
  });
}

function leadsOutside(plan: Plan, route: Route | undefined, unanswered: readonly string[]): boolean {
  return route !== undefined && route.targets.length > 0 && route.targets.every((target) => isOutside(plan, target, unanswered));
}

/** A name with a dot or an address that no service has. In a Compose project a plain name can only be meant for a service. */
function isOutside(plan: Plan, target: Target, unanswered: readonly string[]): boolean {
  const { host } = target;
  if (unanswered.includes(host)) return true;
  if (target.socket !== undefined || host === "" || isLoopback(host) || serviceOfTarget(plan, host)) return false;
  if (isHostAddress(plan.services, plan.proxy.service, host)) return !isContainerPort(plan, target.port);
  if (desktopNames.includes(host)) return false;
  return isAddressLiteral(host) || host.includes(".") || plan.platform === "dockerfile";
}

/** A port that a service has but publishes as another is dialled by mistake; one that no service knows belongs to a program on the host. */
function isContainerPort(plan: Plan, port: number): boolean {
  return plan.services.some((service) => service.ports.some((each) => each.target === port));
}
