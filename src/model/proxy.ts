import type { Location, RepoPath, Sourced } from "./location.ts";
import type { Edit } from "./edit.ts";
import type { Port } from "./units.ts";

/** The nginx in front of the app, and what its configuration says, as far as the repository tells. */
export interface ProxyPlan {
  /** The service that runs it. */
  readonly service: string;
  /** A service of the project, our stub with the project's configuration, or nginx inside the app's own container. */
  readonly kind: "service" | "stub" | "inside";
  /** Path of the main configuration file in the container. */
  readonly main: string;
  readonly files: readonly DeployedFile[];
  readonly servers: readonly VirtualServer[];
  readonly routes: readonly Route[];
  /** Limits that the configuration sets; absent when it sets none. */
  readonly limits?: readonly ProxyLimit[];
  /** The configuration's own mistakes that we could see without nginx. */
  readonly errors: readonly ConfigError[];
  /** Paths in the container that count as empty, whatever stands there: what belongs there is supplied. Only in a treatment trial. */
  readonly absent?: readonly string[];
}

/** A file of the repository and where the proxy's container has it. */
export interface DeployedFile {
  readonly container: string;
  readonly repo: RepoPath;
  /** How it gets there, for the reader: "bind of compose.yaml:12", "COPY in web/Dockerfile:3". */
  readonly via: string;
  readonly at?: Location;
  /** The path that nginx reads when this is a template for it. */
  readonly renderedAs?: string;
  /** Whether the template step puts in nothing for what is not defined, nginx's own variables included. */
  readonly emptiesUnknown?: true;
}

export interface VirtualServer {
  readonly names: readonly string[];
  readonly listens: readonly Listen[];
  readonly at?: Location;
  /** Where the first name is written. */
  readonly namesAt?: Location;
  /** What it may answer itself before it picks a location; absent, like `locations`, when nothing in it answers so. */
  readonly guards?: readonly Guard[];
  readonly locations?: readonly GuardedLocation[];
}

/** A location with what may answer there before anybody is asked. */
export interface GuardedLocation {
  readonly modifier: "" | "=" | "^~" | "~" | "~*" | "@";
  readonly pattern: string;
  readonly guards: readonly Guard[];
  /** The named location or path to which its `try_files` hands over in the end. */
  readonly handsTo?: string;
  readonly children: readonly GuardedLocation[];
}

/** A directive by which nginx may answer 4xx or 5xx itself, without asking anybody. */
export interface Guard {
  readonly kind: "return" | "try_files" | "limit_req" | "limit_conn";
  readonly status: number;
  readonly at?: Location;
  /** What `if` asks, as written; absent when it always acts. */
  readonly condition?: string;
  /** Whether the condition holds whatever is asked; absent when that depends, or cannot be told from the files. */
  readonly holds?: boolean;
  /** The line that makes the condition hold: a `set`, a row of a `map`, what brings the file. */
  readonly switchAt?: Location;
  /** The zone of a limit. */
  readonly zone?: string;
  /** Requests beyond the rate that a limit lets wait or pass. */
  readonly burst?: number;
  /** Whether a limit is in effect for more than some locations of its own. */
  readonly isWide?: true;
}

/** A number in the configuration that limits what nginx takes on. */
export interface ProxyLimit {
  readonly kind: "worker_connections" | "worker_rlimit_nofile" | "max_conns" | "limit_req_zone" | "limit_conn_zone";
  /** The zone's name; for `max_conns` the address as written. */
  readonly name?: string;
  /** Connections, files or, for `limit_req_zone`, requests a minute. */
  readonly value: number;
  readonly at: Location;
  /** The text that gives the value: "rate=1r/m", "max_conns=1", "512". */
  readonly text: string;
}

export interface Listen {
  readonly address: string;
  /** 0 when it listens on a Unix socket. */
  readonly port: number;
  readonly tls: boolean;
  readonly isDefault: boolean;
  readonly proxyProtocol: boolean;
  /** It speaks HTTP/3 alone: no TCP port is opened for it. */
  readonly quic?: boolean;
  readonly at?: Location;
}

export type PassDirective = "proxy_pass" | "fastcgi_pass" | "uwsgi_pass" | "scgi_pass" | "grpc_pass" | "memcached_pass";

/** A place in the configuration that passes requests on. */
export interface Route {
  /** Index into `servers`. */
  readonly server: number;
  /** "= /x", "/api/", "~ \.php$"; empty for a pass directly in `server`. */
  readonly location: string;
  readonly locationAt?: Location;
  readonly directive: PassDirective;
  /** The argument as written (after template substitution). */
  readonly value: string;
  readonly scheme: "http" | "https" | "fastcgi" | "uwsgi" | "scgi" | "grpc" | "grpcs" | "memcached";
  readonly at?: Location;
  /** The URI part of `proxy_pass`, which replaces what the location matched; absent when there is none. */
  readonly uri?: string;
  /** The Host header that is sent on, as written: `$host`, `$proxy_host`, a literal. */
  readonly sendsHost: string;
  /** Whether the address is chosen at request time. */
  readonly hasVariables: boolean;
  /** Directives in effect for the pass that say how the peer is spoken to: `proxy_ssl_*`, `proxy_http_version`, `proxy_set_header`. */
  readonly settings?: readonly Setting[];
  /** The upstream group's name, when it has one. */
  readonly group?: string;
  readonly targets: readonly Target[];
  /** Directives on timeouts, buffers and the HTTP version that are in effect here; absent when there is none. */
  readonly tuning?: readonly Tuning[];
  /** Whether the pass stands in an `if` block, where few directives may stand. */
  readonly isConditional?: true;
  /** What a FastCGI server is told; only for `fastcgi_pass`. */
  readonly fastcgi?: FastcgiRoute;
  /** The `resolver` in effect where it passes requests on; absent when there is none. */
  readonly resolver?: NameServers;
}

