import type { Config } from "./config.ts";
import { parseNginx, type Directive } from "./parser.ts";

/** Where our records go, in the proxy's container. The folder is a volume of ours, so that a read-only container has it too. */
export const logFolder = "/upstream-gate";
export const accessLogPath = `${logFolder}/access.log`;
export const errorLogPath = `${logFolder}/error.log`;
/** The format stands in a file of its own, where no template step of the project can replace its variables. */
export const formatPath = `${logFolder}/format.conf`;

const formatName = "upstream_gate_json";

/** What nginx allows where a file's first directives stand: access logs belong to `http` alone. */
export type Level = "main" | "http" | "stream";

export interface InstrumentOptions {
  /** Whether this is the file that nginx loads first. */
  readonly isMain: boolean;
  readonly level: Level;
}

export interface FormatOptions {
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

const errorLog = `error_log ${errorLogPath} info;`;
const accessLog = `access_log ${accessLogPath} ${formatName};`;
const httpLogs = `include ${formatPath};`;

/** The blocks that may hold logs, and what each may hold; any other is left alone (a `map`'s rows are not directives). */
const inside: Readonly<Record<Level, Readonly<Record<string, Level>>>> = {
  main: { http: "http", stream: "stream", mail: "stream" },
  http: { server: "http", location: "http", if: "http", limit_except: "http" },
  stream: { server: "stream" },
};

/**
 * The same file with our logs added: a JSON access log and an error log at `info`, beside the project's own. Only log directives are
 * added or (for `access_log off`) replaced, each on the line where it stands, so that every line keeps its number; every other byte
 * stays. A file that does not parse, or has our logs already, comes back as it is.
 */
export function instrument(content: Buffer, options: InstrumentOptions): Buffer {
  const bytes = content.toString("latin1");
  const parsed = parseNginx(asciiOf(bytes), "");
  if (parsed.problem || [errorLogPath, accessLogPath, formatPath].some((path) => bytes.includes(path))) return content;
  const front = options.isMain ? [{ from: 0, to: 0, text: `${errorLog} ` }] : errorLogChanges(parsed.directives);
  const changes = [...front, ...(options.level === "http" ? accessChanges(parsed.directives, bytes) : []), ...parsed.directives.flatMap((directive) => nestedChanges(directive, bytes, options.level))];
  return Buffer.from(applyChanges(bytes, changes), "latin1");
}

/**
 * The level at which each file of a configuration stands; a file included where no log may be is not among them. Nothing at all is,
 * when the file with `http` does not parse: our format would be missing, and nginx would complain of that first.
 */
export function fileLevels(config: Config, textOf: (path: string) => string | undefined): ReadonlyMap<string, Level> {
  const levels = new Map<string, Level>([[config.main, "main"]]);
  collectLevels(config.directives, "main", levels);
  const holders = config.directives.filter((directive) => directive.name === "http").map((directive) => directive.file);
  return [config.main, ...holders].some((path) => parseNginx(textOf(path) ?? "", path).problem) ? new Map() : levels;
}

function collectLevels(directives: readonly Directive[], level: Level, levels: Map<string, Level>): void {
  for (const directive of directives) {
    const known = levels.get(directive.file);
    if (known === undefined || (known === "http" && level === "stream")) levels.set(directive.file, level);
    const next = inside[level][directive.name];
    if (next !== undefined && directive.block) collectLevels(directive.block, next, levels);
  }
}

/** The text with one character for each byte: what is not ASCII means nothing to the grammar, and may not be UTF-8. */
function asciiOf(bytes: string): string {
  return bytes.replace(/[\x80-\xff]/g, "x");
}

function nestedChanges(directive: Directive, bytes: string, outer: Level): Change[] {
  const level = inside[outer][directive.name];
  if (level === undefined || directive.block === undefined) return [];
  const { block } = directive;
  const nested = block.flatMap((child) => nestedChanges(child, bytes, level));
  const own = [...(level === "http" ? accessChanges(block, bytes) : []), ...errorLogChanges(block), ...nested];
  if (directive.name !== "http") return own;
  const hasOwn = block.some((child) => child.name === "access_log");
  return [after(directive, hasOwn ? httpLogs : `${httpLogs} ${accessLog}`), ...own];
}

/** A level with a log of its own ignores the outer ones: ours is added there too. `off` would silence ours and gives way to it. */
function accessChanges(block: readonly Directive[], bytes: string): Change[] {
  const logs = block.filter((directive) => directive.name === "access_log");
  const off = logs.filter((directive) => directive.args.length === 1 && directive.args[0]?.text === "off");
  if (off.length > 0) return off.map((directive) => replace(directive, bytes, accessLog));
  return logs.slice(0, 1).map((directive) => after(directive, accessLog));
}

function errorLogChanges(block: readonly Directive[]): Change[] {
  return block
    .filter((directive) => directive.name === "error_log")
    .slice(0, 1)
    .map((directive) => after(directive, errorLog));
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
  return changed;
}

/** Field of our JSON line → nginx variable. Every value is quoted: nginx writes "-", lists and "009". */
const fields: readonly (readonly [string, string])[] = [
  ["connection", "connection"],
  // tells requests of one connection apart
  ["number", "connection_requests"],
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

/** The file that defines our format. Before 1.11.8 nginx writes `\x22` for a quote and "-" for what is unset. */
export function formatFile(options: FormatOptions): string {
  const used = [...fields];
  if (atLeast(options.version, [1, 11, 4])) used.push(["received", "upstream_bytes_received"]);
  if (options.hasLimits && atLeast(options.version, [1, 17, 6])) used.push(["limitReq", "limit_req_status"], ["limitConn", "limit_conn_status"]);
  const knowsJson = options.version === undefined || atLeast(options.version, [1, 11, 8]);
  const body = used.map(([key, variable]) => `"${key}":"$${variable}"`).join(",");
  return knowsJson ? `log_format ${formatName} escape=json '{${body}}';\n` : `log_format ${formatName} '{${body},"escape":"none"}';\n`;
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
