import { isControlSocket, isLoopback, plainPath } from "../model/address.ts";
import type { ListeningSocket, ServiceSockets } from "../model/evidence.ts";
import type { Witness } from "../model/finding.ts";
import { hostName, serviceNamed, type Plan, type Service } from "../model/plan.ts";
import type { Target } from "../model/proxy.ts";

/** What listens in the network namespace of a service; undefined when it was not read. */
export function socketsOf(plan: Plan, recorded: readonly ServiceSockets[], service: string): readonly ListeningSocket[] | undefined {
  const owner = serviceNamed(plan, service)?.networkOf?.value;
  const siblings = owner === undefined || owner === hostName ? [] : plan.services.filter((each) => each.networkOf?.value === owner).map((each) => each.name);
  const names = [service, owner, ...siblings, ...plan.services.filter((each) => each.networkOf?.value === service).map((each) => each.name)];
  return recorded.find((each) => names.includes(each.service))?.sockets;
}

/** Whether nginx lives in the network namespace of a service: its loopback is nginx's own, and nginx's ports are among its sockets. */
export function isBesideProxy(plan: Plan, service: Service): boolean {
  const proxy = serviceNamed(plan, plan.proxy.service);
  const owner = proxy?.networkOf?.value;
  return (
    service.name === plan.proxy.service ||
    service.networkOf?.value === plan.proxy.service ||
    owner === service.name ||
    (owner !== undefined && owner !== hostName && service.networkOf?.value === owner)
  );
}

/**
 * What an address that nginx dials could be meant for: the sockets of a service without those by which programs are controlled and, where
 * nginx lives beside it, without nginx's own ports and what other routes dial. undefined when they were not read.
 */
export function ownSockets(plan: Plan, recorded: readonly ServiceSockets[], service: Service, target: Target): readonly ListeningSocket[] | undefined {
  const sockets = socketsOf(plan, recorded, service.name)?.filter((socket) => socket.family !== "unix" || !isControlSocket(socket.address));
  if (!sockets || !isBesideProxy(plan, service)) return sockets;
  const listens = plan.proxy.servers.flatMap((server) => server.listens.map((listen) => listen.port));
  const others = plan.proxy.routes.flatMap((route) => route.targets).filter((other) => other.port !== target.port || other.socket !== target.socket);
  const isTaken = (socket: ListeningSocket): boolean =>
    socket.family === "unix"
      ? others.some((other) => other.socket !== undefined && plainPath(other.socket) === plainPath(socket.address))
      : listens.includes(socket.port) || others.some((other) => other.socket === undefined && other.port === socket.port);
  return sockets.filter((socket) => !isTaken(socket));
}

/** TCP sockets that other containers can reach. */
export function reachable(sockets: readonly ListeningSocket[]): ListeningSocket[] {
  return sockets.filter((socket) => socket.family !== "unix" && !isLoopback(socket.address));
}

/** TCP sockets that only their own container can reach. */
export function loopbackOnly(sockets: readonly ListeningSocket[]): ListeningSocket[] {
  return sockets.filter((socket) => socket.family !== "unix" && isLoopback(socket.address));
}

/** Unix sockets. */
export function unixOnly(sockets: readonly ListeningSocket[]): ListeningSocket[] {
  return sockets.filter((socket) => socket.family === "unix");
}

/** "0.0.0.0:3000 (node, pid 7)". */
export function showSocket(socket: ListeningSocket): string {
  const address = socket.family === "unix" ? socket.address : `${socket.address.includes(":") ? `[${socket.address}]` : socket.address}:${socket.port}`;
  return socket.process ? `${address} (${programName(socket.process.command)}, pid ${socket.process.pid})` : address;
}

function programName(command: string): string {
  return command.trim().split(/\s+/).slice(0, 2).join(" ").slice(0, 60);
}

/** The sockets of a service as evidence. */
export function socketWitnesses(service: string, sockets: readonly ListeningSocket[]): Witness[] {
  if (sockets.length === 0) return [{ kind: "socket", text: `${service} listens on nothing` }];
  return sockets.slice(0, 8).map((socket) => ({ kind: "socket", text: `${service} listens on ${showSocket(socket)} since ${(socket.since / 1000).toFixed(1)} s after its start` }));
}
