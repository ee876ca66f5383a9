import { parseNginx, type Directive } from "./parser.ts";

/** Where our records go, in the proxy's container. The folder is a volume of ours, so that a read-only container has it too. */
export const logFolder = "/upstream-gate";
export const accessLogPath = `${logFolder}/access.log`;
export const errorLogPath = `${logFolder}/error.log`;

const formatName = "upstream_gate_json";

export interface InstrumentOptions {
  /** Whether this is the file that nginx loads first. */
  readonly isMain: boolean;
  /** Whether the configuration limits requests or connections: only then are those variables sure to exist. */
  readonly hasLimits: boolean;
  /** [1, 25, 3]; undefined when it is not known, and only long-standing variables are used. */
  readonly version?: readonly number[];
}

interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The same configuration with our logs added: a JSON access log and an error log at `info`, beside the project's own. Only log
 * directives are added or (for `access_log off`) replaced, each on the line where it stands, so that every line keeps its number.
 * A text that does not parse comes back as it is: nginx shall complain of it as it stands.
 */
export function instrument(text: string, options: InstrumentOptions): string {
  const parsed = parseNginx(text, "");
  if (parsed.problem) return text;
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  const changes = [...(options.isMain ? [inFront(errorLog)] : accessChanges(parsed.directives, bytes)), ...parsed.directives.flatMap((directive) => nestedChanges(directive, bytes, options))];
  if (!options.isMain) changes.push(...errorLogChanges(parsed.directives));
  return applyChanges(bytes, changes);
}

const errorLog = `error_log ${errorLogPath} info;`;
const accessLog = `access_log ${accessLogPath} ${formatName};`;

function nestedChanges(directive: Directive, bytes: string, options: InstrumentOptions): Change[] {
  if (directive.lua !== undefined || directive.block === undefined) return [];
  const inside = directive.block.flatMap((child) => nestedChanges(child, bytes, options));
  const own = [...accessChanges(directive.block, bytes), ...errorLogChanges(directive.block), ...inside];
  if (directive.name !== "http") return own;
  const hasOwn = directive.block.some((child) => child.name === "access_log");
  return [after(directive, hasOwn ? logFormat(options) : `${logFormat(options)} ${accessLog}`), ...own];
}

/** A level with a log of its own ignores the outer ones: ours is added there too. `off` would silence ours and gives way to it. */
function accessChanges(block: readonly Directive[], bytes: string): Change[] {
  const logs = block.filter((directive) => directive.name === "access_log");
  const off = logs.filter((directive) => directive.args[0]?.text === "off");
  if (off.length > 0) return off.map((directive) => replace(directive, bytes, accessLog));
  return logs.slice(0, 1).map((directive) => after(directive, accessLog));
}

function errorLogChanges(block: readonly Directive[]): Change[] {
  return block
    .filter((directive) => directive.name === "error_log")
    .slice(0, 1)
    .map((directive) => after(directive, errorLog));
}

function inFront(text: string): Change {
  return { from: 0, to: 0, text: `${text} ` };
}

function after(directive: Directive, text: string): Change {
  return { from: directive.endOffset, to: directive.endOffset, text: ` ${text}` };
}

function replace(directive: Directive, bytes: string, text: string): Change {
  const from = directive.nameToken.offset;
  const kept = bytes.slice(from, directive.endOffset).replace(/[^\n]/g, "");
  return { from, to: directive.endOffset, text: text + kept };
}

function applyChanges(bytes: string, changes: readonly Change[]): string {
  let changed = bytes;
  for (const change of changes.toSorted((a, b) => b.from - a.from)) changed = changed.slice(0, change.from) + change.text + changed.slice(change.to);
  return Buffer.from(changed, "latin1").toString("utf8");
}

/** Field of our JSON line → nginx variable. Every value is quoted: nginx writes "-", lists and "009". */
const fields: readonly (readonly [string, string])[] = [
  ["connection", "connection"],
  ["port", "remote_port"],
  ["server", "server_name"],
  ["host", "host"],
  ["request", "request"],
  ["status", "status"],
  ["time", "request_time"],
  ["addr", "upstream_addr"],
  ["upstream", "upstream_status"],
  ["connect", "upstream_connect_time"],
  ["header", "upstream_header_time"],
  ["response", "upstream_response_time"],
];

function logFormat(options: InstrumentOptions): string {
  const used = [...fields];
  if (atLeast(options.version, [1, 11, 4])) used.push(["received", "upstream_bytes_received"]);
  if (options.hasLimits && atLeast(options.version, [1, 17, 6])) used.push(["limitReq", "limit_req_status"], ["limitConn", "limit_conn_status"]);
  const body = used.map(([key, variable]) => `"${key}":"$${variable}"`).join(",");
  return `log_format ${formatName} escape=json '{${body}}';`;
}

/** Whether a version is known and not older than another. */
export function atLeast(version: readonly number[] | undefined, wanted: readonly number[]): boolean {
  if (version === undefined) return false;
  for (let part = 0; part < wanted.length; part++) {
    const difference = (version[part] ?? 0) - (wanted[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** [1, 25, 3] of "nginx/1.25.3", "1.25.3-alpine", "1.25"; undefined when there is no version in it. */
export function parseVersion(text: string): readonly number[] | undefined {
  const match = /(?:^|[^\d.])(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match ? [match[1], match[2], match[3] ?? "0"].map(Number) : undefined;
}
