import type { AccessName } from "../../model/inputs.ts";
import type { Location, RepoPath } from "../../model/location.ts";
import type { Note, Service, Supplied } from "../../model/plan.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import type { ComposeFiles, ComposeLocator } from "./files.ts";
import type { ComposeModel } from "./model.ts";

/** A service of the file before it is known what the proxy dials: no role, start or paths yet. */
export type DraftService = Omit<Service, "role" | "essential" | "paths" | "start">;

/** How a service would reach the host itself. */
export interface HostAccess {
  readonly name: AccessName;
  /** As the file has it: "pid: host". */
  readonly what: string;
  readonly at?: Location;
}

export interface Drafts {
  readonly services: readonly DraftService[];
  readonly notes: readonly Note[];
  readonly supplied: readonly Supplied[];
  /** The way to the host that is not allowed, by service; such a service is only run when nothing depends on it. */
  readonly hostAccess: ReadonlyMap<string, HostAccess>;
}

export interface DraftContext {
  readonly workspace: Workspace;
  readonly files: ComposeFiles;
  readonly locator: ComposeLocator;
  readonly model: ComposeModel;
  readonly environment: NodeJS.ProcessEnv;
  /** A variables file to use where a service's own is absent. */
  readonly envFallback?: RepoPath;
  /** What fills the texts of secrets and configs that are variables of the project. */
  readonly variable: (name: string) => string | undefined;
  /** Ways to the host that the user allows. */
  readonly allowed: readonly string[];
}

/** What is told of the services, gathered on the way. */
export interface Told {
  readonly supplied: Supplied[];
  readonly notes: Note[];
}
