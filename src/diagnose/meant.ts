import type { ServiceSockets } from "../model/evidence.ts";
import type { Plan, Service } from "../model/plan.ts";
import { nearest } from "../model/names.ts";
import { loopbackOnly, reachable, socketsOf } from "./sockets.ts";

/** The service that a wrong address most likely means, and the port on which it can be reached. */
export interface Meant {
  readonly service: Service;
  /** The name by which nginx reaches it. */
  readonly host: string;
  readonly port: number;
  /** Why this one. */
  readonly because: string;
}

/** Finds the service meant by a host and port that lead nowhere; undefined when several fit equally. */
export function serviceMeant(plan: Plan, recorded: readonly ServiceSockets[], host: string, port: number): Meant | undefined {
  const others = plan.services.filter((service) => service.name !== plan.proxy.service && shareNetwork(plan, service));
  const open = (service: Service): number[] => [...new Set(reachable(socketsOf(plan, recorded, service.name) ?? []).map((socket) => socket.port))];
  const made = (service: Service | undefined, because: string): Meant | undefined => {
    if (!service) return undefined;
    const ports = open(service);
    const published = service.ports.find((each) => each.published === port && ports.includes(each.target))?.target;
    const chosen = ports.includes(port) ? port : (published ?? (ports.length === 1 ? ports[0] : service.ports.find((each) => ports.includes(each.target))?.target));
    return { service, host: service.attachments[0]?.aliases[0] ?? service.name, port: chosen ?? port, because };
  };
  const alias = nearest(
    host,
    others.flatMap((service) => service.attachments.flatMap((attachment) => attachment.aliases)),
  );
  const alike = others.filter((service) => alias !== undefined && service.attachments.some((attachment) => attachment.aliases.includes(alias)));
  const listening = others.filter((service) => open(service).includes(port));
  const loopback = others.filter((service) => loopbackOnly(socketsOf(plan, recorded, service.name) ?? []).some((socket) => socket.port === port));
  const publishing = others.filter((service) => service.ports.some((each) => each.published === port || each.target === port));
  return (
    made(only(alike), `its name is nearest to "${host}"`) ??
    made(only(listening), `it alone listens on port ${port}`) ??
    made(only(loopback), `it alone listens on port ${port}`) ??
    made(only(publishing), `it alone has port ${port}`) ??
    made(only(others.filter((service) => open(service).length > 0)), "it alone listens at all") ??
    made(only(others.filter((service) => service.image.kind === "build")), "it alone is built from this repository")
  );
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

function shareNetwork(plan: Plan, service: Service): boolean {
  const networks = plan.services.find((each) => each.name === plan.proxy.service)?.attachments.map((attachment) => attachment.network) ?? [];
  return service.attachments.some((attachment) => networks.includes(attachment.network));
}
