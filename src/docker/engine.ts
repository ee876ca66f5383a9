import type { Duplex, Readable } from "node:stream";

/** What the gate needs from a Docker engine, in our words. Implemented over dockerode; replaced by a fake in unit tests. */
export interface Engine {
  /** Whether the engine may run on this machine, so that containers' addresses may be reachable from here. */
  readonly isLocal: boolean;
  /** Version and limits. Throws a Failure when no engine answers. */
  info(): Promise<EngineInfo>;
  /** What an image says of itself; undefined when it is not on the engine. */
  image(reference: string): Promise<ImageConfig | undefined>;
  createNetwork(name: string, options: NetworkOptions): Promise<void>;
  createVolume(name: string, labels: Labels): Promise<void>;
  /** Answers the container's id. */
  create(spec: ContainerSpec): Promise<string>;
  connect(container: string, network: string, aliases: readonly string[]): Promise<void>;
  /** Throws an EngineError with the engine's words when the container cannot be started. */
  start(container: string): Promise<void>;
  inspect(container: string): Promise<ContainerState>;
  /** Unpacks a tar archive into a folder of the container, running or not. */
  upload(container: string, folder: string, archive: Buffer | Readable): Promise<void>;
  /** A tar archive of a path in the container, running or not; undefined when there is no such path. */
  download(container: string, path: string): Promise<Buffer | undefined>;
  /** Opens the main process's input and output; to be called before the start of a container with `input`. */
  attach(container: string): Promise<Session>;
  /** Runs a command in a running container. */
  exec(container: string, command: readonly string[], options?: { readonly user?: string }): Promise<Session>;
  /** Follows the output from the start; ends with the container or with `stop`. */
  followLog(container: string, isTerminal: boolean, onLine: (line: OutputLine) => void): Promise<LogFollower>;
  /** Processor time and memory now; undefined when the container does not run. */
  usage(container: string): Promise<Usage | undefined>;
  /** Command lines of the running processes, with the engine host's process ids; empty when it does not run. */
  processes(container: string): Promise<readonly { readonly pid: number; readonly command: string }[]>;
  /** Events of containers that carry the label, from now on. Resolves once it is listening. */
  watch(label: string, onEvent: (event: EngineEvent) => void): Promise<{ stop(): void }>;
  kill(container: string, signal?: string): Promise<void>;
  /** Removes a container with its anonymous volumes; nothing happens when it is gone. */
  remove(container: string): Promise<void>;
  removeNetwork(network: string): Promise<void>;
  removeVolume(volume: string): Promise<void>;
  removeImage(image: string): Promise<void>;
  /** Every object that carries the label `upstream-gate.run`, also stopped ones. */
  owned(): Promise<readonly OwnedObject[]>;
}

export type Labels = Readonly<Record<string, string>>;

export interface EngineInfo {
  readonly version: string;
  readonly apiVersion: string;
  readonly cgroupVersion: string;
  /** Bytes that the engine's machine has; 0 when it does not tell. */
  readonly memory: number;
  readonly os: string;
}

export interface NetworkOptions {
  readonly internal: boolean;
  readonly labels: Labels;
}

export interface ImageConfig {
  readonly id: string;
  readonly exposed: readonly number[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly workingDir: string;
  readonly user: string;
  readonly volumes: readonly string[];
  readonly hasHealthcheck: boolean;
}

/** A container to create; absent fields leave the image's or the engine's default. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly labels: Labels;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly variables?: readonly string[];
  readonly workingDir?: string;
  readonly user?: string;
  readonly hostname?: string;
  readonly domainName?: string;
  readonly network?: { readonly name: string; readonly aliases: readonly string[] };
  /** Whether it has no network at all. */
  readonly isAlone?: boolean;
  /** Joins the network namespace of a container. */
  readonly networkOf?: string;
  /** Joins the process namespace of a container. */
  readonly processesOf?: string;
  readonly mounts?: readonly VolumeMount[];
  readonly tmpfs?: readonly string[];
  readonly healthcheck?: {
    readonly test: readonly string[];
    readonly interval?: number;
    readonly timeout?: number;
    readonly retries?: number;
    readonly startPeriod?: number;
    readonly startInterval?: number;
  };
  readonly memory?: number;
  readonly cpus?: number;
  readonly pids?: number;
  readonly init?: boolean;
  readonly readOnly?: boolean;
  readonly tty?: boolean;
  readonly stdinOpen?: boolean;
  /** Keeps the input open for one client, whose end it then gets. */
  readonly input?: boolean;
  readonly capAdd?: readonly string[];
  readonly capDrop?: readonly string[];
  readonly securityOpt?: readonly string[];
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly ulimits?: readonly { readonly name: string; readonly soft: number; readonly hard: number }[];
  readonly extraHosts?: readonly string[];
  readonly dns?: readonly string[];
  readonly dnsSearch?: readonly string[];
  readonly groupAdd?: readonly string[];
  readonly shmSize?: number;
  readonly stopSignal?: string;
  readonly platform?: string;
  /** Access to the host: only what the user allowed by name. */
  readonly privileged?: true;
  readonly processes?: "host";
  readonly ipc?: "host";
  readonly uts?: "host";
  readonly users?: "host";
  readonly cgroup?: "host";
  readonly devices?: readonly { readonly source: string; readonly target: string; readonly permissions: string }[];
  readonly binds?: readonly { readonly source: string; readonly target: string; readonly readOnly: boolean }[];
}

export interface VolumeMount {
  readonly volume: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** Whether an empty volume starts with what the image has there. */
  readonly copyImage: boolean;
  /** Set for what stands in place of a folder of the host: it gives way to a file that the image has there. */
  readonly givesWay?: true;
}

export interface ContainerState {
  readonly id: string;
  readonly running: boolean;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly error: string;
  /** Milliseconds since the epoch; 0 when it never started. */
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly health?: { readonly status: string; readonly log: readonly string[] };
  /** Address on each network it is on. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Those of them that this process may dial: their network's bridge is an interface of this machine. */
  readonly bridged: readonly string[];
}

export interface OutputLine {
  /** Milliseconds since the epoch, by the engine's clock. */
  readonly time: number;
  readonly stream: "out" | "err";
  readonly text: string;
}

export interface LogFollower {
  /** Resolves when the output has ended. */
  readonly ended: Promise<void>;
  stop(): void;
}

export interface Usage {
  /** Nanoseconds of processor time since the start. */
  readonly cpu: number;
  readonly memory: number;
  readonly memoryPeak: number;
  readonly memoryLimit: number;
  readonly processes: number;
}

export interface EngineEvent {
  readonly action: string;
  readonly container: string;
  readonly labels: Labels;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly exitCode?: number;
}

/** A process's input and output. */
export interface Session {
  /** Raw bytes in both directions; what it writes to its error output is not among them. */
  readonly stream: Duplex;
  /** What it wrote to its error output so far. */
  errors(): string;
  /** Calls back after each write to its error output. */
  onErrors(listener: () => void): void;
  /** Its exit code once it has ended; only for `exec`. */
  exitCode(): Promise<number | undefined>;
  close(): void;
}

export interface OwnedObject {
  readonly kind: "container" | "network" | "volume" | "image";
  readonly id: string;
  readonly labels: Labels;
}

/** What the engine refused to do, in its own words. */
export class EngineError extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.name = "EngineError";
    this.status = status;
  }
}
