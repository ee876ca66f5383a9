import type { AccessRecord, Collected, Evidence, FactTypes, Facts, LogLine, NginxError, ProbeResult, ProxyRecord, ServiceRecord, ServiceSockets } from "../../src/model/evidence.ts";
import { evidenceVersion } from "../../src/model/evidence.ts";
import type { Experiment } from "../../src/model/experiment.ts";
import type { Location, RepoPath } from "../../src/model/location.ts";
import type { Plan, Probe, Service } from "../../src/model/plan.ts";
import type { ProxyPlan, Route, Target } from "../../src/model/proxy.ts";
import type { SourceFacts } from "../../src/model/source.ts";
import { millis, type Port } from "../../src/model/units.ts";
import { noTimings } from "../../src/model/timings.ts";

// Evidence of a small project: nginx (service "web") dials app:8080, and a database is beside them. Everything is well until a
// test says otherwise.

/** A line of a file, with its text when given. */
export function at(path: string, line: number, text?: string): Location {
  return { path: path as RepoPath, line, ...(text === undefined ? {} : { text }) };
}

export function service(name: string, changes: Partial<Service> = {}): Service {
  return {
    name,
    role: "app",
    essential: true,
    at: at("compose.yaml", 2, `  ${name}:`),
    image: { kind: "build", context: "" as RepoPath, dockerfile: "Dockerfile" as RepoPath, args: {} },
    variables: {},
    attachments: [{ network: "default", aliases: [name] }],
    mounts: [],
    needs: [],
    ports: [],
    paths: [{ container: "/app", repo: "" as RepoPath, kind: "folder", via: "copy" }],
    start: [{ text: "node server.js", at: at("Dockerfile", 9, 'CMD ["node", "server.js"]') }],
    settings: {},
    ...changes,
  };
}

const passLine = "    proxy_pass http://app:8080;";

/** The address that nginx dials, as `proxy_pass http://HOST:PORT;` in nginx/app.conf:14 has it. */
export function target(host = "app", port = 8080, changes: Partial<Target> = {}): Target {
  const text = passLine.replace("app:8080", `${host}:${port}`);
  const hostSpan = { line: 14, column: 23, length: host.length };
  const portSpan = { line: 14, column: 24 + host.length, length: String(port).length };
  return { host, port, backup: false, down: false, at: at("nginx/app.conf", 14, text), hostSpan, portSpan, ...changes };
}

export function route(targets: readonly Target[], changes: Partial<Route> = {}): Route {
  const [first] = targets;
  return {
    server: 0,
    location: "/",
    directive: "proxy_pass",
    value: `http://${first?.host}:${first?.port}`,
    scheme: "http",
    at: at("nginx/app.conf", 14, passLine),
    sendsHost: "$host",
    hasVariables: false,
    targets,
    ...changes,
  };
}

export function proxyPlan(changes: Partial<ProxyPlan> = {}): ProxyPlan {
  return {
    service: "web",
    kind: "service",
    main: "/etc/nginx/nginx.conf",
    files: [{ container: "/etc/nginx/conf.d/app.conf", repo: "nginx/app.conf" as RepoPath, via: "bind of compose.yaml:12" }],
    servers: [{ names: ["localhost"], listens: [{ address: "0.0.0.0", port: 80, tls: false, isDefault: true, proxyProtocol: false }] }],
    routes: [route([target()])],
    errors: [],
    ...changes,
  };
}

export const probe: Probe = { name: "http://localhost/", method: "GET", scheme: "http", host: "localhost", port: 80 as Port, path: "/", route: 0 };

export function plan(changes: Partial<Plan> = {}): Plan {
  return {
    platform: "compose",
    topology: { value: "container", because: "a test" },
    services: [service("app"), service("db", { role: "dependency", image: { kind: "reference", reference: "postgres:16" }, paths: [], start: [], at: at("compose.yaml", 8) }), proxyService()],
    networks: [{ name: "default", internal: false }],
    volumes: [],
    proxy: proxyPlan(),
    probes: [probe],
    supplied: [],
    notes: [],
    startTimeout: { value: millis(60_000), because: "the gate's usual start budget" },
    forwards: [],
    overlay: [],
    ...changes,
  };
}

