import { isAddressLiteral, isLoopback } from "../model/address.ts";
import type { ServiceRecord } from "../model/evidence.ts";
import { nearest } from "../model/names.ts";
import type { Plan, Service } from "../model/plan.ts";
import type { SourceFacts } from "../model/source.ts";
import { endpointFor, endpointsOf, portOfImage, portOfWords, usualPort, type Endpoint } from "./endpoints.ts";
import { reachable } from "./sockets.ts";
import { lastTroubles, type Trouble } from "./troubles.ts";

/** Where a host leads that a service dials. */
export type Peer =
  | { readonly kind: "service"; readonly service: Service; readonly record?: ServiceRecord; readonly isShared: boolean }
  | { readonly kind: "own" } // its own loopback
  | { readonly kind: "nobody" } // a plain name that no service of the project has
  | { readonly kind: "outside" }; // a host that is no part of the project

/** A complaint with what it is about. */
export interface Wanted {
  readonly trouble: Trouble;
  readonly endpoint?: Endpoint;
  readonly host: string;
  /** The port that was dialled, as far as it is known. */
  readonly port?: number;
  readonly peer: Peer;
}

/** What a peer is looked up in. */
export interface Surroundings {
  readonly plan: Plan;
  readonly service: Service;
  readonly records: readonly ServiceRecord[];
  readonly sources: SourceFacts;
}

/** What the first of the complaints that can be placed is about; undefined when none can. */
export function wantedBy(around: Surroundings, troubles: readonly Trouble[]): Wanted | undefined {
  const endpoints = endpointsOf(around.service, around.sources);
  for (const trouble of troubles) {
    const wanted = trouble.host === undefined ? unnamed(around, endpoints, trouble) : named(around, endpoints, trouble, trouble.host);
    if (wanted) return wanted;
  }
  return undefined;
}

function named(around: Surroundings, endpoints: readonly Endpoint[], trouble: Trouble, host: string): Wanted | undefined {
  const isSame = (address: string, other: string): boolean => {
    const peer = peerOf(around, other);
    return peer.kind === "service" && peer.record?.addresses.includes(address) === true;
  };
  const endpoint = endpointFor(endpoints, host, trouble.port, isSame);
  const peer = peerOf(around, host);
  // A word that leads nowhere and is told to nobody may be anything.
  if (endpoint === undefined && peer.kind !== "service" && peer.kind !== "own" && trouble.kind !== "unknown-name" && !isAddressLiteral(host)) return undefined;
  return made(trouble, endpoint, endpoint?.host ?? host, peer);
}

function unnamed(around: Surroundings, endpoints: readonly Endpoint[], trouble: Trouble): Wanted | undefined {
  // Links in sources are many; a variable of the service says more.
  const likely = endpoints.filter((endpoint) => endpoint.variable !== undefined || !endpoint.host.includes("."));
  const placed = likely.map((endpoint) => ({ endpoint, peer: peerOf(around, endpoint.host) }));
  const port = portOfWords(trouble.said);
  const fits = placed.filter(({ endpoint, peer }) => {
    if (trouble.kind === "unknown-name") return peer.kind === "nobody" || peer.kind === "outside" || (peer.kind === "service" && !peer.isShared);
    if (port === undefined) return peer.kind === "service";
    return (endpoint.port ?? usualPort(endpoint.scheme) ?? (peer.kind === "service" ? portOfImage(peer.service) : undefined)) === port;
  });
  const [first] = fits;
  if (first && new Set(fits.map(({ endpoint }) => endpoint.host)).size === 1) return made(trouble, first.endpoint, first.endpoint.host, first.peer);
  if (fits.length > 0 || port === undefined || trouble.kind === "unknown-name") return undefined;
  const alone = only(others(around).filter((service) => portOfImage(service) === port));
  return alone ? { trouble, host: alone.name, port, peer: { ...peerOf(around, alone.name) } } : undefined;
}

function made(trouble: Trouble, endpoint: Endpoint | undefined, host: string, peer: Peer): Wanted {
  const port = trouble.port ?? endpoint?.port ?? usualPort(endpoint?.scheme) ?? (peer.kind === "service" ? portOfImage(peer.service) : undefined) ?? portOfWords(trouble.said);
  return { trouble, host, peer, ...(endpoint ? { endpoint } : {}), ...(port === undefined ? {} : { port }) };
}

