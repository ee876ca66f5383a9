import type { Bytes, Millis } from "./units.ts";
import type { Location } from "./location.ts";
import type { Expectation, Platform, Topology } from "./plan.ts";

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
  readonly prove: boolean;
  /** Leave containers and images where they are. */
  readonly keep: boolean;
  /** Requests that the user lists beside those derived from the configuration. */
  readonly probes: readonly UserProbe[];
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
