import { desktopNames, isHostAddress, isLoopback } from "../model/address.ts";
import { gatewayNames, hostName, needsHost, serviceNamed, type Forward, type Plan, type Service, type Supplied } from "../model/plan.ts";
import type { Port } from "../model/units.ts";
import type { ProxyPlan, Target } from "../model/proxy.ts";

/**
 * The plan with the host in it, where something lives there or dials it: each published port is a forward inside the host, and a
 * target that names the host's side of one is the service behind it from there on.
 */
export function withHost(plan: Plan): Plan {
  const bridged = isOnHost(plan, plan.proxy.service) ? [] : bridgedPorts(plan);
  if (!needsHost(plan) && bridged.length === 0) return plan;
  const forwards = publishedForwards(plan);
  const routes = plan.proxy.routes.map((route) => ({ ...route, targets: route.targets.map((target) => throughHost(plan, forwards, target)) }));
  const toHost = bridged.map((port): Forward => ({ inside: plan.proxy.service, listen: bridgeAddress, port, toHost: hostName, toPort: port }));
  return { ...plan, forwards: [...plan.forwards, ...forwards, ...toHost], proxy: { ...plan.proxy, routes }, supplied: [...plan.supplied, ...suppliedHost(plan, forwards)] };
}

/** The address of the host on the engine's own bridge, unless its configuration says otherwise: it is often written where a name should stand. */
const bridgeAddress = "172.17.0.1";

/** Ports dialled at the bridge's address that a service of the project publishes. What else is there is outside the project. */
function bridgedPorts(plan: Plan): Port[] {
  const dialled = new Set(plan.proxy.routes.flatMap((route) => route.targets.filter((target) => target.host === bridgeAddress).map((target) => target.port)));
  return publishedForwards(plan).flatMap((forward) => (dialled.has(forward.port) && !isLoopback(forward.listen) ? [forward.port] : []));
}

/** What the engine's port proxy would do on the host. What lives on the host needs none, and a port that it takes is its own. */
function publishedForwards(plan: Plan): Forward[] {
  const taken = new Set(isOnHost(plan, plan.proxy.service) ? plan.proxy.servers.flatMap((server) => server.listens.map((listen) => listen.port)) : []);
  return plan.services
    .filter((service) => service.attachments.length > 0)
    .flatMap((service) =>
      service.ports.flatMap(({ target, published, hostAddress, at }): Forward[] =>
        published === undefined || taken.has(published) || !taken.add(published)
          ? []
          : [{ inside: hostName, listen: listenAddress(hostAddress), port: published, toHost: service.name, toPort: target, ...(at ? { at } : {}) }],
      ),
    );
}

/** An address of the real host's is any address of the emulated one. */
function listenAddress(hostAddress: string | undefined): string {
  return hostAddress !== undefined && isLoopback(hostAddress) ? hostAddress : "0.0.0.0";
}

function isOnHost(plan: Plan, name: string): boolean {
  return serviceNamed(plan, name)?.networkOf?.value === hostName;
}

/** Whether an address of the proxy's can only be meant for the host, whether or not it leads there. */
export function namesHost(services: readonly Service[], proxy: Pick<ProxyPlan, "service">, host: string): boolean {
  return isHostAddress(services, proxy.service, host) || desktopNames.includes(host) || host === bridgeAddress;
}

/** What runs on the host beside the proxy: the ports that it opens are the host's. */
export function residents(services: readonly Service[], proxy: Pick<ProxyPlan, "service">): Service[] {
  return services.filter((service) => service.name !== proxy.service && service.networkOf?.value === hostName);
}

function throughHost(plan: Plan, forwards: readonly Forward[], target: Target): Target {
  const fromInside = isOnHost(plan, plan.proxy.service);
  const isBridged = !fromInside && target.host === bridgeAddress;
  if (!isBridged && !isHostAddress(plan.services, plan.proxy.service, target.host)) return target;
  const forward = forwards.find((each) => each.port === target.port && (fromInside || !isLoopback(each.listen)));
  if (forward) return behind(target, forward.toHost, forward.toPort, forward.at);
  const resident = fromInside || isBridged ? undefined : residents(plan.services, plan.proxy)[0];
  return resident ? behind(target, resident.name, target.port, resident.networkOf?.at) : target;
}

/** The target as the service's own port, with the address of the host by which it is dialled. */
function behind(target: Target, service: string, port: number, at?: Forward["at"]): Target {
  return { ...target, host: service, port, through: { host: target.host, port: target.port, ...(at ? { at } : {}) } };
}

function suppliedHost(plan: Plan, forwards: readonly Forward[]): Supplied[] {
  const ports = forwards.map((forward) => forward.port);
  const named = plan.services.find((service) => gatewayNames(service).length > 0);
  const on = plan.services.find((service) => service.networkOf?.value === hostName);
  const at = on?.networkOf?.at ?? named?.at;
  return [
    {
      what: `a host of its own${ports.length > 0 ? `, with the published ports ${ports.join(", ")}` : ""}`,
      why: on ? `${on.name} runs on the host, and nothing may reach the real one` : `${named?.name ?? plan.proxy.service} dials the host, and nothing may reach the real one`,
      ...(at ? { at } : {}),
    },
  ];
}
