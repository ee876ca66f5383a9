import type { PassDirective, Route } from "../model/proxy.ts";

/** The parts of a pass directive's argument or of a `server` line of an upstream group. */
export interface PassAddress {
  readonly scheme: Route["scheme"];
  /** Host name, address (IPv6 without brackets) or group name; "" for a Unix socket. */
  readonly host: string;
  /** 0 when none is written. */
  readonly port: number;
  readonly socket?: string;
  /** The URI part of proxy_pass, "" when there is none. */
  readonly uri: string;
  /** Offsets of host and port in the argument. */
  readonly hostOffset: number;
  readonly portOffset?: number;
}

const schemeOf: Readonly<Record<PassDirective, Route["scheme"]>> = {
  proxy_pass: "http",
  fastcgi_pass: "fastcgi",
  uwsgi_pass: "uwsgi",
  scgi_pass: "scgi",
  grpc_pass: "grpc",
  memcached_pass: "memcached",
};

/** Takes the argument of a pass directive apart; undefined when it is not an address (`proxy_pass app` without a scheme). */
export function parsePass(directive: PassDirective, value: string): PassAddress | undefined {
  const scheme = /^(https?|grpcs?|suwsgi|uwsgi|fastcgi|scgi):\/\//i.exec(value);
  if (directive === "proxy_pass" && !scheme) return undefined;
  const skipped = scheme?.[0].length ?? 0;
  const address = parseAddress(value.slice(skipped));
  if (address === undefined) return undefined;
  const named = scheme?.[1]?.toLowerCase();
  const kind = named === undefined || named === "suwsgi" ? schemeOf[directive] : (named as Route["scheme"]);
  return { ...address, scheme: kind, hostOffset: address.hostOffset + skipped, ...(address.portOffset === undefined ? {} : { portOffset: address.portOffset + skipped }) };
}

/** Takes `host:port/uri`, `[::1]:port`, `unix:/path:/uri` apart. */
export function parseAddress(text: string): Omit<PassAddress, "scheme"> | undefined {
  const unix = /^unix:([^:]+)(?::(.*))?$/.exec(text);
  if (unix) return { host: "", port: 0, socket: unix[1] ?? "", uri: unix[2] ?? "", hostOffset: 0 };
  const match = /^(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?([/?#].*)?$/s.exec(text);
  const host = match?.[1] ?? "";
  if (!match || host === "") return undefined;
  const digits = match[2];
  return {
    host: host.replace(/^\[|\]$/g, ""),
    port: digits === undefined ? 0 : Number(digits),
    uri: match[3] ?? "",
    hostOffset: 0,
    ...(digits === undefined ? {} : { portOffset: host.length + 1 }),
  };
}

/** The port that nginx dials when none is written; 0 where it demands one. */
export function defaultPort(scheme: Route["scheme"], inGroup: boolean): number {
  if (scheme === "https" && !inGroup) return 443;
  if (scheme === "https" || scheme === "http" || inGroup) return 80;
  return 0;
}
