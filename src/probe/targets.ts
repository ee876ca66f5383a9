import type { Environment } from "../boot/environment.ts";
import { serviceOfTarget } from "../model/address.ts";
import type { Probe } from "../model/plan.ts";
import { targetPort } from "../model/proxy.ts";
import type { WatchedTarget } from "./readiness.ts";

/** The addresses behind a probe's route that belong to services of the plan. */
export function targetsOf(environment: Environment, probe: Probe): WatchedTarget[] {
  const route = probe.route === undefined ? undefined : environment.plan.proxy.routes[probe.route];
  return (route?.targets ?? []).flatMap((target) => {
    const port = targetPort(target);
    const service = serviceOfTarget(environment.plan, target.host);
    return port === undefined || !service || target.down || target.backup ? [] : [{ service: service.name, host: target.host, port }];
  });
}
