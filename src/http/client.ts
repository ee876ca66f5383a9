import type undici from "undici";
import net from "node:net";
import type { Duplex } from "node:stream";
import tls from "node:tls";
import type { ProbeError } from "../model/evidence.ts";

/** Opens a TCP connection to an address, or with port 0 one to the Unix socket at that path, from wherever the request shall come from. */
export type Dial = (address: string, port: number, signal: AbortSignal) => Promise<Duplex>;

export interface HttpRequest {
  readonly method: string;
  readonly scheme: "http" | "https";
  /** The path of the Unix socket where `port` is 0. */
  readonly address: string;
  readonly port: number;
  /** The Host header; with https also the server name asked for. */
  readonly host: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The client's certificate and key, as PEM, for a server that asks for one. */
  readonly identity?: { readonly certificate: string; readonly key: string };
  /** Whether a PROXY line goes before everything else. */
  readonly proxyProtocol?: boolean;
  readonly timeoutMs: number;
  /** Gives up early; the answer is then "timed-out". */
  readonly signal?: AbortSignal;
}

export type HttpAnswer =
  | (Received & { readonly ok: true; readonly durationMs: number; readonly localPort?: number })
  /** With what was received when the answer began and broke off. */
  | (Partial<Received> & { readonly ok: false; readonly error: ProbeError; readonly text: string; readonly durationMs: number; readonly localPort?: number });

interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of status line and headers. */
  readonly headerBytes: number;
  readonly body: string;
}

/** How much of a body is kept; the rest is read and dropped, up to `mostRead`. */
const keptBody = 2048;
const mostRead = 1024 * 1024;
/** An event stream that has lived this long is one that works. */
const streamMs = 5000;
/** A body of which something came within this time before the limit is still on its way. */
const flowingMs = 10_000;
/** Far beyond what any proxy takes: what is too large for nginx shall be seen, and measured. */
const largestHeader = 256 * 1024;
/** Characters of one header that are kept. */
const keptHeader = 4096;
const connectTimeout = 3000;

let library: Promise<typeof undici> | undefined;

/** Loads what requests are made with; called early, so that it is there when the first one is due. */
export function prepareClient(): Promise<typeof undici> {
  library ??= import("undici");
  return library;
}

/** Sends one request over a connection of its own. Redirects are not followed, nothing is retried; never rejects. */
export async function sendRequest(request: HttpRequest, dial: Dial = dialDirectly): Promise<HttpAnswer> {
  const { Client } = await prepareClient();
  const started = performance.now();
  const limit = AbortSignal.timeout(request.timeoutMs);
  const total = request.signal ? AbortSignal.any([limit, request.signal]) : limit;
  let localPort: number | undefined;
  const client = new Client(request.port === 0 ? `${request.scheme}://localhost` : `${request.scheme}://${bracketed(request.address)}:${request.port}`, {
    pipelining: 0,
    headersTimeout: request.timeoutMs,
    bodyTimeout: request.timeoutMs,
    maxHeaderSize: largestHeader,
    allowH2: false,
    connect: (_options, callback) => {
      openSocket(request, dial, total).then(
        (socket) => {
          localPort = (socket as Partial<net.Socket>).localPort;
          callback(null, socket as net.Socket);
        },
        (error: Error) => callback(error, null),
      );
    },
  });
  const done = (): { durationMs: number; localPort?: number } => ({ durationMs: performance.now() - started, ...(localPort === undefined ? {} : { localPort }) });
  try {
    const response = await client.request({
      method: request.method as "GET",
      path: request.path,
      headers: { host: request.host, "user-agent": "upstream-gate", accept: "*/*", ...request.headers },
      signal: total,
      responseHeaders: "raw",
    });
    // undici's types do not know that raw headers are a list.
    const raw = response.headers as unknown as readonly (string | Buffer)[];
    const headers = flatten(raw);
    const { body, broken } = await readBody(response.body, headers["content-type"]?.startsWith("text/event-stream") === true);
    const received = { status: response.statusCode, headers, headerBytes: sizeOfHead(response.statusText, raw), body };
    return broken === undefined ? { ok: true, ...received, ...done() } : { ok: false, ...received, ...cutOff(broken), ...done() };
  } catch (error) {
    return { ok: false, ...classify(error), ...done() };
  } finally {
    await client.destroy().catch(() => undefined);
  }
}

/** What a server presents is not judged: certificates are supplied, and old protocols are the project's own choice. */
export const leniently = { rejectUnauthorized: false, minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" } as const;

/** The first line of the PROXY protocol, version 1, with the connection's own addresses where they are known. */
function proxyLine(socket: Duplex): string {
  const { localAddress, remoteAddress, localPort, remotePort } = socket as Partial<net.Socket>;
  const isKnown = net.isIPv4(localAddress ?? "") && net.isIPv4(remoteAddress ?? "");
  const [from, to] = isKnown ? [localAddress, remoteAddress] : ["127.0.0.1", "127.0.0.1"];
  return `PROXY TCP4 ${from} ${to} ${localPort ?? 65535} ${remotePort ?? 80}\r\n`;
}

/** Connects for a request; with https through the TLS handshake. Rejects when either fails. */
export async function openSocket(request: HttpRequest, dial: Dial, signal: AbortSignal): Promise<Duplex> {
  const socket = await dial(request.address, request.port, signal);
  if (request.proxyProtocol === true) socket.write(proxyLine(socket));
  if (request.scheme === "http") return socket;
  const name = request.host.replace(/:\d+$/, "");
  const identity = request.identity ? { cert: request.identity.certificate, key: request.identity.key } : {};
  const secure = tls.connect({ socket, ...leniently, ALPNProtocols: ["http/1.1"], ...identity, ...(net.isIP(name) === 0 ? { servername: name } : {}) });
  return new Promise((resolve, reject) => {
    secure.once("secureConnect", () => resolve(secure));
    secure.once("error", (error: Error) => reject(Object.assign(error, { isTls: true })));
    secure.once("close", () => reject(Object.assign(new Error("closed in the TLS handshake"), { isTls: true })));
  });
}

/** Connects from this process. */
export const dialDirectly: Dial = (address, port, signal) =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port === 0 ? { path: address, signal } : { host: address, port, signal });
    const timer = setTimeout(() => socket.destroy(Object.assign(new Error("connect timed out"), { code: "ETIMEDOUT" })), connectTimeout);
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.setNoDelay(true);
      resolve(socket);
    });
    socket.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });

