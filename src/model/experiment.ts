import type { Edit } from "./edit.ts";
import type { Bytes, Millis, Port } from "./units.ts";

/** An address that the proxy dials. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** One change to the plan. Data: `prove/` applies it to a copy. */
export type Intervention =
  /** The proxy dials another address. */
  | { readonly kind: "redial"; readonly from: Address; readonly to: Address; readonly edits: readonly Edit[]; readonly variable?: ServiceVariable }
  /**
   * Files of the repository read otherwise. `isDecisive`: when that does not help, it was not the cause. `failing`: statuses that count as
   * failing in its trials beside those of a gateway. `isBlank`: a line of a program loses its effect, which is no repair; tried for what stands
   * first, after all others.
   */
  | {
      readonly kind: "edit-files";
      readonly edits: readonly Edit[];
      readonly services: readonly string[];
      readonly isDecisive?: true;
      readonly isBlank?: true;
      readonly failing?: readonly number[];
    }
  /** The container's loopback can be reached from outside on `port`. */
  | { readonly kind: "forward-loopback"; readonly service: string; readonly port: Port; readonly address: string }
  /** A certificate and key that belong together stand at these paths of the proxy's container. */
  | { readonly kind: "supply-pair"; readonly service: string; readonly paths: readonly string[] }
  /** Everybody may open a Unix socket, and search the folders that lead to it. */
  | { readonly kind: "open-socket"; readonly service: string; readonly path: string }
  | { readonly kind: "set-variable"; readonly service: string; readonly name: string; readonly value: string }
  /** Any user of the container may open ports below 1024. */
  | { readonly kind: "open-low-ports"; readonly service: string }
  | { readonly kind: "raise-memory"; readonly service: string; readonly bytes: Bytes }
  | { readonly kind: "extend-start"; readonly service: string; readonly timeout: Millis; readonly health?: boolean }
  /** What waits for the service to be healthy is started without that. */
  | { readonly kind: "waive-health"; readonly service: string }
  /** The service started once another takes connections. */
  | { readonly kind: "start-after"; readonly service: string; readonly dependency: string }
  | { readonly kind: "start-command"; readonly service: string; readonly command: readonly string[] };

export interface ServiceVariable {
  readonly service: string;
  readonly name: string;
  readonly value: string;
}

export type ProofResult = "confirmed" | "refuted" | "inconclusive" | "not-attempted";

/** What the experiment showed: `control` without the change, `treatment` with it. */
export interface Proof {
  readonly result: ProofResult;
  readonly intervention?: string;
  readonly control?: string;
  readonly treatment?: string;
  /** Why it was not attempted or says nothing. */
  readonly because?: string;
}

/** An experiment as it is kept with the evidence, so that a replay has the same proof. */
export interface Experiment {
  readonly cause: string;
  /** The finding's place and service: tells findings of one cause apart. */
  readonly subject: string;
  readonly proof: Proof;
}
