import type { Environment } from "../boot/environment.ts";
import { isReachable, type KernelSocket } from "../network/sockets.ts";
import { tryPort } from "../http/client.ts";
import { isControlSocket, isLoopback, plainPath } from "../model/address.ts";
import { QuietWatch } from "./quiet.ts";
import type { SocketWatch } from "./socket-watch.ts";

/** An address that the proxy dials and the service behind it. */
export interface WatchedTarget {
  readonly service: string;
  readonly host: string;
  /** 0 for a Unix socket. */
  readonly port: number;
  /** Path of the Unix socket, as the service's container has it; as the proxy's has it where they share no such folder. */
  readonly socket?: string;
}

/** A target in a few words: "app:8080", "app:/run/app.sock". */
export function showWatched({ service, port, socket }: WatchedTarget): string {
  return `${service}:${socket ?? port}`;
}

/** How waiting for a target ended. */
export type Readiness =
  | "open"
  | "down" // the service has ended or never started
  | "elsewhere" // it has come to rest and listens in another place
  | "expired"; // the start budget is used up

/** A listener on another port has to stand this long, with everything else at rest, before it counts as the app's own. */
const settleMs = 5000;
/** What an app opens beside its own port may well come first where it is a Unix socket. */
const unixSettleMs = 10_000;
/** A listener on the right port of the loopback alone cannot be joined by one on all addresses: less patience is needed. */
const loopbackSettleMs = 3000;
const quietMs = 2500;
/** From then on the sockets themselves are looked at, not just knocked on. */
const knockOnlyMs = 700;

export interface ReadinessContext {
  readonly environment: Environment;
  readonly watch: SocketWatch;
  /** Whether anything on the app's side names the port or the socket: then the app may yet open it. */
  readonly mentionsPort: (service: string, port: number | string) => boolean;
}

/** Waits until a target can be dialled, or until it is certain or time is up that it cannot. */
export async function waitForTarget(target: WatchedTarget, context: ReadinessContext): Promise<Readiness> {
  const { environment } = context;
  const name = showWatched(target);
  environment.waiting(name, "nginx dials it, and nothing answers there yet");
  try {
    return await untilKnown(target, context, (because) => environment.waiting(name, because));
  } finally {
    environment.waiting(name);
  }
}

async function untilKnown(target: WatchedTarget, context: ReadinessContext, tell: (because: string) => void): Promise<Readiness> {
  const { environment } = context;
  const quiet = new QuietWatch(environment, target.service);
  const began = performance.now();
  const budget = environment.plan.startTimeout.value;
  let pause = 15;
  for (;;) {
    environment.signal.throwIfAborted();
    const running = environment.running(target.service);
    if (running?.isDown === true && (await environment.revive(target.service))) continue;
    if (!running || running.isDown) return "down";
    const knocked = await knock(target, environment);
    if (knocked === "open") return "open";
    if (running.age > budget) return "expired";
    if (knocked === undefined || performance.now() - began > knockOnlyMs) {
      const sockets = await context.watch.read();
      tell(waitWords(target, sockets));
      if (knocked === undefined && serves(sockets, target)) return "open";
      if (await isConclusive(target, withoutNginx(environment, target, sockets), context, quiet)) return "elsewhere";
    }
    await environment.changed.next(pause);
    pause = Math.min(pause * 1.5, 250);
  }
}

/** Why a target is still waited for, by what listens in its service. */
function waitWords({ service }: WatchedTarget, sockets: readonly KernelSocket[]): string {
  const open = [
    ...new Set(
      sockets.filter((socket) => socket.family !== "unix" && socket.address !== "127.0.0.11").map((socket) => (isReachable(socket) ? String(socket.port) : `${socket.address}:${socket.port}`)),
    ),
  ];
  return open.length === 0 ? `nginx dials it, and ${service} listens on no port yet` : `nginx dials it, and ${service} listens on ${open.slice(0, 3).join(", ")} so far`;
}

/** Tries the port from here; undefined when that would show nothing. */
async function knock(target: WatchedTarget, environment: Environment): Promise<"open" | "closed" | undefined> {
  const address = environment.addressOf(target.service);
  if (address === undefined || target.socket !== undefined || isLoopback(target.host) || !(await environment.canReach())) return undefined;
  const state = await tryPort(address, target.port, 1000);
  return state === "open" ? "open" : "closed";
}

/** Whether a socket takes connections for the target. */
function serves(sockets: readonly KernelSocket[], target: WatchedTarget): boolean {
  const { socket: path } = target;
  if (path !== undefined) return sockets.some((socket) => socket.family === "unix" && isSameSocket(socket.address, path));
  return sockets.some((socket) => socket.port === target.port && socket.family !== "unix" && (isLoopback(target.host) || isReachable(socket)));
}

/** The sockets without nginx's own where it lives in the same namespace: they say nothing of the app. */
function withoutNginx(environment: Environment, target: WatchedTarget, sockets: readonly KernelSocket[]): readonly KernelSocket[] {
  const { proxy } = environment.plan;
  if (environment.namespaceOf(target.service) !== environment.namespaceOf(proxy.service)) return sockets;
  const listens = proxy.servers.flatMap((server) => server.listens.map((listen) => listen.port));
  return sockets.filter((socket) => socket.family === "unix" || !listens.includes(socket.port));
}

/** A path that a program gave relative to its own folder is taken for the same by its name. */
function isSameSocket(opened: string, path: string): boolean {
  return opened.startsWith("/") ? plainPath(opened) === plainPath(path) : path.endsWith(`/${opened.replace(/^\.\//, "")}`);
}

async function isConclusive(target: WatchedTarget, sockets: readonly KernelSocket[], context: ReadinessContext, quiet: QuietWatch): Promise<boolean> {
  const running = context.environment.running(target.service);
  const own = sockets.filter((socket) => socket.family !== "unix" || !isControlSocket(socket.address));
  const tcp = own.filter((socket) => socket.family !== "unix");
  if (!running || own.length === 0) return false;
  const quietFor = await quiet.sample();
  const steady = running.age - context.watch.changedAt;
  if (target.socket !== undefined || tcp.length === 0) return steady >= unixSettleMs && quietFor >= quietMs && !context.mentionsPort(target.service, target.socket ?? target.port);
  if (tcp.some((socket) => socket.port === target.port)) return steady >= loopbackSettleMs && quietFor >= quietMs;
  return steady >= settleMs && quietFor >= quietMs && !context.mentionsPort(target.service, target.port);
}

/** Waits until one of the services listens on the port where others can reach it, or until all have come to rest. For an address that leads nowhere. */
export async function waitForAny(port: number, environment: Environment, watches: readonly SocketWatch[]): Promise<void> {
  const resting = watches.map((watch) => ({ watch, quiet: new QuietWatch(environment, watch.service) }));
  for (;;) {
    environment.signal.throwIfAborted();
    const states = await Promise.all(resting.map(({ watch, quiet }) => restState(port, environment, watch, quiet)));
    if (states.includes("open") || states.every((state) => state === "resting")) return;
    await environment.changed.next(250);
  }
}

async function restState(port: number, environment: Environment, watch: SocketWatch, quiet: QuietWatch): Promise<"open" | "resting" | "moving"> {
  const running = environment.running(watch.service);
  if (!running || running.isDown) return "resting";
  const sockets = await watch.read();
  if (sockets.some((socket) => socket.port === port && isReachable(socket))) return "open";
  const isSteady = running.age - watch.changedAt >= settleMs && (await quiet.sample()) >= quietMs;
  return isSteady || running.age > environment.plan.startTimeout.value ? "resting" : "moving";
}
