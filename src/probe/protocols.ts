import type { Environment } from "../boot/environment.ts";
import { speeches, type Question } from "../http/dialects.ts";
import { listen, speak, type Peer } from "../http/exchange.ts";
import { shakeHands } from "../http/handshake.ts";
import { isLoopback } from "../model/address.ts";
import type { ProbeResult } from "../model/evidence.ts";
import { isFailing, mayBeMisspoken } from "../model/judgement.ts";
import type { Probe } from "../model/plan.ts";
import type { Dialect, DialectTrial, PeerProtocols, TlsTrial } from "../model/protocols.ts";
import type { Route } from "../model/proxy.ts";
import { isReachable } from "../network/sockets.ts";
import { passedPath } from "../model/proxy.ts";
import { dialFromProxy, passedHost } from "./send.ts";
import type { SocketWatch } from "./socket-watch.ts";
import { targetsOf } from "./targets.ts";

/** How long one message may stay without an answer. */
const limitMs = 1500;
/** Servers that speak first do so at once. */
const listenMs = 700;
const mostPeers = 6;
const mostOtherPorts = 3;

/** Where to try protocols, and with what request. */
interface Suspect {
  readonly service: string;
  readonly address: string;
  readonly port: number;
  readonly scheme: Route["scheme"];
  readonly question: Question;
  /** Server names to try in a TLS handshake, beside none at all. */
  readonly serverNames: readonly string[];
}

/**
 * What the addresses understand that failing requests were passed on to, from nginx's place in the network. Asked are those that took the
 * connection: a port that refuses speaks no protocol. Ports that the same service has open besides are asked too.
 */
export async function tryProtocols(environment: Environment, results: readonly ProbeResult[], watches: ReadonlyMap<string, SocketWatch>): Promise<PeerProtocols[]> {
  const dialled = suspectsOf(environment, results);
  const others = (await Promise.all(dialled.map((suspect) => besides(suspect, watches.get(suspect.service))))).flat();
  return Promise.all(uniqueSuspects([...dialled, ...others]).map((suspect) => tryPeer(environment, suspect)));
}

/** Whether nginx cannot be understood however long one waits: the peer serves, in another protocol or not by nginx's terms. */
export async function isInVain(environment: Environment, probe: Probe): Promise<boolean> {
  const suspects = uniqueSuspects(suspectsFor(environment, probe));
  const peers = await Promise.all(suspects.map((suspect) => tryPeer(environment, suspect)));
  return peers.length > 0 && peers.every((peer, index) => refuses(peer, expected(suspects[index]?.scheme), peers.length));
}

function refuses(peer: PeerProtocols, wanted: Dialect | "tls", peers: number): boolean {
  const understood = spoken(peer);
  if (!understood.has(wanted)) return understood.size > 0;
  if (wanted !== "tls") return false;
  // Of several peers nginx may have set one aside for a while after an earlier failure.
  return peer.handshakes.some((trial) => trial.outcome === "rejected" || (trial.status !== undefined && peers === 1));
}

function expected(scheme: Route["scheme"] | undefined): Dialect | "tls" {
  return scheme === "https" || scheme === "grpcs" ? "tls" : scheme === "grpc" ? "http2" : (scheme ?? "http");
}

function spoken(peer: PeerProtocols): Set<Dialect | "tls"> {
  const understood = peer.trials.filter((trial) => trial.outcome === "understood" && trial.said !== "nothing" && trial.status !== 400).map((trial) => trial.said as Dialect);
  return new Set([...understood, ...(peer.handshakes.some((trial) => trial.outcome === "accepted" || trial.outcome === "rejected") ? (["tls"] as const) : [])]);
}

function suspectsOf(environment: Environment, results: readonly ProbeResult[]): Suspect[] {
  const { plan } = environment;
  const asked = results.filter((result) => result.via === "proxy" && (isFailing(result, plan.probes[result.probe]?.expect) || mayBeMisspoken(plan, result)));
  return uniqueSuspects(asked.flatMap((result) => suspectsFor(environment, plan.probes[result.probe]).filter((suspect) => !isSettled(suspect, result, results)))).slice(0, mostPeers);
}