/** Where a host leads from a service's networks. */
export function peerOf({ plan, service, records }: Surroundings, host: string): Peer {
  if (isLoopback(host)) return { kind: "own" };
  const networks = service.attachments.map((attachment) => attachment.network);
  const recordOf = (name: string): ServiceRecord | undefined => records.find((record) => record.name === name);
  const owners = plan.services.filter((each) => each.attachments.some((attachment) => attachment.aliases.includes(host)) || recordOf(each.name)?.addresses.includes(host) === true);
  const isShared = (each: Service): boolean => each.attachments.some((attachment) => networks.includes(attachment.network) && (attachment.aliases.includes(host) || isAddressLiteral(host)));
  const owner = owners.find(isShared) ?? owners[0];
  if (owner?.name === service.name) return { kind: "own" };
  const record = owner && recordOf(owner.name);
  if (owner) return { kind: "service", service: owner, isShared: isShared(owner), ...(record ? { record } : {}) };
  const isMapped = service.settings.extraHosts?.some((entry) => entry.startsWith(`${host}:`)) === true;
  return host.includes(".") || host.includes(":") || isMapped ? { kind: "outside" } : { kind: "nobody" };
}

/** The service that a host most likely stands for that does not lead to it, and the port on which it takes connections. */
export function serviceWanted(around: Surroundings, wanted: Wanted): { readonly service: Service; readonly host: string; readonly port?: number; readonly because: string } | undefined {
  const candidates = others(around);
  const usual = usualPort(wanted.endpoint?.scheme) ?? portOfWords(wanted.trouble.said) ?? wanted.port;
  const taking = (service: Service): number[] => openPorts(around.records.find((record) => record.name === service.name));
  const answer = (service: Service | undefined, because: string): ReturnType<typeof serviceWanted> => {
    if (!service) return undefined;
    const open = taking(service);
    const port = wanted.port !== undefined && open.includes(wanted.port) ? wanted.port : open.includes(portOfImage(service) ?? 0) ? portOfImage(service) : open.length === 1 ? open[0] : undefined;
    return { service, host: service.attachments[0]?.aliases[0] ?? service.name, because, ...(port === undefined ? {} : { port }) };
  };
  const names = candidates.flatMap((service) => service.attachments.flatMap((attachment) => attachment.aliases));
  const alias = wanted.peer.kind === "nobody" ? nearest(wanted.host, names) : undefined;
  return (
    answer(only(candidates.filter((service) => wanted.port !== undefined && taking(service).includes(wanted.port))), `it alone takes connections on port ${wanted.port}`) ??
    answer(only(candidates.filter((service) => usual !== undefined && portOfImage(service) === usual)), "it alone runs such a program") ??
    answer(only(candidates.filter((service) => alias !== undefined && service.attachments.some((attachment) => attachment.aliases.includes(alias)))), `its name is nearest to "${wanted.host}"`)
  );
}

/** The program for want of which a service ended, when the project has none that could be meant; undefined when it has, or when it ended otherwise. */
export function absentPeer(around: Surroundings, record: ServiceRecord): string | undefined {
  const wanted = wantedBy(around, lastTroubles(record, around.sources));
  if (!wanted || wanted.peer.kind === "service") return undefined;
  return wanted.peer.kind === "outside" || !serviceWanted(around, wanted) ? showWanted(wanted) : undefined;
}

/** Services of the project that another one can want. */
function others({ plan, service }: Surroundings): Service[] {
  return plan.services.filter((other) => other.name !== service.name && other.name !== plan.proxy.service && other.role !== "task");
}

/** The ports on which other containers can connect to a service; none when it was not looked at. */
export function openPorts(record: ServiceRecord | undefined): number[] {
  return [...new Set(reachable(record?.listening ?? []).map((socket) => socket.port))];
}

/** "db:5432". */
export function showWanted({ host, port }: Pick<Wanted, "host" | "port">): string {
  return port === undefined ? host : `${host}:${port}`;
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
