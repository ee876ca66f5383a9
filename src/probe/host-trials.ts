import type { Environment } from "../boot/environment.ts";
import { isLoopback } from "../model/address.ts";
import type { HostRefusal, ProbeResult } from "../model/evidence.ts";
import type { Probe } from "../model/plan.ts";
import { dialFromProxy, passedHost, sendDirect, type DirectTarget } from "./send.ts";

/** What the app's answers to other Host headers show. */
export type HostTrial =
  /** The project's own choice of the header is what the app refuses. */
  | { readonly kind: "refused"; readonly refusal: HostRefusal }
  /** The gate had to make the host up, and the app does not know it; `host` is one that the project names and the app takes. */
  | { readonly kind: "made-up"; readonly sent: string; readonly host?: string };

/** Statuses by which an app can say that it does not answer to a host. */
const refusing: ReadonlySet<number> = new Set([400, 403, 421]);
const mostHosts = 12;
const patienceMs = 5000;

/** Whether an answer can mean that the app does not answer to the host. */
export function mayRefuseHost({ status }: ProbeResult): boolean {
  return status !== undefined && refusing.has(status);
}

/**
 * Asks the app directly with other Host headers when its answer can mean that it refuses the one nginx passes on; undefined when it
 * refuses all alike, when something else than the header makes the difference, or when nothing speaks of a list of hosts: an app may
 * well know some tenants and not others.
 */
export async function tryHosts(environment: Environment, probe: Probe, result: ProbeResult, target: DirectTarget, named: readonly string[]): Promise<HostTrial | undefined> {
  const route = probe.route === undefined ? undefined : environment.plan.proxy.routes[probe.route];
  if (result.status === undefined || !mayRefuseHost(result) || probe.expect?.status?.includes(result.status) === true) return undefined;
  if (!route || (route.scheme !== "http" && route.scheme !== "https")) return undefined;
  const sent = passedHost(probe, route, target);
  const isOwnName = sent !== probe.host && route.sendsHost === "$proxy_host";
  if (!isOwnName && named.length === 0 && !/\bhosts?\b/i.test(result.body ?? "")) return undefined;
  const ask = statusFor(environment, probe, target);
  if ((await ask(sent)) !== result.status) return undefined;
  const served = environment.plan.proxy.servers.flatMap((server) => server.names).filter((name) => /^[\w-]+(?:\.[\w-]+)+$/.test(name));
  const others = [...new Set(["localhost", probe.host, target.host, `${target.host}:${target.port}`, ...named, ...served])].filter((host) => host !== sent).slice(0, mostHosts);
  const statuses = await Promise.all(others.map(async (host) => ({ host, status: await ask(host) })));
  const taken = statuses.flatMap(({ host, status }) => (status !== undefined && isTaken(status) ? [{ host, status }] : []));
  if (taken.length === 0) return undefined;
  if (sent !== probe.host || probe.isHostInvented !== true) return { kind: "refused", refusal: { sent, taken } };
  const known = taken.find(({ host }) => host.includes(".") && !isLoopback(host));
  return { kind: "made-up", sent, ...(known ? { host: known.host } : {}) };
}

function statusFor(environment: Environment, probe: Probe, target: DirectTarget): (host: string) => Promise<number | undefined> {
  const dial = dialFromProxy(environment);
  const address = isLoopback(target.host) ? target.host : target.address;
  return async (host) => {
    const answer = await sendDirect(environment, probe, { ...target, address }, dial, patienceMs, host);
    return answer.ok ? answer.status : undefined;
  };
}

/** An answer of an app that knows the host: it serves, sends elsewhere, asks who it is, or has no such page. */
function isTaken(status: number): boolean {
  return (status >= 200 && status < 400) || status === 401 || status === 404;
}
