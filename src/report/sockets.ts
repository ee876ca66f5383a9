import { isLoopback, pathSeenBy, plainPath, serviceOf } from "../model/address.ts";
import type { ListeningSocket, ServiceSockets } from "../model/evidence.ts";
import type { Plan } from "../model/plan.ts";
import { serviceNamed } from "../model/plan.ts";
import type { Target } from "../model/proxy.ts";
import type { Report } from "../model/verdict.ts";
import { cleanLine } from "./clean-text.ts";
import { place } from "./headline.ts";

/** What listens in one service, and who needs it. */
export interface SocketTable {
  readonly service: string;
  /** Milliseconds after the container's start. */
  readonly readAt: number;
  readonly rows: readonly SocketRow[];
}

export interface SocketRow {
  /** "node (pid 7)"; "-" where nothing listens. */
  readonly process: string;
  readonly address: string;
  readonly neededBy: string;
}

/** The embedded name server of the engine, in every container. */
const engineResolver = "127.0.0.11";

/** The table for a service: its listening sockets, then the addresses that are dialled and nothing listens on. undefined when they were not read. */
export function socketTable(report: Report, service: string | undefined): SocketTable | undefined {
  const record = report.sockets.find((each) => each.service === service);
  if (record === undefined) return undefined;
  const targets = targetsOf(report.plan, record.service);
  const sockets = record.sockets.filter((socket) => socket.address !== engineResolver);
  const seen = targets.map((target) => asSeenBy(report.plan, record.service, target));
  const rows = [...sockets.map((socket) => socketRow(socket, seen, report.plan, record)), ...missingRows(report.sockets, sockets, seen)];
  return { service: cleanLine(record.service, 80), readAt: record.readAt, rows };
}

function targetsOf(plan: Plan | undefined, service: string): Target[] {
  if (plan === undefined) return [];
  return plan.proxy.routes.flatMap((route) => route.targets).filter((target) => serviceOf(plan, target)?.name === service);
}

/** A Unix socket by the path at which the service has it, where nginx has its folder at another. */
function asSeenBy(plan: Plan | undefined, service: string, target: Target): Target {
  const proxy = plan && serviceNamed(plan, plan.proxy.service);
  const own = plan && serviceNamed(plan, service);
  return target.socket === undefined || !proxy || !own ? target : { ...target, socket: plainPath(pathSeenBy(proxy, own, target.socket) ?? target.socket) };
}

function socketRow(socket: ListeningSocket, targets: readonly Target[], plan: Plan | undefined, record: ServiceSockets): SocketRow {
  const dialled = targets.filter((target) => isSamePort(socket, target)).map((target) => needOf(socket, target));
  const published = plan?.topology.value === "host" ? publishedPlaces(plan, record.service, socket) : [];
  const needs = [...new Set([...dialled, ...published])];
  return { process: processName(socket), address: addressOf(socket), neededBy: needs.length === 0 ? "nobody" : needs.slice(0, 2).join(", ") };
}

function processName(socket: ListeningSocket): string {
  if (socket.process === undefined) return "unknown";
  const program = socket.process.command.trim().split(/\s+/)[0] ?? "";
  return `${cleanLine(program.split("/").at(-1) ?? "", 40)} (pid ${socket.process.pid})`;
}

function addressOf(socket: ListeningSocket): string {
  if (socket.family === "unix") return cleanLine(`unix:${socket.address}`, 120);
  return cleanLine(socket.family === "tcp6" ? `[${socket.address}]:${socket.port}` : `${socket.address}:${socket.port}`, 120);
}

function isSamePort(socket: ListeningSocket, target: Target): boolean {
  return socket.family === "unix" ? target.socket === plainPath(socket.address) : target.socket === undefined && target.port === socket.port;
}

function needOf(socket: ListeningSocket, target: Target): string {
  const isOutOfReach = socket.family !== "unix" && isLoopback(socket.address) && !isLoopback(target.host);
  return `${dialledAt(target)}${isOutOfReach ? ", which cannot reach a loopback address" : ""}`;
}

function dialledAt(target: Target): string {
  return target.at === undefined ? "nginx" : place(target.at);
}

function publishedPlaces(plan: Plan, service: string, socket: ListeningSocket): string[] {
  const ports = serviceNamed(plan, service)?.ports.filter((each) => each.target === socket.port && each.published !== undefined) ?? [];
  return ports.map((each) => `port ${each.published} of the host${each.at === undefined ? "" : `, ${place(each.at)}`}`);
}

function missingRows(everywhere: readonly ServiceSockets[], sockets: readonly ListeningSocket[], targets: readonly Target[]): SocketRow[] {
  const unixSockets = everywhere.flatMap((each) => each.sockets).filter((socket) => socket.family === "unix");
  const missing = targets.filter((target) => !(target.socket === undefined ? sockets : unixSockets).some((socket) => isSamePort(socket, target)));
  const rows = missing.map((target) => ({ process: "-", address: cleanLine(target.socket === undefined ? `port ${target.port}` : `unix:${target.socket}`, 120), neededBy: dialledAt(target) }));
  return rows.filter((row, index) => rows.findIndex((other) => other.address === row.address && other.neededBy === row.neededBy) === index);
}
