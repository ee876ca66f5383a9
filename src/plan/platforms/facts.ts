import type { RepoPath } from "../../model/location.ts";
import type { Topology } from "../../model/plan.ts";

/** What is known of a hosting platform whose own nginx stands in front of the app. Data; what reads its file is beside it. */
export interface PlatformFacts {
  readonly id: "amvera" | "upsun";
  /** As people call it. */
  readonly label: string;
  /** Its files, at the root of the repository, the first that is there counts. */
  readonly files: readonly string[];
  /** Where its nginx stands towards the app; in `shared` the app's loopback is right. */
  readonly topology: Exclude<Topology, "host">;
  readonly port: {
    /** The port that is dialled when nothing says otherwise. */
    readonly usual: number;
    /** The key that sets it; absent where nobody can. */
    readonly key?: string;
    /** The variable that hands it to the app. */
    readonly variable: string;
  };
  /** Variables that the app is given beside that. */
  readonly variables: Readonly<Record<string, string>>;
  /** How long an app may take before the platform gives it up, in milliseconds; absent where nothing is known. */
  readonly readyWithin?: number;
  /** Whether the image can be written to while the app runs. */
  readonly fileSystem: "writable" | "read-only";
  /** Folder of the sources in an image that the platform builds. */
  readonly appFolder: string;
}

export const platformFacts = {
  amvera: {
    id: "amvera",
    label: "Amvera",
    files: ["amvera.yml", "amvera.yaml", "amverum.yml", "amverum.yaml"],
    topology: "container",
    port: { usual: 80, key: "run.containerPort", variable: "PORT" },
    variables: { AMVERA: "1" },
    fileSystem: "writable",
    appFolder: "/app",
  },
  upsun: {
    id: "upsun",
    label: "Upsun",
    files: [".upsun/config.yaml", ".platform.app.yaml"],
    topology: "shared",
    port: { usual: 8888, variable: "PORT" },
    variables: { PLATFORM_APP_DIR: "/app" },
    fileSystem: "read-only",
    appFolder: "/app",
  },
} as const satisfies Record<string, PlatformFacts>;

/** The file of a platform that counts, and those of the same platform that it does not read beside it. */
export function filesOf(facts: PlatformFacts, isFile: (path: RepoPath) => boolean): { readonly read?: RepoPath; readonly others: readonly RepoPath[] } {
  const [read, ...others] = (facts.files as readonly RepoPath[]).filter(isFile);
  return { ...(read === undefined ? {} : { read }), others };
}
