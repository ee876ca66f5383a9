import type { Environment } from "../boot/environment.ts";
import { pathSeenBy, serviceOf } from "../model/address.ts";
import { serviceNamed, type Plan, type Probe, type Service } from "../model/plan.ts";
import { targetPort } from "../model/proxy.ts";
import type { WatchedTarget } from "./readiness.ts";

/** The addresses behind a probe's route that belong to services of the plan. */
export function targetsOf(environment: Environment, probe: Probe): WatchedTarget[] {
  const { plan } = environment;
  const route = probe.route === undefined ? undefined : plan.proxy.routes[probe.route];
  return (route?.targets ?? []).flatMap((target): WatchedTarget[] => {
    const port = targetPort(target);
    const service = serviceOf(plan, target);
    if (!service || target.down || target.backup) return [];
    if (target.socket !== undefined) return [{ service: service.name, host: "", port: 0, socket: socketPath(plan, service, target.socket) }];
    return port === undefined ? [] : [{ service: service.name, host: target.host, port }];
  });
}

function socketPath(plan: Plan, service: Service, dialled: string): string {
  const proxy = serviceNamed(plan, plan.proxy.service);
  return (proxy && pathSeenBy(proxy, service, dialled)) ?? dialled;
}
