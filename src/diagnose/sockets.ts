import { isLoopback } from "../model/address.ts";
import type { ListeningSocket, ServiceSockets } from "../model/evidence.ts";
import type { Witness } from "../model/finding.ts";
import { serviceNamed, type Plan } from "../model/plan.ts";

/** What listens in the network namespace of a service; undefined when it was not read. */
export function socketsOf(plan: Plan, recorded: readonly ServiceSockets[], service: string): readonly ListeningSocket[] | undefined {
  const names = [service, serviceNamed(plan, service)?.networkOf?.value, ...plan.services.filter((each) => each.networkOf?.value === service).map((each) => each.name)];
  return recorded.find((each) => names.includes(each.service))?.sockets;
}

/** TCP sockets that other containers can reach. */
export function reachable(sockets: readonly ListeningSocket[]): ListeningSocket[] {
  return sockets.filter((socket) => socket.family !== "unix" && !isLoopback(socket.address));
}

/** TCP sockets that only their own container can reach. */
export function loopbackOnly(sockets: readonly ListeningSocket[]): ListeningSocket[] {
  return sockets.filter((socket) => socket.family !== "unix" && isLoopback(socket.address));
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
