import { isLoopback } from "../model/address.ts";
import type { Location } from "../model/location.ts";
import type { Service } from "../model/plan.ts";
import type { SourceFacts } from "../model/source.ts";
import { belongsTo } from "./places.ts";

/** A place where a service is told which program to connect to. */
export interface Endpoint {
  readonly host: string;
  readonly port?: number;
  /** "postgresql", "redis": from a URL. */
  readonly scheme?: string;
  /** The line that names the host. */
  readonly at?: Location;
  /** The variable of the service that holds it, with its whole value. */
  readonly variable?: { readonly name: string; readonly value: string };
  /** The variable that holds the port, when another one does. */
  readonly portVariable?: { readonly name: string; readonly at?: Location };
}

const url = /^(?:jdbc:)?([a-z][\w+.-]{0,30}):\/\/(?:[^\s/@]*@)?(\[[0-9a-f:]+\]|[^\s/:@?,[\]]+)(?::(\d{1,5}))?/i;
const hostName = /(?:^|_)(?:HOST(?:NAME)?|SERVERS?|ADDR(?:ESS)?|ENDPOINT|NODES?|BROKERS?)$|^PGHOST$/i;
/** Variables by which a server is told its own name or where to listen. */
const ownName = /^(?:HOST(?:NAME)?|SERVER|ADDR(?:ESS)?|BIND\w*|LISTEN\w*|SERVER_(?:HOST|NAME|ADDRESS)|VIRTUAL_HOST|APP_HOST|HTTP_HOST|PUBLIC_HOST|ALLOWED_HOSTS?)$/i;

/** Every place that names a host for a service to connect to: its variables, then lines of its files that they do not override. */
export function endpointsOf(service: Service, sources: SourceFacts): Endpoint[] {
  const variables = Object.entries(service.variables).flatMap(([name, { value, at }]) => endpointOfVariable(service, name, value, at) ?? []);
  const fallbacks = sources.variables.flatMap((mention): Endpoint[] => {
    if (mention.fallback === undefined || mention.name in service.variables || !belongsTo(service, mention.at.path)) return [];
    const found = endpointOfVariable(service, mention.name, mention.fallback, mention.at);
    return found ? [withoutVariable(found)] : [];
  });
  const overridden = new Set(sources.variables.filter((mention) => mention.name in service.variables).map((mention) => `${mention.at.path}:${mention.at.line}`));
  const lines = (sources.peers ?? [])
    .filter((peer) => belongsTo(service, peer.at.path) && !overridden.has(`${peer.at.path}:${peer.at.line}`))
    .map((peer): Endpoint => ({ host: peer.host, at: peer.at, ...(peer.port === undefined ? {} : { port: peer.port }) }));
  return [...variables, ...fallbacks, ...lines];
}

function withoutVariable({ variable: _variable, portVariable: _port, ...rest }: Endpoint): Endpoint {
  return rest;
}

function endpointOfVariable(service: Service, name: string, value: string, at: Location | undefined): Endpoint | undefined {
  const variable = { name, value };
  const placed = at ? { at, variable } : { variable };
  const parsed = url.exec(value);
  if (parsed) return { host: (parsed[2] ?? "").replace(/^\[|\]$/g, ""), scheme: (parsed[1] ?? "").toLowerCase(), ...portOf(parsed[3]), ...placed };
  const dsn = /(?:^|[\s;:])host=([\w.-]+)/.exec(value);
  if (dsn) return { host: dsn[1] ?? "", ...portOf(/(?:^|[\s;:])port=(\d{1,5})/.exec(value)?.[1]), ...placed };
  const plain = /^([\w.-]+)(?::(\d{1,5}))?$/.exec(value);
  if (!plain || !hostName.test(name) || ownName.test(name) || /^(?:0\.0\.0\.0|true|false)$/.test(value)) return undefined;
  const portName = name.replace(/(?:HOST(?:NAME)?|SERVERS?|ADDR(?:ESS)?|ENDPOINT|NODES?|BROKERS?)$/i, "PORT");
  const sibling = service.variables[portName];
  const portVariable = sibling ? { portVariable: { name: portName, ...(sibling.at ? { at: sibling.at } : {}) } } : {};
  return { host: plain[1] ?? "", ...portOf(plain[2] ?? sibling?.value), ...portVariable, ...placed };
}

function portOf(text: string | undefined): { port?: number } {
  return text !== undefined && /^\d{1,5}$/.test(text) ? { port: Number(text) } : {};
}

/** What is known of programs by their image, their scheme and their usual port. */
const programs = [
  { image: /postgres|postgis|timescale/, scheme: /^(?:postgres|pgsql)/, port: 5432, words: /postgres|libpq|\bPG\b|pgsql|psycopg|SCRAM|role "|database "|password authentication failed/i },
  { image: /mysql|mariadb|percona/, scheme: /^(?:mysql|mariadb)/, port: 3306, words: /mysql|mariadb|access denied for user|unknown database/i },
  { image: /redis|valkey|keydb|dragonfly/, scheme: /^rediss?/, port: 6379, words: /redis|WRONGPASS|NOAUTH/i },
  { image: /mongo/, scheme: /^mongodb/, port: 27017, words: /mongo/i },
  { image: /rabbit/, scheme: /^amqp/, port: 5672, words: /amqp|rabbit/i },
  { image: /elasticsearch|opensearch/, scheme: /^elastic/, port: 9200, words: /elastic/i },
  { image: /memcached/, scheme: /^memcache/, port: 11211, words: /memcache/i },
  { image: /kafka|redpanda/, scheme: /^kafka/, port: 9092, words: /kafka/i },
] as const;

/** The port that goes without saying for a scheme. */
export function usualPort(scheme: string | undefined): number | undefined {
  return scheme === undefined ? undefined : programs.find((program) => program.scheme.test(scheme))?.port;
}

/** The port on which an image's program listens when nobody says otherwise. */
export function portOfImage(service: Service): number | undefined {
  const { image } = service;
  return image.kind === "reference" ? programs.find((program) => program.image.test(image.reference))?.port : undefined;
}

/** The port that a program's own words point to: those of a PostgreSQL client to 5432. */
export function portOfWords(words: string): number | undefined {
  return programs.find((program) => program.words.test(words))?.port;
}

/** The endpoint that a complaint is about: of the same host or, where words name an address, of a host with that address. */
export function endpointFor(endpoints: readonly Endpoint[], host: string | undefined, port: number | undefined, isSame: (host: string, other: string) => boolean): Endpoint | undefined {
  const portOfEndpoint = (endpoint: Endpoint): number | undefined => endpoint.port ?? usualPort(endpoint.scheme);
  const near = host === undefined ? [] : endpoints.filter((endpoint) => endpoint.host === host || isSame(host, endpoint.host) || (isLoopback(host) && isLoopback(endpoint.host)));
  return (
    near.find((endpoint) => port !== undefined && portOfEndpoint(endpoint) === port) ??
    near.find((endpoint) => port === undefined || portOfEndpoint(endpoint) === undefined) ??
    (near.length === 1 ? near[0] : undefined)
  );
}