/** What came of a body, and the error that broke it off. A stream is left after a while; what still flows at the limit is not broken. */
async function readBody(body: AsyncIterable<Buffer> & { destroy(): unknown }, isStream: boolean): Promise<{ body: string; broken?: unknown }> {
  const kept: Buffer[] = [];
  let size = 0;
  let last = performance.now();
  let isEnough = false;
  const leave = (): void => {
    isEnough = true;
    body.destroy();
  };
  const timer = isStream ? setTimeout(leave, streamMs) : undefined;
  const text = (): string => Buffer.concat(kept).subarray(0, keptBody).toString("utf8");
  try {
    for await (const chunk of body) {
      if (size < keptBody) kept.push(chunk);
      size += chunk.length;
      last = performance.now();
      if (size > mostRead) break;
    }
  } catch (error) {
    const isFlowing = classify(error).error === "timed-out" && performance.now() - last < flowingMs && size > 0;
    if (!isEnough && !isFlowing) return { body: text(), broken: error };
  } finally {
    clearTimeout(timer);
  }
  return { body: text() };
}

/** Why an answer broke off: a peer that is gone has closed, whatever the parser says of it. */
function cutOff(thrown: unknown): { error: ProbeError; text: string } {
  const { error, text } = classify(thrown);
  return { error: error === "other" || (thrown as { code?: string }).code === wrongLength ? "closed" : error, text };
}

type RawHeaders = readonly (string | Buffer)[];

function pairs(raw: RawHeaders): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[String(name), String(raw[index + 1] ?? "")] as [string, string]] : []));
}

function flatten(raw: RawHeaders): Record<string, string> {
  const flat = new Map<string, string>();
  for (const [name, value] of pairs(raw)) {
    const known = flat.get(name.toLowerCase());
    flat.set(name.toLowerCase(), (known === undefined ? value : `${known}, ${value}`).slice(0, keptHeader));
  }
  return Object.fromEntries(flat);
}

/** As the head stands on the wire: "HTTP/1.1 200 OK", ": " within and a line end after each line, an empty line. */
function sizeOfHead(statusText: string, raw: RawHeaders): number {
  const lines = raw.reduce((sum, part) => sum + Buffer.byteLength(part) + 2, 0);
  return "HTTP/1.1 200 ".length + Buffer.byteLength(statusText) + 2 + lines + 2;
}

/** undici's code for a body of another length than announced, and for one that is announced in two ways. */
const wrongLength = "UND_ERR_RES_CONTENT_LENGTH_MISMATCH";

const errorCodes: Readonly<Record<string, ProbeError>> = {
  ECONNREFUSED: "refused",
  ENOENT: "refused",
  ECONNRESET: "reset",
  EPIPE: "reset",
  ETIMEDOUT: "timed-out",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  ENOTFOUND: "name-unknown",
  EAI_AGAIN: "name-unknown",
  UND_ERR_CONNECT_TIMEOUT: "timed-out",
  UND_ERR_HEADERS_TIMEOUT: "timed-out",
  UND_ERR_BODY_TIMEOUT: "timed-out",
  UND_ERR_SOCKET: "closed",
  UND_ERR_HEADERS_OVERFLOW: "not-http",
  [wrongLength]: "not-http",
};

/** What an error that was thrown while a request was made comes to. */
export function classify(thrown: unknown): { error: ProbeError; text: string } {
  const error = thrown as { code?: string; name?: string; message?: string; isTls?: boolean; cause?: unknown };
  const text = error.message ?? String(thrown);
  if (error.name === "TimeoutError" || error.name === "AbortError") return { error: "timed-out", text };
  if (error.isTls === true || error.code?.startsWith("ERR_SSL") || error.code?.startsWith("ERR_TLS")) return { error: "tls", text };
  if (error.code?.startsWith("HPE_") === true || error.name === "HTTPParserError") return { error: "not-http", text };
  return { error: errorCodes[error.code ?? ""] ?? "other", text };
}

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

/** How a TCP port answers a connection attempt. */
export type PortState = "open" | "refused" | "silent" | "unreachable";

/** Tries a TCP connection and closes it at once. Never rejects. */
export async function tryPort(address: string, port: number, timeoutMs: number, dial: Dial = dialDirectly): Promise<PortState> {
  try {
    const socket = await dial(address, port, AbortSignal.timeout(timeoutMs));
    socket.destroy();
    return "open";
  } catch (error) {
    const { error: kind } = classify(error);
    return kind === "refused" || kind === "reset" || kind === "closed" ? "refused" : kind === "unreachable" ? "unreachable" : "silent";
  }
}
