import { isLoopback } from "../model/address.ts";
import type { ListeningSocket, ServiceRecord } from "../model/evidence.ts";
import type { Healthcheck, Service } from "../model/plan.ts";

/** What a health check asks for by HTTP. */
export interface HealthUrl {
  readonly text: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** Why a health check fails, by its own output and by what is open. */
export type HealthFault =
  | { readonly kind: "program"; readonly program: string; readonly said: string }
  | { readonly kind: "status"; readonly status: number; readonly said: string }
  | { readonly kind: "port"; readonly said: string; readonly asked: number; readonly open: readonly number[] }
  | { readonly kind: "family"; readonly said: string };

const url = /\b(https?):\/\/(\[[\da-f:]+\]|[\w.-]+)(?::(\d{1,5}))?(\/[^\s"'\])|;,]*)?/i;
const missing = [/exec: "([^"\s]+)": (?:executable file not found|stat [^:]+: no such file)/, /(?:^|[\s:/])([\w./+-]+): (?:command )?not found/, /can't open '?([^\s':]+)'?: No such file/];
const statuses = [
  /returned error: (\d{3})/,
  /HTTP Error (\d{3})/,
  /\bERROR (\d{3})\b/,
  /server returned error: HTTP\/[\d.]+ (\d{3})/i,
  /\bstatus(?: code)?:? (\d{3})\b/i,
  /\b([45]\d\d) (?:[A-Z][a-z]+ ?){1,3}\b/,
];
const refusals = /refused|failed to connect|can't connect|couldn't connect/i;

/** What the check asks for on the container's own loopback; undefined when it asks for nothing by HTTP there. */
export function healthUrl(check: Healthcheck): HealthUrl | undefined {
  const match = url.exec(check.test.join(" "));
  if (!match) return undefined;
  const [text, scheme = "http", host = "", port, path = "/"] = match;
  if (host !== "localhost" && host !== "0.0.0.0" && !isLoopback(host.replace(/^\[|\]$/g, ""))) return undefined;
  return { text, host, port: port === undefined ? (scheme.toLowerCase() === "https" ? 443 : 80) : Number(port), path };
}

/** How long a check is patient, in milliseconds from the container's start. */
export function patienceOf(check: Healthcheck): number {
  return (check.startPeriod ?? 0) + (check.interval ?? 30_000) * (check.retries ?? 3);
}

/** Why the check gave up on a container that runs on; undefined when nothing shows that it is not the app that is late or unwell. */
export function healthFault(service: Service, record: ServiceRecord, sockets: readonly ListeningSocket[] | undefined): HealthFault | undefined {
  const check = service.healthcheck;
  const lines = (record.health?.log.at(-1) ?? "").split("\n").map((line) => line.trim());
  if (!check) return undefined;
  const program = matchIn(lines, missing);
  // Its own words may speak of something else that is not found.
  if (program && isNamed(check, program.word)) return { kind: "program", program: program.word, said: program.said };
  const asked = healthUrl(check);
  const status = matchIn(lines, statuses);
  if (!asked || status) return asked && status && { kind: "status", status: Number(status.word), said: status.said };
  const said = lines.findLast((line) => refusals.test(line));
  return said !== undefined && sockets ? refusedFault(asked, said, sockets) : undefined;
}

function isNamed(check: Healthcheck, program: string): boolean {
  return check.test.some((word) => word.split(/[\s;&|()]+/).some((each) => each === program || each.endsWith(`/${program}`) || program.endsWith(`/${each}`)));
}

/** The first line that one of the patterns fits, with the word that it captures. */
function matchIn(lines: readonly string[], patterns: readonly RegExp[]): { readonly word: string; readonly said: string } | undefined {
  for (const said of lines) {
    const word = patterns.map((pattern) => pattern.exec(said)?.[1]).find((each) => each !== undefined);
    if (word !== undefined) return { word, said };
  }
  return undefined;
}

function refusedFault(asked: HealthUrl, said: string, sockets: readonly ListeningSocket[]): HealthFault | undefined {
  const tcp = sockets.filter((socket) => socket.family !== "unix");
  if (tcp.length === 0) return undefined;
  const ports = [...new Set(tcp.map((socket) => socket.port))];
  if (!ports.includes(asked.port)) return { kind: "port", said, asked: asked.port, open: ports };
  const own = tcp.filter((socket) => socket.port === asked.port);
  return asked.host === "localhost" && /\[?::1\]?/.test(said) && own.every((socket) => socket.family === "tcp4") ? { kind: "family", said } : undefined;
}
