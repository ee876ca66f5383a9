import type { Listen, PassDirective, Route, Setting, Target, VirtualServer } from "../model/proxy.ts";
import { defaultPort, parseAddress, parsePass, type PassAddress } from "./address.ts";
import type { Config } from "./config.ts";
import { readFastcgi } from "./fastcgi.ts";
import type { Token } from "./lexer.ts";
import { named, type Directive } from "./parser.ts";
import type { PlaceOf } from "./place.ts";
import { tuningOf } from "./tuning.ts";
import { Variables } from "./variables.ts";

/** A location block as nginx chooses it, with what leads a request to it. */
export interface LocationBlock {
  readonly modifier: "" | "=" | "^~" | "~" | "~*" | "@";
  readonly pattern: string;
  readonly directive: Directive;
  readonly children: readonly LocationBlock[];
}

export interface ServerBlock {
  readonly server: VirtualServer;
  readonly directive: Directive;
  readonly locations: readonly LocationBlock[];
}

/** What a configuration says of servers and where they pass requests. */
export interface ServerModel {
  readonly blocks: readonly ServerBlock[];
  readonly routes: readonly Route[];
  /** For each route, the location it stands in; undefined when it stands directly in `server`. */
  readonly routeLocations: readonly (LocationBlock | undefined)[];
}

const passDirectives: ReadonlySet<string> = new Set<PassDirective>(["proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass", "memcached_pass"]);

/** Reads the virtual servers and routes out of a loaded configuration. */
export function readServers(config: Config, placeOf: PlaceOf): ServerModel {
  const http = named(config.directives, "http").flatMap((directive) => directive.block ?? []);
  const context: Context = { http, groups: readGroups(http), variables: new Variables(http), placeOf };
  const blocks = withSharedListens(
    named(http, "server")
      .filter((directive) => directive.block)
      .map((directive) => readServer(directive, placeOf)),
  );
  const routes: Route[] = [];
  const routeLocations: (LocationBlock | undefined)[] = [];
  blocks.forEach((block, server) => {
    for (const found of passesOf(block)) {
      routes.push(readRoute(found, { index: server, server: block.server }, context));
      routeLocations.push(found.location);
    }
  });
  return { blocks, routes, routeLocations };
}

interface Context {
  readonly http: readonly Directive[];
  readonly groups: ReadonlyMap<string, Directive>;
  readonly variables: Variables;
  readonly placeOf: PlaceOf;
}

function readGroups(http: readonly Directive[]): Map<string, Directive> {
  return new Map(named(http, "upstream").map((directive) => [directive.args[0]?.text ?? "", directive]));
}

function readServer(directive: Directive, placeOf: PlaceOf): ServerBlock {
  const block = directive.block ?? [];
  const names = named(block, "server_name").flatMap((each) => each.args.map((arg) => arg.text));
  const [naming] = named(block, "server_name");
  const namesAt = naming && placeOf(naming.file, naming.line, naming.nameToken.column, naming.nameToken.length).at;
  const listens = named(block, "listen").flatMap((each) => readListen(each, placeOf) ?? []);
  const sslOn = named(block, "ssl").some((each) => each.args[0]?.text === "on");
  const at = placeOf(directive.file, directive.line, directive.nameToken.column, directive.nameToken.length).at;
  const effective = listens.length > 0 ? listens : [{ address: "*", port: 80, tls: false, isDefault: false, proxyProtocol: false }];
  return {
    directive,
    locations: readLocations(block),
    server: { names, listens: sslOn ? effective.map((listen) => ({ ...listen, tls: true })) : effective, ...(at ? { at } : {}), ...(namesAt ? { namesAt } : {}) },
  };
}

/** Servers on one address and port have one socket: what one of them says of TLS and the PROXY protocol holds for all. */
function withSharedListens(blocks: readonly ServerBlock[]): ServerBlock[] {
  const all = blocks.flatMap(({ server }) => server.listens);
  const shared = (listen: Listen): Listen => {
    const same = all.filter((other) => other.address === listen.address && other.port === listen.port && listen.port > 0 && other.quic === listen.quic);
    return { ...listen, tls: listen.tls || same.some((other) => other.tls), proxyProtocol: listen.proxyProtocol || same.some((other) => other.proxyProtocol) };
  };
  return blocks.map((block) => ({ ...block, server: { ...block.server, listens: block.server.listens.map(shared) } }));
}

