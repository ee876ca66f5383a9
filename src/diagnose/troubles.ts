import type { ServiceRecord } from "../model/evidence.ts";
import type { SourceFacts } from "../model/source.ts";
import { lastLines, readCrash } from "./crash.ts";

/** What a program said of another one that it could not reach or use. */
export interface Trouble {
  readonly kind:
    | "unknown-name"
    | "refused"
    | "silent" // no answer in time, or no way there
    | "starting" // it took the connection and said that it is not ready
    | "rejected"; // it took the connection and refused user, password or database
  /** As the program writes it; absent when its words name none. */
  readonly host?: string;
  /** The address that the host was found to have. */
  readonly address?: string;
  readonly port?: number;
  /** For "rejected": what was refused. */
  readonly refused?: "password" | "user" | "database";
  /** The line that says so. */
  readonly said: string;
}

const kinds: readonly (readonly [Trouble["kind"], RegExp])[] = [
  ["starting", /is starting up|is not yet accepting connections|LOADING .{1,40}is loading|the database system is in recovery/i],
  [
    "rejected",
    /(?:password |peer |ident |gss )?authentication failed|access denied for user|WRONGPASS|NOAUTH|AUTH <password>|invalid (?:username-password|password)|no password (?:supplied|was provided)|client password must be|(?:database|role|user) ["'][^"']{1,80}["'] does not exist|unknown database/i,
  ],
  [
    "unknown-name",
    /could not translate host name|name or service not known|temporary failure in name resolution|nodename nor servname|\b(?:ENOTFOUND|EAI_AGAIN)\b|no such host|server misbehaving|UnknownHost|unknown (?:mysql server )?host|getaddrinfo|failed to resolve|could(?: not|n't) resolve|no address associated/i,
  ],
  ["refused", /ECONNREFUSED|connection (?:to .{1,160} )?(?:was )?refused|actively refused|connection to server on socket/i],
  ["silent", /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|connection (?:to .{1,160} )?timed out|no route to host|network is unreachable|i\/o timeout|connect(?:ion)? timeout/i],
];

/** Where a program's words have the host (group 1), its address (group "ip") and the port (group "port"). */
const places: readonly RegExp[] = [
  /host name "([^"]{1,200})"/,
  /(?:ENOTFOUND|EAI_AGAIN) ([\w.-]{1,200})/,
  /lookup ([\w.-]{1,200})(?: on |:)/,
  /getaddrinfo for ([\w.-]{1,200}) failed/,
  /UnknownHostException: ([\w.-]{1,200})/,
  /server host '([^']{1,200})'/i,
  /server at "([^"]{1,200})"(?: \((?<ip>[^)]{1,60})\))?, port (?<port>\d{1,5})/,
  /(?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH) ((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f:]*::[0-9a-f:]*?|[\w.-]{1,200}):(?<port>\d{2,5})/,
  /dial tcp \[?([\w.:-]{1,200}?)\]?:(?<port>\d{2,5})/,
  /connect(?:ing)? to ([\w.-]{1,200}):(?<port>\d{2,5})/i,
  /(?:^|[\s"'(@,]|:\/\/)(localhost|(?:\d{1,3}\.){3}\d{1,3}|[a-z][\w-]{0,60}(?:\.[\w-]{1,60}){0,6}):(?<port>\d{2,5})(?![\d:])/i,
];
const isFileName = /\.(?:js|mjs|cjs|ts|py|rb|go|php|java|sh|rs|kt|ru)$/i;

/** What the last words of a service that ended say of another program; none when it told of one and went on. */
export function lastTroubles(record: ServiceRecord, sources: SourceFacts): Trouble[] {
  return troublesIn(lastWordsOf(record, sources));
}

/** The account of its end that a service gave, else its last lines. */
export function lastWordsOf(record: ServiceRecord, sources: SourceFacts): string[] {
  const lines = lastLines(record, 200);
  const crash = readCrash(record, sources);
  const from = crash ? lines.lastIndexOf(crash.lines[0] ?? "") : -1;
  const told = crash ? [...crash.lines, ...(from === -1 ? [] : lines.slice(from))] : lines.slice(-8);
  return crash ? [crash.message, ...told] : told;
}

/** What the latest output of a service that runs says of another program. */
export function recentTroubles(record: ServiceRecord): Trouble[] {
  return troublesIn(lastLines(record, 20));
}

/** Each line that speaks of another program, the ones that say most first. */
export function troublesIn(lines: readonly string[]): Trouble[] {
  const told = lines.flatMap((line) => troubleOf(line) ?? []);
  const score = (trouble: Trouble): number => (trouble.host === undefined ? 0 : 2) + (trouble.kind === "rejected" || trouble.kind === "starting" ? 3 : 0) + (trouble.port === undefined ? 0 : 1);
  return told.filter((trouble, index) => told.findIndex((other) => other.said === trouble.said) === index).toSorted((a, b) => score(b) - score(a));
}

function troubleOf(line: string): Trouble | undefined {
  // What a program takes to be its own port to open is no other program.
  if (/\bbind(?:ing)?\b|EADDRINUSE|address already in use|listen(?:ing)? on/i.test(line)) return undefined;
  const text = line.slice(0, 1000);
  const kind = kinds.find(([, pattern]) => pattern.test(text))?.[0];
  if (kind === undefined) return undefined;
  return { kind, said: text.trim().slice(0, 300), ...placeIn(text), ...(kind === "rejected" ? { refused: refusedIn(text) } : {}) };
}

function placeIn(text: string): Pick<Trouble, "host" | "address" | "port"> {
  for (const pattern of places) {
    const match = pattern.exec(text);
    const host = match?.[1];
    if (!match || host === undefined || isFileName.test(host)) continue;
    const { ip, port } = match.groups ?? {};
    return { host, ...(ip === undefined ? {} : { address: ip }), ...(port === undefined ? {} : { port: Number(port) }) };
  }
  return {};
}

function refusedIn(text: string): "password" | "user" | "database" {
  if (/database ["'][^"']{1,80}["'] does not exist|unknown database/i.test(text)) return "database";
  return /role ["'][^"']{1,80}["'] does not exist/i.test(text) ? "user" : "password";
}