/** What a `resolver` directive names. */
export interface NameServers {
  readonly addresses: readonly string[];
  readonly at?: Location;
}

/** A directive that is in effect for a route. */
export interface Tuning {
  /** "proxy_read_timeout". */
  readonly name: string;
  readonly args: readonly string[];
  /** How many blocks further out than the pass it stands: 0 for the same block. */
  readonly depth: number;
  readonly at?: Location;
  /** Where the arguments stand when all are written there on one line; absent when a variable put one in. */
  readonly span?: Span;
  /** The variable that a template step put in for an argument. */
  readonly from?: Sourced<string>;
}

/** The parameters of a `fastcgi_pass`, as they hold where it stands. */
export interface FastcgiRoute {
  /** `fastcgi_param` lines, by the name of the parameter. */
  readonly params: Readonly<Record<string, Sourced<string>>>;
  /** What `$document_root` stands for; absent when no line sets it or a variable is in it. */
  readonly root?: Sourced<string>;
  readonly index?: string;
  /** Whether what follows `.php` in the path is told apart as PATH_INFO. */
  readonly splits: boolean;
}

/** A directive and its arguments, as written. */
export interface Setting {
  readonly name: string;
  readonly values: readonly string[];
  /** Whether an outer block sets it. */
  readonly isInherited?: boolean;
  readonly at?: Location;
}

/** One address that the proxy dials. */
export interface Target {
  readonly host: string;
  /** 0 for a Unix socket. */
  readonly port: number;
  /** Path of the Unix socket, as the proxy's container has it. */
  readonly socket?: string;
  /** The service that is to open the Unix socket, or the port of a loopback that several share; absent when nothing tells which, or the host does. */
  readonly service?: string;
  readonly backup: boolean;
  readonly down: boolean;
  /** The address of the host that is written, where a published port of it leads to the service and port above. */
  readonly through?: PublishedAddress;
  /** Where the address is written. */
  readonly at?: Location;
  /** Where the port's digits stand when they are written there; absent when they are implied or come from a variable. */
  readonly portSpan?: Span;
  readonly hostSpan?: Span;
  /** The line of `portSpan`, where a variable puts the host in from another one. */
  readonly portAt?: Location;
  /** The variable that a template step put in for the host or port. */
  readonly portFrom?: Sourced<string>;
  readonly hostFrom?: Sourced<string>;
  /** Why it is this port where no line of the project says so: "Amvera's default, since run.containerPort is not set". */
  readonly portBecause?: string;
  /** The change of the project's file after which a port is dialled in place of a Unix socket, or the reverse; where a key of it chooses. */
  readonly otherFamily?: Edit;
  /** How the project would name the port that no line of it names yet. */
  readonly portLine?: PortLine;
}

/** The lines `startLine` to `endLine` of a file as they would read with a port, which stands between the two texts. */
export interface PortLine {
  readonly path: RepoPath;
  readonly startLine: number;
  readonly endLine: number;
  readonly before: string;
  readonly after: string;
}

/** An address of the host behind which a published port stands. */
export interface PublishedAddress {
  readonly host: string;
  readonly port: number;
  /** The line that publishes the port; absent when the repository has none. */
  readonly at?: Location;
}

/** A stretch of one line: where it starts and how long it is, in characters. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

export interface ConfigError {
  readonly message: string;
  readonly at?: Location;
  /** The container path, when no file of the repository is there. */
  readonly file?: string;
}

/** An address as nginx prints it: "app:3000" or "unix:/run/app.sock". */
export function showTarget(target: { readonly host: string; readonly port: number; readonly socket?: string }): string {
  if (target.socket !== undefined) return `unix:${target.socket}`;
  return `${target.host.includes(":") ? `[${target.host}]` : target.host}:${target.port}`;
}

/** The target's port as a Port; undefined for a Unix socket. */
export function targetPort(target: Target): Port | undefined {
  return target.port > 0 ? (target.port as Port) : undefined;
}

/** The path that nginx sends on: the URI of `proxy_pass` takes the place of the matched prefix, or of all where the address has variables. */
export function passedPath(probe: { readonly path: string }, route: (Pick<Route, "uri" | "location"> & Partial<Pick<Route, "hasVariables">>) | undefined): string {
  if (route?.uri === undefined || route.uri.includes("$")) return probe.path;
  if (route.hasVariables === true) return route.uri;
  const prefix = route.location.replace(/^(?:=|\^~)\s*/, "");
  return probe.path.startsWith(prefix) ? route.uri + probe.path.slice(prefix.length) : probe.path;
}