function readListen(directive: Directive, placeOf: PlaceOf): Listen | undefined {
  const [address, ...flags] = directive.args.map((arg) => arg.text);
  if (address === undefined) return undefined;
  const at = placeOf(directive.file, directive.line, directive.nameToken.column, directive.nameToken.length).at;
  const has = (flag: string): boolean => flags.includes(flag);
  const rest = {
    tls: has("ssl"),
    isDefault: has("default_server") || has("default"),
    proxyProtocol: has("proxy_protocol"),
    ...(has("quic") || has("http3") ? { quic: true } : {}),
    ...(at ? { at } : {}),
  };
  if (address.startsWith("unix:")) return { address, port: 0, ...rest };
  const match = /^(?:(\[[^\]]+\]|[^:]+):)?(\d+)(?:-\d+)?$/.exec(address) ?? /^(\[[^\]]+\]|[^:]+)()$/.exec(address);
  if (!match) return undefined;
  // An IPv6 socket that takes IPv4 too is one for every address.
  const host = match[1] === "[::]" && has("ipv6only=off") ? "*" : (match[1] ?? "*");
  return { address: host, port: match[2] === "" ? 80 : Number(match[2]), ...rest };
}

function readLocations(block: readonly Directive[]): LocationBlock[] {
  return block
    .filter((directive) => directive.name === "location" && directive.block)
    .map((directive) => {
      const words = directive.args.map((arg) => arg.text);
      const { modifier, pattern } = locationPattern(words);
      return { modifier, pattern, directive, children: readLocations(directive.block ?? []) };
    });
}

function locationPattern(words: readonly string[]): { modifier: LocationBlock["modifier"]; pattern: string } {
  const [first = "", second] = words;
  if (second !== undefined) return { modifier: isModifier(first) ? first : "", pattern: second };
  const glued = /^(=|\^~|~\*|~|@)(.*)$/s.exec(first);
  if (!glued) return { modifier: "", pattern: first };
  return { modifier: glued[1] as LocationBlock["modifier"], pattern: glued[1] === "@" ? first : (glued[2] ?? "") };
}

function isModifier(text: string): text is "=" | "^~" | "~" | "~*" {
  return text === "=" || text === "^~" || text === "~" || text === "~*";
}

interface FoundPass {
  readonly pass: Directive;
  readonly location: LocationBlock | undefined;
  /** Blocks around it, innermost first: where `set` is looked for. */
  readonly scope: readonly (readonly Directive[])[];
  readonly isConditional?: true;
}

function passesOf(block: ServerBlock): FoundPass[] {
  const server = block.directive.block ?? [];
  return [...passesIn(server, undefined, [server]), ...block.locations.flatMap((location) => passesInLocation(location, [server]))];
}

function passesInLocation(location: LocationBlock, outer: readonly (readonly Directive[])[]): FoundPass[] {
  const own = location.directive.block ?? [];
  const scope = [own, ...outer];
  return [...passesIn(own, location, scope), ...location.children.flatMap((child) => passesInLocation(child, scope))];
}

function passesIn(directives: readonly Directive[], location: LocationBlock | undefined, scope: FoundPass["scope"]): FoundPass[] {
  return directives.flatMap((directive) => {
    if (passDirectives.has(directive.name) && directive.args.length > 0) return [{ pass: directive, location, scope }];
    if ((directive.name === "if" || directive.name === "limit_except") && directive.block)
      return passesIn(directive.block, location, [directive.block, ...scope]).map((pass) => ({ ...pass, isConditional: true as const }));
    return [];
  });
}

