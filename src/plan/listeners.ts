import { isLoopback } from "../model/address.ts";
import type { Probe, PublishedPort } from "../model/plan.ts";
import type { Listen, VirtualServer } from "../model/proxy.ts";
import type { Directive } from "../nginx/parser.ts";
import type { PlannedProxy } from "./proxy.ts";

/**
 * The listeners of a server that a request can be sent to, one for each port, the best first: plain before TLS, unless the server
 * sends plain requests elsewhere; one that everybody reaches before one for the container alone.
 */
export function listenersOf(planned: PlannedProxy, index: number): Listen[] {
  const server = planned.proxy.servers[index];
  const isTlsWanted = asksForScheme(planned.blocks[index]?.directive.block ?? []);
  const rank = (listen: Listen): number => (listen.tls === isTlsWanted ? 0 : 2) + (insideAddress(planned.proxy.servers, listen) === undefined ? 0 : 1) + (listen.proxyProtocol ? 4 : 0);
  const usable = (server?.listens ?? []).filter((listen) => listen.port > 0 && listen.quic !== true && isOurs(listen.address)).toSorted((a, b) => rank(a) - rank(b));
  return usable.filter((listen, at) => usable.findIndex((other) => other.port === listen.port) === at);
}

/** Whether an `if` of the server looks at the scheme or port, as those do that redirect to HTTPS. */
function asksForScheme(block: readonly Directive[]): boolean {
  return block.some((directive) => directive.name === "if" && directive.args.some((arg) => /\$(?:scheme|https|server_port|ssl_protocol)\b/.test(arg.text)));
}

/** Why no request can be sent to a server: "on no TCP port", "on 10.0.0.5:80 alone, an address that CI does not have". */
export function listenedTo(server: VirtualServer | undefined): string {
  const foreign = server?.listens.find((listen) => listen.port > 0 && !isOurs(listen.address));
  return foreign ? `on ${foreign.address}:${foreign.port} alone, an address that CI does not have` : "on no TCP port";
}

/** Whether an address is one that any container has. */
function isOurs(address: string): boolean {
  return isAny(address) || isLoopback(bare(address)) || !/^[\d.]+$|:/.test(bare(address));
}

function isAny(address: string): boolean {
  return address === "*" || address === "0.0.0.0" || address === "[::]";
}

function bare(address: string): string {
  return address.replace(/^\[|\]$/g, "");
}

/** The address by which only the container itself reaches a listener; undefined for one that others reach over IPv4. */
export function insideAddress(servers: readonly VirtualServer[], listen: Listen): string | undefined {
  if (isLoopback(bare(listen.address))) return bare(listen.address) === "localhost" ? "127.0.0.1" : bare(listen.address);
  if (listen.address !== "[::]") return undefined;
  // The run's networks have IPv4 addresses alone.
  const isBoth = servers.some((server) => server.listens.some((other) => other.port === listen.port && other.quic !== true && (other.address === "*" || other.address === "0.0.0.0")));
  return isBoth ? undefined : "::1";
}

/** The requests as clients make them: who comes by a published port reaches no listener of the container alone. */
export function throughPublished(probes: readonly Probe[], ports: readonly PublishedPort[]): Probe[] {
  return probes.map(({ inside, ...probe }) => (inside === undefined || ports.some(({ target }) => target === probe.port) ? probe : { ...probe, inside }));
}
