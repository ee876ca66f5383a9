import { serviceOfTarget } from "../model/address.ts";
import type { Witness } from "../model/finding.ts";
import type { Plan } from "../model/plan.ts";
import type { Dialect, DialectTrial, PeerProtocols, TlsTrial } from "../model/protocols.ts";
import type { Route, Target } from "../model/proxy.ts";

/** Protocols as they are called. */
export const dialectNames: Readonly<Record<Dialect, string>> = {
  http: "HTTP/1.1",
  http2: "HTTP/2 without TLS",
  fastcgi: "FastCGI",
  uwsgi: "uwsgi",
  scgi: "SCGI",
  redis: "Redis",
  memcached: "memcached",
  postgres: "PostgreSQL",
};

/** The protocol that a route speaks, inside TLS where it uses that. */
export function dialectOf(scheme: Route["scheme"]): Dialect {
  return scheme === "https" ? "http" : scheme === "grpc" || scheme === "grpcs" ? "http2" : scheme;
}

/** Whether a route speaks TLS to what it dials. */
export function usesTls(scheme: Route["scheme"]): boolean {
  return scheme === "https" || scheme === "grpcs";
}

/** What the target was found to understand; undefined when it was not tried. */
export function peerOf(plan: Plan, peers: readonly PeerProtocols[], target: Target): PeerProtocols | undefined {
  const service = serviceOfTarget(plan, target.host)?.name;
  return peers.find((peer) => peer.service === service && peer.port === target.port);
}

/** The protocols without TLS that a peer understands. A mere 400 is no understanding; who answers in HTTP to what is none of it speaks HTTP. */
export function understood(peer: PeerProtocols): Dialect[] {
  const carriesHttp = (said: DialectTrial["said"]): boolean => said === "http" || said === "uwsgi" || said === "scgi";
  const answersInHttp = peer.trials.some((trial) => !carriesHttp(trial.said) && trial.heard?.startsWith("HTTP/1.") === true);
  if (answersInHttp) return takesTls(peer) ? [] : ["http"];
  return peer.trials.filter((trial) => trial.outcome === "understood" && trial.said !== "nothing" && !(carriesHttp(trial.said) && trial.status === 400)).map((trial) => trial.said as Dialect);
}

/** Whether a peer speaks TLS, though it may not come to terms with a client. */
export function takesTls(peer: PeerProtocols): boolean {
  return peer.handshakes.some((trial) => trial.outcome === "accepted" || trial.outcome === "rejected");
}

/** Whether a peer left something without an answer, so that nothing can be said for certain. */
export function wasSilent(peer: PeerProtocols): boolean {
  return peer.trials.some((trial) => trial.said !== "nothing" && trial.outcome === "silent") || peer.handshakes.some((trial) => trial.outcome === "silent");
}

/** What was said and heard, as evidence. */
export function peerWitnesses(peer: PeerProtocols): Witness[] {
  const place = `${peer.service}:${peer.port}`;
  const trials = peer.trials
    .filter((trial) => trial.outcome === "understood" || trial.said === "http" || trial.heard !== undefined)
    .map((trial): Witness => {
      const heard = trial.heard === undefined ? "" : `: ${trial.heard.slice(0, 80)}`;
      const said = trial.said === "nothing" ? "nothing" : dialectNames[trial.said];
      return {
        kind: "attempt",
        text: `${place} was told ${said}, and ${trial.outcome === "understood" ? "understood" : trial.outcome === "otherwise" ? "answered otherwise" : outcomes[trial.outcome]}${heard}`,
      };
    });
  const handshakes = [...new Set(peer.handshakes.map((trial) => showHandshake(place, trial)))];
  return [...trials.slice(0, 4), ...handshakes.slice(0, 2).map((text): Witness => ({ kind: "attempt", text }))];
}

const outcomes = { closed: "closed the connection", silent: "did not answer", unreachable: "could not be reached" } as const;

function showHandshake(place: string, trial: TlsTrial): string {
  const asked = trial.serverName === undefined ? "without a server name" : `for ${trial.serverName}`;
  const certificate = trial.certificate ? `, certificate for ${trial.certificate.names.slice(0, 3).join(", ")}` : "";
  if (trial.outcome === "accepted") return `${place} took a TLS handshake ${asked} (${trial.version ?? "TLS"}${certificate})${trial.status === undefined ? "" : ` and answered ${trial.status}`}`;
  if (trial.outcome === "rejected") return `${place} broke off a TLS handshake ${asked}: ${trial.error ?? "no reason given"}`;
  return `${place} was offered a TLS handshake, and ${trial.outcome === "not-tls" ? "answered in something else" : outcomes[trial.outcome]}`;
}
