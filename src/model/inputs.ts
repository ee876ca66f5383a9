import type { Bytes, Millis } from "./units.ts";
import type { Location, RepoPath, Sourced } from "./location.ts";
import type { Expectation, Platform, Topology } from "./plan.ts";

/** Ways to the host that a user can allow the project's containers, by name. */
export const accessNames = ["privileged", "docker-socket", "host-files", "host-pid", "host-ipc", "host-uts", "host-users", "host-cgroup", "devices", "capabilities", "unconfined"] as const;

export type AccessName = (typeof accessNames)[number];

/** What the user asked for, already typed. Paths are absolute. */
export interface Inputs {
  /** The project: everything it names must be inside. */
  readonly directory: string;
  readonly config?: string;
  readonly platform: "auto" | Platform;
  readonly composeFiles: readonly string[];
  readonly nginxConfigs: readonly string[];
  readonly topology: "auto" | Topology;
  /** An image that is already built; the app's build is skipped. */
  readonly image?: string;
  readonly envFile?: string;
  /** A git revision; lines changed since are preferred as the place of a cause. */
  readonly base?: string;
  readonly startTimeout?: Millis;
  readonly memory?: Bytes;
  /** Whether the apps' networks have a way out; they do unless `internal` is asked for. */
  readonly network?: "open" | "internal";
  /** Processors that the app may use, as a part or number of them. */
  readonly cpus?: number;
  /** Ways to the host, by name, that services of the project may have. */
  readonly allow?: readonly string[];
  readonly prove: boolean;
  /** Leave containers and images where they are. */
  readonly keep: boolean;
  /** Requests that the user lists beside those derived from the configuration. */
  readonly probes: readonly UserProbe[];
  /** The app that was chosen of a repository that holds several; `directory` is its folder then. */
  readonly app?: App;
  /** Variables over those of `envFile`. */
  readonly variables?: Readonly<Record<string, Sourced<string>>>;
  readonly services?: readonly ServiceSettings[];
  readonly causes?: readonly CauseSetting[];
  readonly standIns?: readonly StandIn[];
}

/** One app of a repository that holds several. */
export interface App {
  readonly name: string;
  /** Relative to the repository's folder; "" is that folder itself. */
  readonly directory: RepoPath;
}

/** Limits and variables of one service. */
export interface ServiceSettings {
  readonly service: string;
  readonly memory?: Bytes;
  readonly cpus?: number;
  readonly variables: Readonly<Record<string, string>>;
  /** "set at .github/upstream-gate.yml:9" */
  readonly because: string;
  readonly at?: Location;
}

/** A cause that shall not fail the gate. */
export interface CauseSetting {
  readonly cause: string;
  /** `off` is not reported, `warning` reported as one. */
  readonly level: "off" | "warning";
  readonly at?: Location;
}

/** A host outside the project in whose place the gate answers. */
export interface StandIn {
  readonly host: string;
  readonly ports: readonly number[];
  readonly status: number;
  readonly body: string;
  readonly at?: Location;
}

/** A request as the user lists it. */
export interface UserProbe {
  readonly path: string;
  readonly method: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ask for a WebSocket; 101 is expected when no status is. */
  readonly websocket?: boolean;
  readonly expect?: Expectation;
  readonly at?: Location;
}
