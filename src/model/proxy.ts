import type { Location, RepoPath, Sourced } from "./location.ts";
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
}

export interface VirtualServer {
  readonly names: readonly string[];
  readonly listens: readonly Listen[];
  readonly at?: Location;
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
  /** Path of the Unix socket. */
  readonly socket?: string;
  readonly backup: boolean;
  readonly down: boolean;
  /** Where the address is written. */
  readonly at?: Location;
  /** Where the port's digits stand when they are written there; absent when they are implied or come from a variable. */
  readonly portSpan?: Span;
  readonly hostSpan?: Span;
  /** The variable that a template step put in for the host or port. */
  readonly portFrom?: Sourced<string>;
  readonly hostFrom?: Sourced<string>;
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
  return target.socket === undefined ? `${target.host}:${target.port}` : `unix:${target.socket}`;
}

/** The target's port as a Port; undefined for a Unix socket. */
export function targetPort(target: Target): Port | undefined {
  return target.port > 0 ? (target.port as Port) : undefined;
}
