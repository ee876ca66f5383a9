import { millis } from "../../../model/units.ts";
import type { Healthcheck, NeedCondition, Service } from "../../../model/plan.ts";
import type { Relationship, UpsunService } from "./project.ts";

/** What stands for a type of service in a run, and what the platform tells of it. Data. */
interface ServiceType {
  /** The official image; `{v}` stands for the version. */
  readonly image: string;
  readonly scheme: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  /** The database, or what else stands behind the port in an address. */
  readonly path?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  /** A command that succeeds once it takes connections. */
  readonly ready?: readonly string[];
}

const postgres: ServiceType = {
  image: "postgres:{v}",
  scheme: "pgsql",
  port: 5432,
  username: "main",
  password: "main",
  path: "main",
  variables: { POSTGRES_USER: "main", POSTGRES_PASSWORD: "main", POSTGRES_DB: "main" },
  ready: ["pg_isready", "-h", "127.0.0.1", "-U", "main"],
};

const mariadb: ServiceType = {
  image: "mariadb:{v}",
  scheme: "mysql",
  port: 3306,
  username: "user",
  password: "main",
  path: "main",
  variables: { MARIADB_USER: "user", MARIADB_PASSWORD: "main", MARIADB_DATABASE: "main", MARIADB_ALLOW_EMPTY_ROOT_PASSWORD: "1" },
  ready: ["healthcheck.sh", "--connect", "--innodb_initialized"],
};

const redis: ServiceType = { image: "redis:{v}", scheme: "redis", port: 6379, ready: ["redis-cli", "ping"] };

const types: Readonly<Record<string, ServiceType>> = {
  postgresql: postgres,
  mysql: mariadb,
  mariadb,
  "oracle-mysql": {
    ...mariadb,
    image: "mysql:{v}",
    variables: { MYSQL_USER: "user", MYSQL_PASSWORD: "main", MYSQL_DATABASE: "main", MYSQL_ALLOW_EMPTY_PASSWORD: "1" },
    ready: ["mysqladmin", "ping", "-h", "127.0.0.1", "-u", "user", "-pmain"],
  },
  redis,
  "redis-persistent": redis,
  valkey: { image: "valkey/valkey:{v}", scheme: "valkey", port: 6379, ready: ["valkey-cli", "ping"] },
  "valkey-persistent": { image: "valkey/valkey:{v}", scheme: "valkey", port: 6379, ready: ["valkey-cli", "ping"] },
  memcached: { image: "memcached:{v}", scheme: "memcached", port: 11211 },
  rabbitmq: { image: "rabbitmq:{v}", scheme: "amqp", port: 5672, username: "guest", password: "guest", ready: ["rabbitmq-diagnostics", "-q", "ping"] },
  mongodb: {
    image: "mongo:{v}",
    scheme: "mongodb",
    port: 27017,
    username: "main",
    password: "main",
    path: "main",
    variables: { MONGO_INITDB_ROOT_USERNAME: "main", MONGO_INITDB_ROOT_PASSWORD: "main", MONGO_INITDB_DATABASE: "main" },
  },
  opensearch: {
    image: "opensearchproject/opensearch:{v}",
    scheme: "http",
    port: 9200,
    variables: { "discovery.type": "single-node", DISABLE_SECURITY_PLUGIN: "true", DISABLE_INSTALL_DEMO_CONFIG: "true" },
  },
  elasticsearch: { image: "elasticsearch:{v}", scheme: "http", port: 9200, variables: { "discovery.type": "single-node", "xpack.security.enabled": "false" } },
};

/** One end of a relationship as the platform describes it to the app. */
export interface Endpoint {
  readonly relationship: string;
  readonly service: string;
  readonly type: string;
  readonly rel: string;
  readonly host: string;
  readonly port: number;
  readonly scheme: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly path: string | null;
}

/** The host name by which an app reaches what a relationship leads to. */
export function hostOf(relationship: string): string {
  return `${relationship}.internal`;
}

/** What a relationship tells of a service; undefined for a type that no image stands for. */
export function endpointOf({ name, endpoint }: Relationship, service: UpsunService): Endpoint | undefined {
  const known = types[typeName(service)];
  if (!known) return undefined;
  const { scheme, port, username = null, password = null, path = null } = known;
  return { relationship: name, service: service.name, type: service.type, rel: endpoint ?? typeName(service).replace(/-persistent$/, ""), host: hostOf(name), port, scheme, username, password, path };
}

/** What an app waits for: that the service takes connections, where there is a command that tells. */
export function readinessOf(service: UpsunService): NeedCondition {
  return types[typeName(service)]?.ready ? "healthy" : "started";
}

function typeName(service: UpsunService): string {
  return service.type.split(":")[0] ?? "";
}

/** The container that stands for a service, under the names of the relationships that lead to it; undefined for a type that no image stands for. */
export function planService(service: UpsunService, hosts: readonly string[], network: string): Service | undefined {
  const known = types[typeName(service)];
  const version = service.type.split(":")[1] ?? "latest";
  if (!known) return undefined;
  const at = service.map.child("type").at ?? service.at;
  const place = at ? { at } : {};
  return {
    name: service.name,
    ...(service.at ? { at: service.at } : {}),
    role: "dependency",
    // Whatever keeps one from starting here that nothing tells of is likelier our fault than the project's.
    essential: known.ready !== undefined,
    image: { kind: "reference", reference: known.image.replace("{v}", version), ...place },
    ...(known.command ? { command: { value: known.command } } : {}),
    variables: Object.fromEntries(Object.entries(known.variables ?? {}).map(([name, value]) => [name, { value, because: "the platform makes the service so" }])),
    attachments: [{ network, aliases: [...hosts] }],
    mounts: [],
    needs: [],
    ...(known.ready ? { healthcheck: readyCheck(known.ready) } : {}),
    ports: [],
    paths: [],
    start: [],
    settings: {},
  };
}

function readyCheck(command: readonly string[]): Healthcheck {
  return { test: ["CMD", ...command], interval: millis(1000), timeout: millis(5000), retries: 60, startInterval: millis(500) };
}
