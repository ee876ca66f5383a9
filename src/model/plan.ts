import type { Location, RepoPath, Sourced } from "./location.ts";
import type { Bytes, Millis, Port } from "./units.ts";
import type { Guard, ProxyPlan } from "./proxy.ts";
import type { Edit } from "./edit.ts";
import type { PlatformProblem } from "./platform.ts";

/** How the project says it is deployed. */
export type Platform = "compose" | "dockerfile" | "amvera" | "upsun";

/** Where nginx stands towards the app: in a container of its own, on the host beside published ports, or in the app's own network namespace. */
export type Topology = "container" | "host" | "shared";

/** Everything that will be built, booted and asked, resolved; every value knows the line that set it. Plain data. */
export interface Plan {
  readonly platform: Platform;
  readonly topology: Sourced<Topology>;
  readonly services: readonly Service[];
  readonly networks: readonly NetworkPlan[];
  /** Named volumes, by the name the services use. */
  readonly volumes: readonly string[];
  readonly proxy: ProxyPlan;
  readonly probes: readonly Probe[];
  readonly supplied: readonly Supplied[];
  /** What was assumed or left out; for the reader, never for a rule. */
  readonly notes: readonly Note[];
  /** Binds of what CI does not have, in whose place there is an empty folder, or nothing; absent when there are none. */
  readonly absentBinds?: readonly AbsentBind[];
  /** How long an app may take from its start to its first answer. */
  readonly startTimeout: Sourced<Millis>;
  /** Connections taken in one service's network namespace and made to another place. */
  readonly forwards: readonly Forward[];
  /** Unix sockets that everybody may open once they are there; only in a treatment trial. */
  readonly opened?: readonly OpenedSocket[];
  /** Changes to files of the repository, made in the copy that is run; empty but in a treatment trial. */
  readonly overlay: readonly Edit[];
  /** What the file of the platform says that its platform reads otherwise; absent when there is nothing. */
  readonly platformProblems?: readonly PlatformProblem[];
  /** Files that only the platform reads: a change of them is no change of what is built from the repository. */
  readonly platformFiles?: readonly RepoPath[];
}

/** Stands for the host, whose place in the network is emulated, wherever a service's name is expected. No service can be called so. */
export const hostName = "@host";

/** What Compose and the engine take for the host's address in `extra_hosts`. */
export const hostGateway = "host-gateway";

/** A TCP forwarder: listens in a service's network namespace and connects on. Inside the host it stands for a published port. */
export interface Forward {
  /** A service, or `hostName`. */
  readonly inside: string;
  /** An address, or "self" for the container's own address on its first network. */
  readonly listen: string;
  readonly port: Port;
  /** An address or name; inside the host, a service. */
  readonly toHost: string;
  readonly toPort: Port;
  readonly at?: Location;
}

/** A Unix socket whose mode, and those of the folders above it, are widened. */
export interface OpenedSocket {
  readonly service: string;
  /** As the service's container has it. */
  readonly path: string;
}

export type ServiceRole =
  | "app" // answers requests that the proxy passes on
  | "proxy"
  | "dependency" // what an app needs, directly or not
  | "task" // runs once and exits
  | "other"; // in the file, and neither dialled nor known to be needed

/** One container of the project. */
export interface Service {
  readonly name: string;
  readonly at?: Location;
  readonly role: ServiceRole;
  /** Whether the proxy's answers depend on it, as far as the files tell. */
  readonly essential: boolean;
  readonly image: ImageSource;
  /** Replaces the image's; the text is as written. */
  readonly entrypoint?: Sourced<readonly string[]>;
  readonly command?: Sourced<readonly string[]>;
  readonly variables: Readonly<Record<string, Sourced<string>>>;
  readonly workingDir?: string;
  readonly user?: Sourced<string>;
  readonly attachments: readonly Attachment[];
  /** The line that begins the list of its networks; absent when it has the default one. */
  readonly networksAt?: Location;
  /** The service whose network namespace this one shares, or `hostName`. */
  readonly networkOf?: Sourced<string>;
  readonly mounts: readonly Mount[];
  readonly needs: readonly Need[];
  readonly healthcheck?: Healthcheck;
  readonly memory?: Sourced<Bytes>;
  readonly cpus?: number;
  readonly ports: readonly PublishedPort[];
  /** Paths of the repository and where they stand in the container, most specific last. */
  readonly paths: readonly PathMapping[];
  /** What starts, as far as the files tell: the command itself, then the scripts it leads to. */
  readonly start: readonly StartStep[];
  readonly settings: ContainerSettings;
  /** The project's restart policy. The gate never lets the engine apply it; see boot/revival.ts. */
  readonly restart?: Sourced<string>;
}

