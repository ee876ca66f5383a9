import type { ProxyLimit } from "../model/proxy.ts";
import type { Config } from "./config.ts";
import type { Token } from "./lexer.ts";
import { named, type Directive } from "./parser.ts";
import type { PlaceOf } from "./place.ts";

/** The limits that files of the project set on connections, open files and requests. */
export function readLimits(config: Config, placeOf: PlaceOf): ProxyLimit[] {
  const http = named(config.directives, "http").flatMap((directive) => directive.block ?? []);
  const events = named(config.directives, "events").flatMap((directive) => directive.block ?? []);
  const made = (kind: ProxyLimit["kind"], directive: Directive, token: Token | undefined, value: number, name?: string): ProxyLimit[] => {
    if (token === undefined || !Number.isFinite(value)) return [];
    const { at } = placeOf(directive.file, token.line, token.column, token.length);
    return at ? [{ kind, value, text: token.text, at, ...(name === undefined ? {} : { name }) }] : [];
  };
  const single = (directive: Directive): ProxyLimit[] => made(directive.name as ProxyLimit["kind"], directive, directive.args[0], Number(directive.args[0]?.text));
  const zone = (directive: Directive): ProxyLimit[] => {
    const name = directive.args.flatMap((arg) => /^zone=([^:]+)/.exec(arg.text)?.[1] ?? [])[0];
    const rate = directive.args.find((arg) => arg.text.startsWith("rate="));
    return directive.name === "limit_conn_zone" ? made("limit_conn_zone", directive, directive.args[1], 0, name) : made("limit_req_zone", directive, rate, perMinute(rate?.text ?? ""), name);
  };
  const member = (server: Directive): ProxyLimit[] => {
    const most = server.args.find((arg) => /^max_conns=\d+$/.test(arg.text));
    return made("max_conns", server, most, Number(most?.text.slice("max_conns=".length)), server.args[0]?.text);
  };
  return [
    ...named(config.directives, "worker_rlimit_nofile").flatMap(single),
    ...named(events, "worker_connections").flatMap(single),
    ...[...named(http, "limit_req_zone"), ...named(http, "limit_conn_zone")].flatMap(zone),
    ...named(http, "upstream").flatMap((group) => named(group.block, "server").flatMap(member)),
  ];
}

/** Requests a minute of "rate=10r/s" or "rate=5r/m"; NaN for anything else. */
function perMinute(text: string): number {
  const match = /^rate=(\d+)r\/([sm])$/.exec(text);
  return match ? Number(match[1]) * (match[2] === "s" ? 60 : 1) : Number.NaN;
}
