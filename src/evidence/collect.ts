import type { Environment } from "../boot/environment.ts";
import { readProxyLogs } from "../boot/proxy-logs.ts";
import type { Running } from "../boot/running.ts";
import { collectNames } from "./names.ts";
import type { BuildRecord, Collected, Facts, ListeningSocket, NginxError, ProbeResult, ProxyRecord, ServiceRecord, ServiceSockets } from "../model/evidence.ts";
import type { Plan } from "../model/plan.ts";
import type { PeerProtocols } from "../model/protocols.ts";
import type { SourceFacts } from "../model/source.ts";
import { collectCertificates } from "./certificates.ts";
import { collectPaths, type PathRequest } from "./paths.ts";
import { parseAccessLog, parseErrorLog, parseStartErrors } from "../nginx/logs.ts";

/** A watch on a service's sockets, as the probes kept it. */
export interface RecordingWatch {
  record(): Promise<ServiceSockets | undefined>;
  readonly missing: string | undefined;
}

export interface CollectInput {
  readonly builds: readonly BuildRecord[];
  readonly environment: Environment | undefined;
  readonly watches: ReadonlyMap<string, RecordingWatch>;
  readonly results: readonly ProbeResult[];
  /** What listens in services that others may have wanted, where that was looked at. */
  readonly listening: ReadonlyMap<string, readonly ListeningSocket[]>;
  readonly sources: (services: readonly ServiceRecord[]) => SourceFacts;
  /** Asks again what nginx could make no sense of; answers the results with what came. */
  readonly askRaw: (environment: Environment, errors: readonly NginxError[]) => Promise<readonly ProbeResult[]>;
  /** What to look at in the containers, once their sockets are known. */
  readonly paths: (sockets: readonly ServiceSockets[]) => readonly PathRequest[];
  readonly protocols: (environment: Environment) => Promise<readonly PeerProtocols[]>;
}

/** Gathers the facts of a trial. Never throws for what cannot be had: each key says why it is missing. */
export async function collectFacts(input: CollectInput): Promise<Facts> {
  const { environment } = input;
  const notBooted = { missing: "nothing was started" };
  const [sockets, services, proxy] = environment
    ? await Promise.all([
        attempt(() => collectSockets(input)),
        attempt(() => Promise.all(environment.plan.services.map((service) => collectService(environment, service.name, input.listening.get(service.name))))),
        attempt(() => collectProxy(environment)),
      ])
    : [notBooted, notBooted, notBooted];
  const errors = "value" in proxy ? proxy.value.errors : [];
  return {
    builds: { value: input.builds },
    services,
    sockets,
    proxy,
    probes: environment ? await attempt(() => input.askRaw(environment, errors)) : notBooted,
    sources: await attempt(() => Promise.resolve(input.sources("value" in services ? services.value : []))),
    paths: environment ? await attempt(() => collectPaths(environment, input.paths("value" in sockets ? sockets.value : []))) : notBooted,
    // Last: what a peer says of messages that it does not understand is not to stand in its output.
    protocols: environment ? await attempt(() => input.protocols(environment)) : notBooted,
  };
}

async function attempt<T>(collect: () => Promise<T>): Promise<Collected<T>> {
  try {
    return { value: await collect() };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

async function collectSockets(input: CollectInput): Promise<ServiceSockets[]> {
  const recorded = await Promise.all([...input.watches.values()].map((watch) => watch.record()));
  return recorded.flatMap((each) => each ?? []);
}

async function collectService(environment: Environment, name: string, listening: readonly ListeningSocket[] | undefined): Promise<ServiceRecord> {
  const running = environment.running(name);
  if (!running) {
    return {
      name,
      state: "not-started",
      exits: [],
      log: [],
      truncated: 0,
      image: { reference: "", exposed: [], entrypoint: [], command: [], workingDir: "/", user: "" },
      variables: [],
      processes: [],
      addresses: [],
      watchedMs: 0,
    };
  }
  await running.drained();
  const [state, usage, processes] = await Promise.all([
    environment.engine.inspect(running.container),
    running.isRunning ? environment.engine.usage(running.container) : undefined,
    running.isRunning ? environment.engine.processes(running.container) : [],
  ]);
  const limit = running.service.memory?.value ?? 0;
  const config = running.imageConfig;
  return {
    name,
    state: running.startError !== undefined || running.heldBackBy !== undefined || running.startedAt === 0 ? "not-started" : running.exits.length > 0 ? "exited" : "running",
    exits: running.exits.map((exit) => ({ ...exit, oomKilled: exit.oomKilled || state.oomKilled })),
    log: running.log.lines(),
    ...(running.restarts.length > 0 ? { restarts: running.restarts.map(({ code, at, oomKilled }) => ({ code, at, oomKilled })) } : {}),
    ...(listening ? { listening } : {}),
    truncated: running.log.dropped,
    memory: { limit, peak: usage?.memoryPeak ?? 0, oomEvents: running.oomEvents },
    image: {
      reference: referenceOf(environment.plan, running),
      exposed: config?.exposed ?? [],
      entrypoint: config?.entrypoint ?? [],
      command: config?.command ?? [],
      workingDir: config?.workingDir ?? "/",
      user: config?.user ?? "",
    },
    variables: [...new Set([...Object.keys(config?.variables ?? {}), ...Object.keys(running.service.variables)])],
    processes,
    watchedMs: running.exits[0]?.at ?? running.age,
    addresses: Object.values(environment.namespaceOf(name)?.addresses ?? {}).filter((address) => address !== ""),
    ...(running.startError === undefined ? {} : { startError: running.startError }),
    ...(running.heldBackBy === undefined ? {} : { heldBackBy: running.heldBackBy }),
    ...(state.health ? { health: state.health } : {}),
  };
}

/** The image as the project names it, not as a run does. */
function referenceOf(plan: Plan, running: Running): string {
  const { image } = running.service;
  return image.kind === "reference" ? image.reference : `built from ${image.dockerfile}`;
}

async function collectProxy(environment: Environment): Promise<ProxyRecord> {
  const running = environment.proxy;
  if (!running) return { state: "not-started", observed: false, startErrors: [], errors: [], attempts: [] };
  await running.drained();
  const [logs, names] = await Promise.all([readProxyLogs(environment.engine, running.container), collectNames(environment)]);
  const output = running.log
    .lines()
    .map((line) => line.text)
    .join("\n");
  const version = running.imageConfig?.variables["NGINX_VERSION"];
  const certificates = running.exits.length > 0 ? await collectCertificates(environment, running) : undefined;
  return {
    state: running.startError !== undefined || running.heldBackBy !== undefined || running.startedAt === 0 ? "not-started" : running.exits.length > 0 ? "exited" : "running",
    observed: logs !== undefined,
    startErrors: parseStartErrors(`${output}\n${running.exits.length > 0 ? (logs?.error ?? "") : ""}`),
    errors: parseErrorLog(logs?.error || output),
    attempts: parseAccessLog(logs?.access ?? ""),
    ...(version === undefined ? {} : { version }),
    ...(certificates && certificates.pairs.length > 0 ? { certificates } : {}),
    ...(names.length > 0 ? { names } : {}),
  };
}
