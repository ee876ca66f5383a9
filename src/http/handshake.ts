import type { Duplex } from "node:stream";
import { isIP } from "node:net";
import tls from "node:tls";
import type { PeerCertificate, TlsTrial } from "../model/protocols.ts";
import { leniently } from "./client.ts";
import { httpStatus, speeches, type Question } from "./dialects.ts";
import type { Peer } from "./exchange.ts";

type Ending = Pick<TlsTrial, "outcome" | "alert" | "error" | "status">;

/** Tries a TLS handshake with a server name or none, and a request over it. What the certificate is worth is not judged. Never rejects. */
export async function shakeHands({ dial, address, port }: Peer, serverName: string | undefined, question: Question, limitMs: number): Promise<TlsTrial> {
  const named = serverName === undefined ? {} : { serverName };
  const limit = AbortSignal.timeout(limitMs);
  let stream: Duplex;
  try {
    stream = await dial(address, port, limit);
  } catch {
    return { ...named, outcome: limit.aborted ? "silent" : "unreachable" };
  }
  const secure = tls.connect({ socket: stream, ...leniently, ...(serverName !== undefined && isIP(serverName) === 0 ? { servername: serverName } : {}) });
  const ending = await askSecurely(secure, question, limit);
  const version = secure.getProtocol() ?? undefined;
  const certificate = ending.outcome === "accepted" || version !== undefined ? certificateOf(secure.getPeerCertificate()) : undefined;
  secure.on("error", () => undefined).destroy();
  stream.on("error", () => undefined).destroy();
  return { ...named, ...ending, ...(version === undefined || ending.outcome !== "accepted" ? {} : { version }), ...(certificate ? { certificate } : {}) };
}

/** How long a peer has after the handshake to object to it. */
const objectionMs = 200;

/**
 * With TLS 1.3 a peer that wants a client's certificate says so only after the handshake, or sends a session ticket. The request waits for
 * either: on its way it would have the connection reset, and the alert lost.
 */
function askSecurely(secure: tls.TLSSocket, question: Question, limit: AbortSignal): Promise<Ending> {
  return new Promise((resolve) => {
    let isSecure = false;
    let isAsked = false;
    let heard: Buffer = Buffer.alloc(0);
    const answered = (): Ending => ({ outcome: "accepted", ...(httpStatus(heard) === undefined ? {} : { status: httpStatus(heard) as number }) });
    const ask = (): void => {
      if (isAsked || !secure.writable) return;
      isAsked = true;
      secure.write(speeches.http.message(question), () => undefined);
    };
    secure.once("secureConnect", () => {
      isSecure = true;
      secure.once("session", ask);
      setTimeout(ask, objectionMs).unref();
    });
    secure.on("data", (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]).subarray(0, 2048);
      if (httpStatus(heard) !== undefined || heard.length >= 256) resolve(answered());
    });
    secure.once("error", (error: Error) => resolve(isSecure && !/alert/i.test(error.message) ? answered() : brokenOff(error)));
    for (const event of ["end", "close"]) secure.once(event, () => resolve(isSecure ? answered() : { outcome: "closed" }));
    limit.addEventListener("abort", () => resolve(isSecure ? answered() : { outcome: "silent" }), { once: true });
  });
}

/** What OpenSSL says of bytes that are none of TLS. */
const strange = /wrong version number|packet length too long|record layer failure|unknown protocol|http request|bad record type|unexpected message/i;

function brokenOff(error: Error & { code?: string; reason?: string }): Ending {
  const alert = /SSL alert number (\d+)/.exec(error.message)?.[1];
  // OpenSSL's own message holds addresses of its memory and paths of its source.
  const text = (error.reason ?? error.code ?? error.message).replace(/\s+/g, " ").slice(0, 120);
  if (alert !== undefined) return { outcome: "rejected", alert: Number(alert), error: text };
  if (strange.test(error.message)) return { outcome: "not-tls", error: text };
  if (error.code?.startsWith("ERR_SSL") === true) return { outcome: "rejected", error: text };
  return { outcome: "closed", error: text };
}

function certificateOf(peer: tls.PeerCertificate): PeerCertificate | undefined {
  if (!("subject" in peer) || Object.keys(peer).length === 0) return undefined;
  const alternatives = (peer.subjectaltname ?? "").split(", ").flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? []);
  const common = textOf(peer.subject.CN);
  const until = new Date(peer.valid_to);
  return {
    subject: nameOf(peer.subject),
    issuer: nameOf(peer.issuer),
    names: (alternatives.length > 0 ? alternatives : [common]).filter((name) => name !== "").slice(0, 20),
    isSelfSigned: JSON.stringify(peer.subject) === JSON.stringify(peer.issuer),
    validUntil: Number.isNaN(until.getTime()) ? "" : until.toISOString(),
  };
}

function nameOf(name: tls.Certificate): string {
  const parts = Object.entries(name).map(([key, value]) => `${key}=${textOf(value)}`);
  return parts.join(", ").slice(0, 200);
}

function textOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value.join(" ") : (value ?? "")).slice(0, 200);
}
