import type { Location, Sourced } from "../model/location.ts";
import type { Span } from "../model/proxy.ts";

/** Where a token of a configuration file stands in the repository. */
export interface TokenPlace {
  readonly at?: Location;
  /** The stretch in the repository's file; absent when a template step made it. */
  readonly span?: Span;
  /** The variable that a template step put in there. */
  readonly from?: Sourced<string>;
}

/** Answers the place of a stretch of a container file. */
export type PlaceOf = (file: string, line: number, column: number, length: number) => TokenPlace;
