import type { Location, RepoPath, Sourced } from "../../model/location.ts";

/** How a hosting platform decides where requests go, and what it gives the app. Data. */
export interface HostingRules {
  /** As people call it. */
  readonly label: string;
  /** The port that is dialled when no line says otherwise; absent where the platform has none of its own. */
  readonly usualPort?: number;
  /** The variable that hands the port to the app; absent where the platform sets none. */
  readonly variable?: string;
  /** Whether another port can be chosen where the repository does not show it, or is found out: then one that the project fixes is dialled. */
  readonly takesOtherPorts?: true;
  /** Why a port is dialled that no line names. */
  readonly because: string;
}

/** What the file of a platform says of the app that answers requests. */
export interface Deployment {
  readonly rules: HostingRules;
  readonly file: RepoPath;
  /** The line that declares the app. */
  readonly at: Location;
  /** The port that the file names. */
  readonly port?: Sourced<number>;
  readonly command?: Sourced<string>;
  readonly variables: Readonly<Record<string, Sourced<string>>>;
  readonly dockerfile?: Sourced<RepoPath>;
  /** The folder that is built; the root when absent. */
  readonly context?: RepoPath;
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  readonly image?: Sourced<string>;
  /** A command that builds the project where the platform makes the image. */
  readonly buildCommand?: Sourced<string>;
  /** Folders of the container that outlive it. */
  readonly volumes?: readonly Sourced<string>[];
}

export const hostingRules = {
  fly: { label: "Fly.io", usualPort: 8080, because: "Fly.io's default, since no internal_port is set" },
  heroku: { label: "Heroku", usualPort: 17_364, variable: "PORT", because: "Heroku hands out any port by PORT" },
  render: { label: "Render", usualPort: 10_000, variable: "PORT", takesOtherPorts: true, because: "Render's default for PORT" },
  railway: { label: "Railway", usualPort: 8080, variable: "PORT", takesOtherPorts: true, because: "Railway hands out a port by PORT" },
  appEngine: { label: "App Engine", usualPort: 8080, variable: "PORT", because: "App Engine dials 8080" },
  kamal: { label: "Kamal", usualPort: 80, because: "Kamal's default, since no proxy.app_port is set" },
  dockerfile: { label: "the Dockerfile", because: "no line names it" },
} as const satisfies Record<string, HostingRules>;