function readRoute({ pass, location, scope, isConditional }: FoundPass, { index, server }: { readonly index: number; readonly server: VirtualServer }, context: Context): Route {
  const tuning = tuningOf([...scope, context.http], context.placeOf);
  const directive = pass.name as PassDirective;
  const argument = pass.args[0] as Token;
  const isAlwaysTls = server.listens.every((listen) => listen.tls);
  const possible = context.variables.expand(argument, pass.file, scope, { scheme: isAlwaysTls ? "https" : "http" });
  const parsed = possible.map((one) => ({ one, address: parsePass(directive, one.text) })).filter((each) => each.address !== undefined);
  const targets = parsed.flatMap(({ one, address }) =>
    address ? targetsOf(address, one.token, one.file, one.text, context).map((target) => ({ ...target, ...portBeside(target, pass, one.token, context) })) : [],
  );
  const first = parsed[0]?.address;
  const at = context.placeOf(pass.file, pass.line, pass.nameToken.column, pass.nameToken.length).at;
  const settings = settingsOf(directive, [...scope, context.http], context.placeOf);
  const locationAt = location && context.placeOf(location.directive.file, location.directive.line, location.directive.nameToken.column, location.directive.nameToken.length).at;
  return {
    server: index,
    location: location === undefined ? "" : location.modifier === "" || location.modifier === "@" ? location.pattern : `${location.modifier} ${location.pattern}`,
    directive,
    value: argument.text,
    scheme: first?.scheme ?? (directive === "proxy_pass" ? "http" : (directive.replace("_pass", "") as Route["scheme"])),
    hasVariables: argument.text.includes("$"),
    sendsHost: sentHost([...scope, context.http]),
    ...(directive === "proxy_pass" && first?.uri && parsed[0]?.one.isPartial !== true ? { uri: first.uri } : {}),
    targets: uniqueTargets(targets),
    ...(settings.length > 0 ? { settings } : {}),
    ...resolverOf([...scope, context.http], context),
    ...(locationAt ? { locationAt } : {}),
    ...(at ? { at } : {}),
    ...(first && context.groups.has(first.host) ? { group: first.host } : {}),
    ...(tuning.length > 0 ? { tuning } : {}),
    ...(isConditional ? { isConditional } : {}),
    ...(directive === "fastcgi_pass" ? { fastcgi: readFastcgi([...scope, context.http], (each) => context.placeOf(each.file, each.line, each.nameToken.column, each.nameToken.length).at) } : {}),
  };
}

/** The innermost level that names a resolver decides. */
function resolverOf(scope: readonly (readonly Directive[])[], { placeOf }: Context): Pick<Route, "resolver"> {
  const directive = scope.flatMap((block) => named(block, "resolver").slice(0, 1))[0];
  if (!directive) return {};
  const at = placeOf(directive.file, directive.line, directive.nameToken.column, directive.nameToken.length).at;
  return { resolver: { addresses: directive.args.map((arg) => arg.text).filter((text) => !text.includes("=")), ...(at ? { at } : {}) } };
}

/** How the peer is spoken to, by the directives of the pass's own family. */
function settingsOf(pass: PassDirective, scope: FoundPass["scope"], placeOf: PlaceOf): Setting[] {
  const family = pass.replace("_pass", "");
  const wanted = new RegExp(`^${family}_(?:ssl_\\w+|http_version|set_header)$`);
  const names = new Set(scope.flatMap((block) => block.map((directive) => directive.name)).filter((name) => wanted.test(name)));
  return [...names].flatMap((name) => {
    const directives = inEffect(scope, name);
    const isInherited = !(scope[0] ?? []).some((directive) => directive.name === name);
    return directives.map((directive) => readSetting(directive, isInherited, placeOf));
  });
}

/** Of a header that carries more than the protocol and the request's own variables only the name is told: its value may be a secret. */
function readSetting({ name, args, file, line, nameToken }: Directive, isInherited: boolean, placeOf: PlaceOf): Setting {
  const { at } = placeOf(file, line, nameToken.column, nameToken.length);
  const [header = "", value = ""] = args.map((arg) => arg.text);
  const isTold = !name.endsWith("_set_header") || /^(?:host|upgrade|connection)$/i.test(header) || /^(?:\$\w+|https?)?$/.test(value);
  const place = at && (isTold ? at : { path: at.path, line: at.line });
  return { name, values: isTold ? args.map((arg) => arg.text) : [header], ...(isInherited ? { isInherited } : {}), ...(place ? { at: place } : {}) };
}