/** Whether the direct request tells enough: a refused connection, or an answer in the very protocol that nginx uses. */
function isSettled(suspect: Suspect, proxied: ProbeResult, results: readonly ProbeResult[]): boolean {
  const direct = results.find((result) => result.via === "direct" && result.probe === proxied.probe && result.target?.service === suspect.service && result.target.port === suspect.port);
  if (direct?.error === "refused" || direct?.error === "unreachable") return true;
  return suspect.scheme === "http" && direct?.status !== undefined && direct.status !== 400;
}

function suspectsFor(environment: Environment, probe: Probe | undefined): Suspect[] {
  const route = probe?.route === undefined ? undefined : environment.plan.proxy.routes[probe.route];
  if (!probe || !route) return [];
  return targetsOf(environment, probe).flatMap((target): Suspect[] => {
    const address = isLoopback(target.host) ? target.host : environment.addressOf(target.service);
    if (address === undefined || environment.running(target.service)?.isDown !== false) return [];
    const host = passedHost(probe, route, target);
    const question = { method: "GET", path: passedPath(probe, route), host };
    return [{ service: target.service, address, port: target.port, scheme: route.scheme, question, serverNames: serverNames(route, target.host, probe) }];
  });
}

/** The name that nginx would send, then others that the project knows the peer by. */
function serverNames(route: Route, host: string, probe: Probe): string[] {
  const written = route.settings?.find((setting) => setting.name.endsWith("_ssl_name"))?.values[0];
  const set = written === undefined || written.includes("$") ? [] : [written];
  const names = [...set, route.group ?? host, host, probe.host].map((name) => name.replace(/:\d+$/, ""));
  return [...new Set(names)].filter((name) => !/^[\d.]+$|:/.test(name));
}

/** Other ports of the service that nginx could dial. */
async function besides(suspect: Suspect, watch: SocketWatch | undefined): Promise<Suspect[]> {
  const sockets = (await watch?.read().catch(() => [])) ?? [];
  const open = sockets.filter((socket) => socket.family !== "unix" && isReachable(socket) && socket.port !== suspect.port).map((socket) => socket.port);
  return [...new Set(open)].slice(0, mostOtherPorts).map((port) => ({ ...suspect, port }));
}

function uniqueSuspects(suspects: readonly Suspect[]): Suspect[] {
  const seen = new Set<string>();
  return suspects.filter(({ service, port }) => !seen.has(`${service}:${port}`) && seen.add(`${service}:${port}`));
}

/** What is likeliest first, and one after another: a server with one worker answers one at a time. The rest only when nothing is understood. */
async function tryPeer(environment: Environment, suspect: Suspect): Promise<PeerProtocols> {
  const { service, address, port, scheme, question } = suspect;
  const peer: Peer = { dial: dialFromProxy(environment), address, port };
  const trials: DialectTrial[] = [];
  const say = async (dialect: Dialect): Promise<void> => void trials.push(await speak(peer, speeches[dialect], question, limitMs));
  await say("http");
  const handshakes = await tryHandshakes(peer, suspect);
  const isKnown = (): boolean => handshakes.some((trial) => trial.outcome === "accepted" || trial.outcome === "rejected") || trials.some((trial) => trial.outcome === "understood");
  if (!isKnown() || scheme === "grpc" || scheme === "grpcs") await say("http2");
  if (!isKnown()) await Promise.all([...(["fastcgi", "uwsgi", "scgi", "redis", "memcached", "postgres"] as const).map(say), listen(peer, listenMs).then((trial) => trials.push(trial))]);
  return { service, address, port, trials, handshakes };
}

async function tryHandshakes(peer: Peer, { question, serverNames: names }: Suspect): Promise<TlsTrial[]> {
  const first = await shakeHands(peer, undefined, question, limitMs);
  if (first.outcome !== "accepted" && first.outcome !== "rejected" && first.outcome !== "closed") return [first];
  return [first, ...(await Promise.all(names.slice(0, 3).map((name) => shakeHands(peer, name, question, limitMs))))];
}
