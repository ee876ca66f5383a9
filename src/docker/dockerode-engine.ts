import { networkInterfaces } from "node:os";
import type { Duplex, Readable } from "node:stream";
import Docker from "dockerode";
import { failure, FailureError } from "../model/failure.ts";
import { connectionOptions } from "./connection.ts";
import { toCreateOptions } from "./create-options.ts";
import {
  EngineError,
  type ContainerState,
  type Engine,
  type EngineEvent,
  type EngineInfo,
  type ImageConfig,
  type Labels,
  type LogFollower,
  type OutputLine,
  type OwnedObject,
  type Session,
  type Usage,
} from "./engine.ts";
import { runLabel } from "./labels.ts";
import { Demultiplexer, LineSplitter, plainStream } from "./streams.ts";

/** The oldest engine whose API has everything used here (20.10). */
const oldestApi = 1.41;

/** More of an archive is not taken: the containers decide how large their files are. In bytes. */
const mostDownloaded = 64 * 1024 * 1024;
/** No single request takes the engine this long unless it hangs. */
const patienceMs = 180_000;

/** Connects to the engine that the docker client would use. Nothing is sent yet. */
export function connectEngine(environment: NodeJS.ProcessEnv): Promise<Engine> {
  const { options, host } = connectionOptions(environment);
  // Its client reads a tcp:// address with url.parse; Node warns of that in a bundle, and no user can do anything about it.
  process.noDeprecation = true;
  const isLocal = host.startsWith("unix://") && process.platform === "linux" && !host.includes("/desktop/");
  return Promise.resolve(new DockerodeEngine(new Docker(options), host, isLocal));
}

class DockerodeEngine implements Engine {
  readonly isLocal: boolean;
  readonly #docker: Docker;
  readonly #host: string;

  constructor(docker: Docker, host: string, isLocal: boolean) {
    this.#docker = docker;
    this.#host = host;
    this.isLocal = isLocal;
  }

  async info(): Promise<EngineInfo> {
    const [version, machine] = await this.#call(() => Promise.all([this.#docker.version(), this.#docker.info() as Promise<{ MemTotal?: number }>]));
    if (Number(version.ApiVersion) < oldestApi) {
      throw failure("engine-too-old", `Docker Engine ${version.Version} is too old: the gate needs 20.10 or later.`, { remedy: "Upgrade the Docker Engine." });
    }
    return { version: version.Version, apiVersion: version.ApiVersion, os: version.Os, cgroupVersion: "", memory: machine.MemTotal ?? 0 };
  }

  async image(reference: string): Promise<ImageConfig | undefined> {
    const found = await this.#optional(() => this.#docker.getImage(reference).inspect());
    if (!found) return undefined;
    const config = found.Config;
    return {
      id: found.Id,
      exposed: Object.keys(config.ExposedPorts ?? {})
        .filter((key) => !key.endsWith("/udp"))
        .map((key) => Number.parseInt(key, 10)),
      entrypoint: listOf(config.Entrypoint),
      command: listOf(config.Cmd),
      variables: Object.fromEntries((config.Env ?? []).map((pair) => [pair.split("=")[0] ?? "", pair.slice(pair.indexOf("=") + 1)])),
      workingDir: config.WorkingDir || "/",
      user: config.User ?? "",
      volumes: Object.keys(config.Volumes ?? {}),
      hasHealthcheck: Boolean((config as { Healthcheck?: unknown }).Healthcheck),
    };
  }

  async createNetwork(name: string, options: { readonly internal: boolean; readonly labels: Labels }): Promise<void> {
    await this.#call(() => this.#docker.createNetwork({ Name: name, Internal: options.internal, Labels: { ...options.labels } }));
  }

  async createVolume(name: string, labels: Labels): Promise<void> {
    await this.#call(() => this.#docker.createVolume({ Name: name, Labels: { ...labels } }));
  }

  async create(spec: Parameters<Engine["create"]>[0]): Promise<string> {
    const container = await this.#call(() => this.#docker.createContainer(toCreateOptions(spec)));
    return container.id;
  }

  async connect(container: string, network: string, aliases: readonly string[]): Promise<void> {
    await this.#call(() => this.#docker.getNetwork(network).connect({ Container: container, EndpointConfig: { Aliases: [...aliases] } }));
  }

  async start(container: string): Promise<void> {
    await this.#call(() => this.#docker.getContainer(container).start());
  }

  async inspect(container: string): Promise<ContainerState> {
    const found = await this.#call(() => this.#docker.getContainer(container).inspect());
    const state = found.State;
    const health = state.Health as { Status: string; Log?: { Output: string }[] } | undefined;
    return {
      id: found.Id,
      running: state.Running,
      exitCode: state.ExitCode,
      oomKilled: state.OOMKilled,
      error: state.Error,
      startedAt: timeOf(state.StartedAt),
      finishedAt: timeOf(state.FinishedAt),
      addresses: Object.fromEntries(Object.entries(found.NetworkSettings.Networks).map(([name, each]) => [name, each.IPAddress])),
      bridged: this.isLocal ? bridgedAddresses(Object.values(found.NetworkSettings.Networks)) : [],
      ...(health ? { health: { status: health.Status, log: (health.Log ?? []).map((entry) => entry.Output) } } : {}),
    };
  }