export type ImageSource = { readonly kind: "reference"; readonly reference: string; readonly at?: Location } | ImageBuild;

/** An image built from the repository. */
export interface ImageBuild {
  readonly kind: "build";
  readonly context: RepoPath;
  readonly dockerfile: RepoPath;
  /** The Dockerfile's text when no file of the repository holds it. */
  readonly inline?: string;
  /** For each line of a text that the gate wrote, the line of the repository that it follows from. */
  readonly places?: readonly Location[];
  /** Whether no `.dockerignore` keeps anything out: the platform takes the whole repository. */
  readonly takesAll?: true;
  /** Files that are left out all the same: what is made of them does not change with their text. */
  readonly leftOut?: readonly RepoPath[];
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly at?: Location;
}

/** A place on a network of the plan, with the names it answers to there. */
export interface Attachment {
  readonly network: string;
  readonly aliases: readonly string[];
  readonly at?: Location;
}

export interface NetworkPlan {
  readonly name: string;
  readonly internal: boolean;
  readonly at?: Location;
}

export type Mount =
  /** Files of the repository, copied in where the project binds them. */
  | { readonly kind: "files"; readonly repo: RepoPath; readonly target: string; readonly isFolder: boolean; readonly readOnly: boolean; readonly at?: Location }
  | {
      readonly kind: "text";
      readonly text: string;
      readonly target: string;
      readonly mode: number;
      readonly uid?: number;
      readonly gid?: number;
      /** The file of the repository in which the text stands, on the same lines. */
      readonly repo?: RepoPath;
      readonly at?: Location;
    }
  /** `isEmpty`: nothing of what the image has at its place is put into it. */
  | { readonly kind: "volume"; readonly volume: string; readonly target: string; readonly readOnly: boolean; readonly isEmpty?: true; readonly at?: Location }
  | { readonly kind: "tmpfs"; readonly target: string; readonly options?: string; readonly at?: Location };

export type NeedCondition = "started" | "healthy" | "completed";

/** That another service is there first. */
export interface Need {
  readonly service: string;
  readonly condition: NeedCondition;
  readonly required: boolean;
  readonly at?: Location;
}

export interface Healthcheck {
  /** As the engine takes it: `["CMD", …]`, `["CMD-SHELL", "…"]` or `["NONE"]`. */
  readonly test: readonly string[];
  readonly interval?: Millis;
  readonly timeout?: Millis;
  readonly retries?: number;
  readonly startPeriod?: Millis;
  readonly startInterval?: Millis;
  readonly at?: Location;
  /** The line of what it runs. */
  readonly testAt?: Location;
  /** The line that ends its patience: of the start period, else of the retries. */
  readonly limitAt?: Location;
}

/** A port of the container and where the project publishes it on the host. */
export interface PublishedPort {
  readonly target: Port;
  readonly published?: Port;
  readonly hostAddress?: string;
  readonly at?: Location;
}

export interface PathMapping {
  /** Absolute, without trailing slash; "" is the root folder. */
  readonly container: string;
  readonly repo: RepoPath;
  readonly kind: "file" | "folder";
  /** A bind of Compose, a COPY or ADD, a copy or link made by RUN of what was copied, or a configuration that we put there. */
  readonly via: "bind" | "copy" | "run" | "config";
  /** What the container's file holds, where that is only a part of the repository's: on the same lines. */
  readonly text?: string;
  readonly at?: Location;
}

/** One step from the container's start to the project's own program, as text, with its place. */
export interface StartStep {
  readonly text: string;
  readonly at?: Location;
}

