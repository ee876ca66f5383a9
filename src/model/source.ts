import type { Location, RepoPath } from "./location.ts";

/** Lines of the project's own files that could explain something. Gathered without knowing the diagnosis. */
export interface SourceFacts {
  readonly ports: readonly PortMention[];
  readonly hosts: readonly HostMention[];
  readonly variables: readonly VariableMention[];
  readonly statuses: readonly StatusMention[];
  /** Absent in evidence that was written before they were looked for. */
  readonly headers?: readonly HeaderMention[];
  /** Lines that name a Unix socket or say who may open one; absent in evidence from before they were gathered. */
  readonly sockets?: readonly SocketMention[];
  readonly manifests: readonly Manifest[];
  /** Lines of the project that containers' output names. */
  readonly frames: readonly FrameMention[];
  /** What stands at the paths that start commands name. */
  readonly programs: readonly ProgramFile[];
  /** The proxy's configuration line by line; empty when nginx started. */
  readonly proxyLines: readonly Location[];
  /** The project's own files, as far as they are programs or settings. */
  readonly files: readonly RepoPath[];
  /** Lines that say which Host headers an app takes; absent in evidence written before they were looked for. */
  readonly hostLists?: readonly HostListMention[];
  /** Limits on how long an app server lets a request take; absent when no line sets one. */
  readonly timeouts?: readonly TimeoutMention[];
  /** Lines that name a requested path as one to be answered; absent when none does. */
  readonly routes?: readonly RouteMention[];
  /** Lines of settings that send a server to the background; absent when there is none. */
  readonly detaching?: readonly Location[];
  /** Programs that settings of a process manager name; absent when there are none. */
  readonly supervised?: readonly SupervisedProgram[];
  /** Python's main guards that name another word than `__main__`; absent when there is none. */
  readonly guards?: readonly Location[];
  /** What starts in services that ended, command by command; absent when none did. */
  readonly startLines?: readonly StartLine[];
  /** Lines that name another program to connect to; absent in evidence written before they were looked for. */
  readonly peers?: readonly PeerMention[];
  /** The last USER instruction of each image that is built; absent in evidence written before they were looked for. */
  readonly users?: readonly UserMention[];
  /** Files changed since the base revision: path to changed line numbers; absent without a base. */
  readonly changed?: Readonly<Record<string, readonly number[]>>;
}

/** One line of a service's start. */
export interface StartLine {
  readonly service: string;
  readonly at: Location;
  readonly commands: readonly StartCommand[];
}

/** One command of it, without what only runs another (`exec`, `env`, `tini --`). */
export interface StartCommand {
  readonly words: readonly string[];
  /** Whether `&` ends it. */
  readonly isInBackground: boolean;
}

/** A number that can be a port. */
export interface PortMention {
  readonly port: number;
  readonly at: Location;
  /** How much the line looks like the one that opens a port: 0 (a mere number) to 10. */
  readonly weight: number;
}

/** A literal address that a server could be told to listen on. */
export interface HostMention {
  readonly host: string;
  readonly at: Location;
  readonly weight: number;
}

/** A setting of the Host headers that an app takes. */
export interface HostListMention {
  /** The line that names the setting. */
  readonly at: Location;
  readonly hosts: readonly string[];
  /** The line that ends the list when it spans lines. */
  readonly lastAt?: Location;
}

/** A setting of an app server that ends a request after some time, or refuses one whose head is too big. */
export interface TimeoutMention {
  /** As the file has it: "timeout", "harakiri", "buffer-size", "request_terminate_timeout". */
  readonly name: string;
  /** As written: "30", "2s". */
  readonly value: string;
  readonly at: Location;
}

/** A line that names a path to be answered. */
export interface RouteMention {
  /** The path that was requested of the app. */
  readonly path: string;
  readonly at: Location;
}

/** A host that a program could be told to connect to. */
export interface PeerMention {
  readonly host: string;
  readonly port?: number;
  readonly at: Location;
}

/** The instruction by which an image's programs run as another user than root. */
export interface UserMention {
  readonly service: string;
  readonly user: string;
  readonly at: Location;
}

/** A line that reads an environment variable. */
export interface VariableMention {
  readonly name: string;
  readonly at: Location;
  /** The literal that is used when it is not set. */
  readonly fallback?: string;
}

/** A line that names a gateway status (502, 503, 504) as something to answer. */
export interface StatusMention {
  readonly status: number;
  readonly at: Location;
  readonly weight: number;
}

/** A line that names a header to send. */
export interface HeaderMention {
  /** Lower case; "http/" for a status line. */
  readonly name: string;
  readonly at: Location;
  readonly weight: number;
}

/** A line that names the path of a Unix socket, sets its mode, owner, group or the umask, changes a folder, or listens. */
export interface SocketMention {
  readonly kind: "path" | "mode" | "owner" | "group" | "umask" | "chmod" | "listen";
  /** For "path": as written. */
  readonly socket?: string;
  readonly at: Location;
}

/** A program that a process manager is told to start. */
export interface SupervisedProgram {
  /** The first word of its command. */
  readonly program: string;
  readonly at: Location;
}

/** A file that lists what must be installed. */
export interface Manifest {
  readonly ecosystem: "python" | "node" | "ruby" | "php" | "go" | "java" | "perl";
  readonly at: Location;
  readonly names: readonly string[];
  /** The number of its lines. */
  readonly lines: number;
  /** Whether these are only installed for development. */
  readonly isDevelopment?: boolean;
  /** The versions asked for, where the manifest's form keeps them apart. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Names of its scripts, where it has some. */
  readonly scripts?: readonly string[];
  /** The line of each entry, where it has one. */
  readonly entries?: Readonly<Record<string, Location>>;
}

/** A place that a container's output names, found in the repository. */
export interface FrameMention {
  readonly service: string;
  /** As the output has it. */
  readonly file: string;
  readonly at: Location;
}

/** A file that a service starts. */
export interface ProgramFile {
  readonly service: string;
  /** Its path in the container. */
  readonly container: string;
  /** Its first line. */
  readonly at: Location;
  readonly isExecutable: boolean;
  /** Whether its lines end as on Windows. */
  readonly hasCarriageReturns: boolean;
}