export function proxyService(changes: Partial<Service> = {}): Service {
  return service("web", { role: "proxy", image: { kind: "reference", reference: "nginx:1.29" }, paths: [], start: [], at: at("compose.yaml", 14), ...changes });
}

export function record(name: string, changes: Partial<ServiceRecord> = {}): ServiceRecord {
  return {
    name,
    state: "running",
    exits: [],
    log: [],
    truncated: 0,
    image: { reference: `built for ${name}`, exposed: [], entrypoint: [], command: ["node", "server.js"], workingDir: "/app", user: "" },
    variables: ["PATH"],
    processes: [{ pid: 1, command: "node server.js" }],
    addresses: ["10.0.0.2"],
    watchedMs: 61_000,
    ...changes,
  };
}

/** The record of a service that ended, with its last words. */
export function ended(name: string, output: readonly string[], code = 1, changes: Partial<ServiceRecord> = {}): ServiceRecord {
  return record(name, { state: "exited", exits: [{ code, at: 400, oomKilled: false }], log: log(output), processes: [], ...changes });
}

export function log(output: readonly string[]): LogLine[] {
  return output.map((text, index) => ({ at: 100 + index, stream: "err", text }));
}

/** A service's sockets: "0.0.0.0:3000", "127.0.0.1:5000", "[::]:80", "/run/app.sock". */
export function sockets(name: string, addresses: readonly string[], since = 300): ServiceSockets {
  const parsed = addresses.map((text) => {
    if (text.startsWith("/")) return { family: "unix" as const, address: text, port: 0, since };
    const address = text.slice(0, text.lastIndexOf(":")).replace(/^\[|\]$/g, "");
    return {
      family: address.includes(":") ? ("tcp6" as const) : ("tcp4" as const),
      address,
      port: Number(text.slice(text.lastIndexOf(":") + 1)),
      since,
      process: { pid: 7, command: "node server.js" },
    };
  });
  return { service: name, readAt: 61_000, sockets: parsed };
}

export const noSources: SourceFacts = { ports: [], hosts: [], variables: [], statuses: [], manifests: [], frames: [], programs: [], proxyLines: [], files: [] };

/** What came back through nginx. */
export function proxied(status: number | undefined, changes: Partial<ProbeResult> = {}): ProbeResult {
  return {
    name: probe.name,
    request: "GET http://localhost/",
    via: "proxy",
    probe: 0,
    ...(status === undefined ? {} : { status }),
    durationMs: 2,
    localPort: 40_000,
    tries: 3,
    at: 61_000,
    ...changes,
  };
}

/** What came back straight from a service. */
export function direct(outcome: Pick<ProbeResult, "status"> | Pick<ProbeResult, "error">, port = 8080, name = "app"): ProbeResult {
  return { name: probe.name, request: "GET http://localhost/", via: "direct", probe: 0, target: { service: name, address: "10.0.0.2", port }, ...outcome, durationMs: 1, tries: 3, at: 61_000 };
}

/** nginx's record of the probe; without `answered` nothing came from the address. */
export function attempt(status: number, address: string, answered = false): AccessRecord {
  const time = answered ? "0.002" : "-";
  return {
    connection: 5,
    remotePort: 40_000,
    server: "localhost",
    host: "localhost",
    request: "GET / HTTP/1.1",
    status,
    requestTime: 0.002,
    upstreamAddr: [address],
    upstreamStatus: [String(status)],
    connectTime: [time],
    headerTime: [time],
    responseTime: ["0.002"],
    bytesReceived: ["0"],
  };
}

export const refusedError: NginxError = {
  level: "error",
  message: "connect() failed",
  errno: 111,
  action: "connecting to upstream",
  connection: 5,
  request: "GET / HTTP/1.1",
  upstream: "http://10.0.0.2:8080/",
  text: '2026/01/01 [error] connect() failed (111: Connection refused) while connecting to upstream, upstream: "http://10.0.0.2:8080/"',
};