/** All or nothing: of a directive counts the innermost level that has it. */
function inEffect(scope: FoundPass["scope"], name: string): Directive[] {
  return scope.map((block) => named(block, name)).find((directives) => directives.length > 0) ?? [];
}

/** The Host header among those that are set. */
function sentHost(scope: FoundPass["scope"]): string {
  return inEffect(scope, "proxy_set_header").find((header) => header.args[0]?.text.toLowerCase() === "host")?.args[1]?.text ?? "$proxy_host";
}

function targetsOf(address: PassAddress, token: Token, file: string, text: string, context: Context): Target[] {
  const group = address.socket === undefined ? context.groups.get(address.host) : undefined;
  if (group) return named(group.block, "server").flatMap((server) => groupTarget(server, context) ?? []);
  return [targetAt(address, address.port || defaultPort(address.scheme, false), token, file, text, context, { backup: false, down: false })];
}

function groupTarget(server: Directive, context: Context): Target | undefined {
  const [token, ...flags] = server.args;
  if (token === undefined) return undefined;
  const address = parseAddress(token.text);
  if (address === undefined) return undefined;
  const has = (flag: string): boolean => flags.some((arg) => arg.text === flag);
  return targetAt(address, address.port || defaultPort("http", true), token, server.file, token.text, context, { backup: has("backup"), down: has("down") });
}

/** `http://$app:8080`: the host comes from the variable's line, the port stands here. */
function portBeside(target: Target, pass: Directive, hostToken: Token, context: Context): Pick<Target, "portSpan" | "portAt"> {
  const argument = pass.args[0] as Token;
  const digits = /(?<=\$(?:\w+|\{\w+\}):)\d+(?=[/?]|$)/.exec(argument.text);
  if (argument === hostToken || target.portSpan || !digits || Number(digits[0]) !== target.port) return {};
  const column = argument.column + (argument.quote === "" ? 0 : 1) + digits.index;
  const { at, span } = context.placeOf(pass.file, argument.line, column, digits[0].length);
  return at && span ? { portSpan: span, portAt: at } : {};
}

function targetAt(address: Omit<PassAddress, "scheme">, port: number, token: Token, file: string, text: string, context: Context, flags: { readonly backup: boolean; readonly down: boolean }): Target {
  const whole = context.placeOf(file, token.line, token.column, token.length);
  if (address.socket !== undefined) return { host: "", port: 0, socket: address.socket, ...flags, ...(whole.at ? { at: whole.at } : {}), ...(whole.from ? { hostFrom: whole.from } : {}) };
  // Offsets are of the whole text; the token may be only that part of it which has the address.
  const shift = text.indexOf(token.text);
  const offset = token.column + (token.quote === "" ? 0 : 1) - shift;
  const isWithin = (start: number, length: number): boolean => shift >= 0 && start >= shift && start + length <= shift + token.text.length;
  const literal = isWithin(address.hostOffset, address.host.length);
  const brackets = address.host.includes(":") ? 2 : 0;
  const host = literal ? context.placeOf(file, token.line, offset + address.hostOffset, address.host.length + brackets) : whole;
  const length = String(address.port).length;
  const hasDigits = address.portOffset !== undefined && isWithin(address.portOffset, length);
  const digits = hasDigits ? context.placeOf(file, token.line, offset + (address.portOffset ?? 0), length) : undefined;
  return {
    host: address.host,
    port,
    ...flags,
    ...(whole.at ? { at: whole.at } : {}),
    ...(literal && host.span ? { hostSpan: host.span } : {}),
    ...(host.from ? { hostFrom: host.from } : {}),
    ...(digits?.span ? { portSpan: digits.span } : {}),
    ...(digits?.from ? { portFrom: digits.from } : {}),
  };
}

function uniqueTargets(targets: readonly Target[]): Target[] {
  const seen = new Set<string>();
  return targets.filter((target) => {
    const key = target.socket ?? `${target.host}:${target.port}`;
    return !seen.has(key) && seen.add(key);
  });
}