  async upload(container: string, folder: string, archive: Buffer | Readable): Promise<void> {
    await this.#call(() => this.#docker.getContainer(container).putArchive(archive, { path: folder }));
  }

  async download(container: string, path: string): Promise<Buffer | undefined> {
    const stream = await this.#optional(() => this.#docker.getContainer(container).getArchive({ path }));
    if (!stream) return undefined;
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      size += chunk.length;
      if (size > mostDownloaded) break;
    }
    return Buffer.concat(chunks);
  }

  async attach(container: string): Promise<Session> {
    const stream = (await this.#call(() => this.#docker.getContainer(container).attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true }))) as Duplex;
    return sessionOf(stream, () => Promise.resolve(undefined));
  }

  async exec(container: string, command: readonly string[], options: { readonly user?: string } = {}): Promise<Session> {
    const exec = await this.#call(() =>
      this.#docker.getContainer(container).exec({ Cmd: [...command], AttachStdin: true, AttachStdout: true, AttachStderr: true, ...(options.user === undefined ? {} : { User: options.user }) }),
    );
    const stream = (await this.#call(() => exec.start({ hijack: true, stdin: true }))) as Duplex;
    return sessionOf(stream, async () => {
      const state = await this.#optional(() => exec.inspect());
      return state?.ExitCode ?? undefined;
    });
  }

  async followLog(container: string, isTerminal: boolean, onLine: (line: OutputLine) => void): Promise<LogFollower> {
    const handle = this.#docker.getContainer(container);
    const stream = (await this.#call(() => handle.logs({ follow: true, stdout: true, stderr: true, timestamps: true }))) as unknown as Duplex;
    const out = new LineSplitter((text) => onLine(timedLine("out", text)));
    const err = new LineSplitter((text) => onLine(timedLine("err", text)));
    const demultiplexer = new Demultiplexer((name, data) => (name === "err" ? err : out).push(data));
    stream.on("data", (chunk: Buffer) => (isTerminal ? out.push(chunk) : demultiplexer.push(chunk)));
    const ended = new Promise<void>((resolve) => {
      const finish = (): void => {
        out.end();
        err.end();
        resolve();
      };
      stream.once("end", finish).once("close", finish).once("error", finish);
    });
    return { ended, stop: () => void stream.destroy() };
  }

  async usage(container: string): Promise<Usage | undefined> {
    // The typings lack `one-shot`, which spares the engine a second of waiting.
    const options = { stream: false, "one-shot": true } as { stream: false };
    const stats = await this.#optional(() => this.#docker.getContainer(container).stats(options));
    if (!stats?.pids_stats?.current) return undefined;
    const memory = stats.memory_stats as { usage?: number; max_usage?: number; limit?: number };
    return {
      cpu: stats.cpu_stats.cpu_usage.total_usage,
      memory: memory.usage ?? 0,
      memoryPeak: memory.max_usage ?? memory.usage ?? 0,
      memoryLimit: memory.limit ?? 0,
      processes: stats.pids_stats.current,
    };
  }

  async processes(container: string): Promise<readonly { pid: number; command: string }[]> {
    try {
      const top = (await this.#docker.getContainer(container).top({ ps_args: "-eo pid,args" })) as { Processes?: string[][] };
      return (top.Processes ?? []).map((row) => ({ pid: Number(row[0]), command: row.slice(1).join(" ") }));
    } catch {
      return [];
    }
  }

  async watch(label: string, onEvent: (event: EngineEvent) => void): Promise<{ stop(): void }> {
    const stream = (await this.#call(() => this.#docker.getEvents({ filters: { type: ["container"], label: [label] } }))) as unknown as Duplex;
    const lines = new LineSplitter((line) => {
      const event = parseEvent(line);
      if (event) onEvent(event);
    }, 100_000);
    stream.on("data", (chunk: Buffer) => lines.push(chunk));
    stream.on("error", () => undefined);
    return { stop: () => void stream.destroy() };
  }

  async kill(container: string, signal = "SIGKILL"): Promise<void> {
    await this.#ignoring([404, 409], () => this.#docker.getContainer(container).kill({ signal }));
  }

  async remove(container: string): Promise<void> {
    await this.#ignoring([404, 409], () => this.#docker.getContainer(container).remove({ force: true, v: true }));
  }

  async removeNetwork(network: string): Promise<void> {
    await this.#ignoring([404], () => this.#docker.getNetwork(network).remove());
  }

  async removeVolume(volume: string): Promise<void> {
    await this.#ignoring([404], () => this.#docker.getVolume(volume).remove());
  }

  async removeImage(image: string): Promise<void> {
    await this.#ignoring([404, 409], () => this.#docker.getImage(image).remove({ force: true }));
  }

  async owned(): Promise<readonly OwnedObject[]> {
    const filters = { label: [runLabel] };
    const [containers, networks, volumes, images] = await this.#call(() =>
      Promise.all([
        this.#docker.listContainers({ all: true, filters }),
        this.#docker.listNetworks({ filters }),
        this.#docker.listVolumes({ filters: JSON.stringify(filters) as never }),
        this.#docker.listImages({ filters: JSON.stringify(filters) }),
      ]),
    );
    return [
      ...containers.map((each) => ({ kind: "container" as const, id: each.Id, labels: each.Labels })),
      ...networks.map((each) => ({ kind: "network" as const, id: each.Id, labels: each.Labels ?? {} })),
      ...(volumes.Volumes ?? []).map((each) => ({ kind: "volume" as const, id: each.Name, labels: each.Labels ?? {} })),
      ...images.map((each) => ({ kind: "image" as const, id: each.Id, labels: each.Labels ?? {} })),
    ];
  }

  async #call<T>(request: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(failure("engine-unreachable", `The Docker engine at ${this.#host} has not answered for ${patienceMs / 1000} s.`, { remedy: "Restart the Docker engine." })),
        patienceMs,
      );
    });
    try {
      return await Promise.race([request(), silence]);
    } catch (error) {
      throw this.#explain(error);
    } finally {
      clearTimeout(timer);
    }
  }

  async #optional<T>(request: () => Promise<T>): Promise<T | undefined> {
    try {
      return await this.#call(request);
    } catch (error) {
      if (error instanceof EngineError && (error.status === 404 || error.status === 409)) return undefined;
      throw error;
    }
  }

  async #ignoring(statuses: readonly number[], request: () => Promise<unknown>): Promise<void> {
    try {
      await this.#call(request);
    } catch (error) {
      if (!(error instanceof EngineError && statuses.includes(error.status))) throw error;
    }
  }

  #explain(error: unknown): Error {
    if (error instanceof FailureError) return error;
    const { code, statusCode, message = String(error), json } = error as { code?: string; statusCode?: number; message?: string; json?: { message?: string } };
    const words = json?.message ?? message.replace(/^\(HTTP code \d+\) [^-]+- /, "").trim();
    if (/no space left on device/i.test(words)) return failure("disk-full", "The Docker engine has no disk space left.", { remedy: "Free space: docker system prune", detail: words });
    if (statusCode !== undefined) return new EngineError(words, statusCode);
    if (code === "EACCES") {
      return failure("engine-unreachable", `The Docker engine at ${this.#host} refuses this user.`, { remedy: "Add the user to the docker group, or run as root." });
    }
    return failure("engine-unreachable", `No Docker engine answers at ${this.#host}.`, { remedy: "Start Docker, or set DOCKER_HOST to an engine that runs.", detail: words });
  }
}