export function proxyRecord(changes: Partial<ProxyRecord> = {}): ProxyRecord {
  return { state: "running", observed: true, startErrors: [], errors: [], attempts: [], ...changes };
}

/** Facts by key; a text says why a key is missing. */
export type GivenFacts = { readonly [K in keyof FactTypes]?: FactTypes[K] | string };

export interface Given {
  readonly plan?: Partial<Plan>;
  readonly facts?: GivenFacts;
  readonly sources?: Partial<SourceFacts>;
  readonly experiments?: readonly Experiment[];
}

/** A healthy run, changed. */
export function evidence(given: Given = {}): Evidence {
  const usual: FactTypes = {
    builds: [{ service: "app", ok: true, durationMs: 10, log: [] }],
    services: [record("app"), record("db"), record("web")],
    sockets: [sockets("app", ["0.0.0.0:8080"])],
    proxy: proxyRecord({ attempts: [attempt(200, "10.0.0.2:8080", true)] }),
    probes: [proxied(200), direct({ status: 200 })],
    sources: { ...noSources, ...given.sources },
    paths: { records: [], workers: [], users: {} },
    protocols: [],
  };
  const collected = (value: unknown): Collected<unknown> => (typeof value === "string" ? { missing: value } : { value });
  const facts = Object.fromEntries(Object.entries({ ...usual, ...given.facts }).map(([key, value]) => [key, collected(value)])) as unknown as Facts;
  return { schema: evidenceVersion, tool: { name: "upstream-gate", version: "0.0.0" }, run: "test", plan: plan(given.plan), facts, experiments: given.experiments ?? [], timings: noTimings };
}

/** nginx answers 502: what it dials refuses the connection. The app listens where `open` says. */
export function refusedCase(open: readonly string[], given: Given = {}): Evidence {
  const dialled = given.plan?.proxy?.routes[0]?.targets[0] ?? target();
  return evidence({
    ...given,
    facts: {
      sockets: [sockets("app", open)],
      proxy: proxyRecord({ attempts: [attempt(502, `10.0.0.2:${dialled.port}`)], errors: [refusedError] }),
      probes: [proxied(502), direct({ error: "refused" }, dialled.port)],
      ...given.facts,
    },
  });
}

/** The app ended with these last words; nginx answers 502. */
export function crashCase(output: readonly string[], given: Given = {}, code = 1): Evidence {
  return refusedCase([], { ...given, facts: { services: [ended("app", output, code), record("db"), record("web")], ...given.facts } });
}

/** nginx ended at its start with these errors. */
export function proxyStartCase(message: string, line: number | undefined, given: Given = {}): Evidence {
  const error = { level: "emerg", message, ...(line === undefined ? {} : { file: "/etc/nginx/conf.d/app.conf", line }) };
  return evidence({
    ...given,
    facts: { services: [record("app"), record("db"), ended("web", [`nginx: [emerg] ${message}`])], proxy: proxyRecord({ state: "exited", startErrors: [error] }), probes: [], ...given.facts },
  });
}

/** The app itself answers a status; nginx passes it on. */
export function answeredCase(status: number, given: Given = {}): Evidence {
  return evidence({ ...given, facts: { proxy: proxyRecord({ attempts: [attempt(status, "10.0.0.2:8080", true)] }), probes: [proxied(status), direct({ status })], ...given.facts } });
}

/** nginx answers by itself: it asks nobody. */
export function localCase(status: number, given: Given = {}, record: Partial<AccessRecord> = {}): Evidence {
  const asked = { ...attempt(status, ""), upstreamAddr: [], upstreamStatus: [], ...record };
  return evidence({ ...given, facts: { proxy: proxyRecord({ attempts: [asked] }), probes: [proxied(status), direct({ status: 200 })], ...given.facts } });
}

/** The app refuses the host that nginx passes on, and takes another. */
export function refusalCase(status: number, sent: string, taken: string, given: Given = {}): Evidence {
  return answeredCase(status, { ...given, facts: { probes: [proxied(status, { refusal: { sent, taken: [{ host: taken, status: 200 }] } }), direct({ status })], ...given.facts } });
}