/** Engine settings that are passed through as the project has them. */
export interface ContainerSettings {
  readonly init?: boolean;
  readonly readOnly?: boolean;
  readonly readOnlyAt?: Location;
  readonly tty?: boolean;
  readonly stdinOpen?: boolean;
  readonly hostname?: string;
  readonly domainName?: string;
  readonly platform?: string;
  readonly capAdd?: readonly string[];
  readonly capDrop?: readonly string[];
  readonly securityOpt?: readonly string[];
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly ulimits?: readonly { readonly name: string; readonly soft: number; readonly hard: number; readonly at?: Location; readonly hardAt?: Location }[];
  readonly extraHosts?: readonly string[];
  readonly dns?: readonly string[];
  readonly dnsSearch?: readonly string[];
  readonly groupAdd?: readonly string[];
  readonly shmSize?: Bytes;
  readonly pids?: number;
  /** Whether its programs may gain privileges, as sudo does. */
  readonly newPrivileges?: boolean;
  readonly stopSignal?: string;
  /** Access to the host, as far as the user allows it by name. */
  readonly privileged?: true;
  readonly processes?: "host";
  readonly ipc?: "host";
  readonly uts?: "host";
  readonly users?: "host";
  readonly cgroup?: "host";
  readonly devices?: readonly { readonly source: string; readonly target: string; readonly permissions: string }[];
  readonly binds?: readonly { readonly source: string; readonly target: string; readonly readOnly: boolean }[];
}

/** One planned request through the proxy. */
export interface Probe {
  readonly name: string;
  readonly method: string;
  readonly scheme: "http" | "https";
  /** The Host header and, with https, the server name asked for. */
  readonly host: string;
  /** The port of the proxy that is dialled. */
  readonly port: Port;
  /** The address to dial from inside nginx's own container, where nginx listens for nobody else. */
  readonly inside?: string;
  /** Whether nginx wants a PROXY line before anything else, as a load balancer sends it. */
  readonly proxyProtocol?: boolean;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether a WebSocket is asked for; the name then begins with `ws`. */
  readonly websocket?: boolean;
  /** Index into `proxy.routes`; absent for a user's own probe that no route explains. */
  readonly route?: number;
  /** The script that a FastCGI server must have for it, as nginx names it; absent when the project does not tell that there is one. */
  readonly script?: string;
  readonly expect?: Expectation;
  readonly at?: Location;
  /** The host is none that the project names: the gate had to make one up. */
  readonly isHostInvented?: true;
  /** Index into `proxy.servers` of the one that takes it; absent when nothing there answers by itself. */
  readonly server?: number;
  /** What nginx may answer itself on the way, in the order in which it is asked. */
  readonly guards?: readonly Guard[];
}

/** What a user's probe demands. */
export interface Expectation {
  readonly status?: readonly number[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly maxTime?: Millis;
}

/** What the run was given because CI cannot have the real thing. */
export interface Supplied {
  readonly what: string;
  readonly why: string;
  readonly at?: Location;
}

/** A bind of what is outside the project, or of a path of the project that is not in the repository. */
export interface AbsentBind {
  readonly service: string;
  /** A path of the host, or of the repository. */
  readonly source: string;
  readonly isOfHost: boolean;
  /** In the container. */
  readonly target: string;
  readonly at?: Location;
}

export interface Note {
  readonly text: string;
  /** True of the project whatever a run shows: told by `plan` and in the job summary, not at the terminal each time. */
  readonly isStanding?: true;
  readonly at?: Location;
}

/** Names that a service's `extra_hosts` give the host. */
export function gatewayNames(service: Pick<Service, "settings"> | undefined): string[] {
  return (service?.settings.extraHosts ?? []).filter((entry) => entry.endsWith(`:${hostGateway}`)).map((entry) => entry.slice(0, -hostGateway.length - 1));
}

/** Whether anything of the plan lives on the host or can dial it. */
export function needsHost(plan: Pick<Plan, "services" | "forwards">): boolean {
  return plan.forwards.some((forward) => forward.inside === hostName) || plan.services.some((service) => service.networkOf?.value === hostName || gatewayNames(service).length > 0);
}

/** The service of that name; undefined when the plan has none. */
export function serviceNamed(plan: Plan, name: string | undefined): Service | undefined {
  return plan.services.find((service) => service.name === name);
}