/** Addresses on networks whose bridge is an interface of this very machine: in a container, even of the same engine, it is not. */
function bridgedAddresses(networks: readonly { readonly IPAddress: string; readonly Gateway: string }[]): string[] {
  const own = new Set(Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address)));
  return networks.flatMap(({ IPAddress, Gateway }) => (own.has(Gateway) ? [IPAddress] : []));
}

function sessionOf(connection: Duplex, exitCode: () => Promise<number | undefined>): Session {
  let errors = "";
  const listeners: (() => void)[] = [];
  const stream = plainStream(connection, (data) => {
    if (errors.length < 16_384) errors += data.toString("utf8");
    for (const listener of listeners) listener();
  });
  return { stream, errors: () => errors, onErrors: (listener) => void listeners.push(listener), exitCode, close: () => void stream.destroy() };
}

function listOf(value: string | string[] | null | undefined): readonly string[] {
  return value === null || value === undefined ? [] : typeof value === "string" ? [value] : value;
}

/** The engine's zero time counts as never. */
function timeOf(text: string): number {
  const time = Date.parse(text);
  return Number.isNaN(time) || time < 0 ? 0 : time;
}

function timedLine(stream: "out" | "err", text: string): OutputLine {
  const gap = text.indexOf(" ");
  const time = Date.parse(text.slice(0, gap));
  return Number.isNaN(time) ? { time: 0, stream, text } : { time, stream, text: text.slice(gap + 1) };
}

function parseEvent(line: string): EngineEvent | undefined {
  try {
    const event = JSON.parse(line) as { Action: string; timeNano: number; Actor: { ID: string; Attributes: Record<string, string> } };
    const code = event.Actor.Attributes["exitCode"];
    return { action: event.Action, container: event.Actor.ID, labels: event.Actor.Attributes, time: event.timeNano / 1e6, ...(code === undefined ? {} : { exitCode: Number(code) }) };
  } catch {
    return undefined;
  }
}
