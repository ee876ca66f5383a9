import type { Experiment } from "./experiment.ts";
import type { Location } from "./location.ts";
import type { Plan } from "./plan.ts";
import type { PeerProtocols } from "./protocols.ts";
import type { SourceFacts } from "./source.ts";
import type { TimelineEvent, Timings } from "./timings.ts";

/** The version of the evidence file. A reader refuses what it does not know. */
export const evidenceVersion = 1;

/** Everything one trial showed: redacted, immutable, complete enough to be diagnosed again without Docker. */
export interface Evidence {
  readonly schema: typeof evidenceVersion;
  readonly tool: { readonly name: string; readonly version: string };
  readonly run: string;
  readonly plan: Plan;
  readonly facts: Facts;
  readonly experiments: readonly Experiment[];
  readonly timings: Timings;
  /** What happened when, trials included; absent in older evidence. */
  readonly timeline?: readonly TimelineEvent[];
}

/** What was gathered under one key, or why it could not be. */
export type Collected<T> = { readonly value: T } | { readonly missing: string };

/** The keys a rule may ask for. */
export interface FactTypes {
  readonly builds: readonly BuildRecord[];
  readonly services: readonly ServiceRecord[];
  readonly sockets: readonly ServiceSockets[];
  readonly proxy: ProxyRecord;
  readonly probes: readonly ProbeResult[];
  readonly sources: SourceFacts;
  readonly paths: PathFacts;
  readonly protocols: readonly PeerProtocols[];
}
export type EvidenceKey = keyof FactTypes;
export type Facts = { readonly [K in EvidenceKey]: Collected<FactTypes[K]> };

/** One image build. */
export interface BuildRecord {
  readonly service: string;
  readonly ok: boolean;
  readonly durationMs: number;
  /** What the builder said of the failure. */
  readonly error?: string;
  /** Line of the Dockerfile (1-based) that failed, as the builder names it. */
  readonly line?: number;
  readonly endLine?: number;
  /** The last lines of the failing step. */
  readonly log: readonly string[];
  /** The instruction that failed, as the project's Dockerfile has it. */
  readonly step?: BuildStep;
}

/** One instruction of a Dockerfile, and what it looks for in vain. */
export interface BuildStep {
  /** In capitals: "COPY", "RUN". */
  readonly keyword: string;
  readonly at: Location;
  /** Its physical lines. */
  readonly lines: readonly Location[];
  /** The folder it works in. */
  readonly workingDir: string;
  readonly absent: readonly AbsentFile[];
  /** Lines of the project that its output names. */
  readonly mentions: readonly Location[];
}

/** A file that a build step names and that is not where the step looks for it. */
export interface AbsentFile {
  /** As the step writes it, or its output does. */
  readonly name: string;
  /** Files of the context that may be meant, the likeliest first. */
  readonly alike: readonly AlikeFile[];
  /** The line of the ignore file that keeps it out of the context. */
  readonly ignoredAt?: Location;
  /** The line of a `.gitignore` by which it is not committed: where it is deployed from it may well be there. */
  readonly uncommittedAt?: Location;
  /** Where the repository has it outside the context. */
  readonly outside?: string;
}

export interface AlikeFile {
  /** Relative to the context. */
  readonly path: string;
  /** Where the image has it before the step; absent when it was not copied. */
  readonly landed?: string;
}

/** One line of a container's output. */
export interface LogLine {
  /** Milliseconds since the container's start. */
  readonly at: number;
  readonly stream: "out" | "err";
  readonly text: string;
}

/** One end of a container's main process. */
export interface ExitRecord {
  readonly code: number;
  /** Milliseconds since the container's start. */
  readonly at: number;
  readonly oomKilled: boolean;
}

/** One container after the trial. */
export interface ServiceRecord {
  readonly name: string;
  readonly state: "running" | "exited" | "not-started";
  /** Why the engine could not start it (the engine's words). */
  readonly startError?: string;
  /** Why it was not started though nothing was wrong with it. */
  readonly heldBackBy?: string;
  readonly exits: readonly ExitRecord[];
  /** Ends after which it was started again, as the project's restart policy has it. */
  readonly restarts?: readonly ExitRecord[];
  /** What listens in it by the end; looked at where the output of another service speaks of a program it could not reach. */
  readonly listening?: readonly ListeningSocket[];
  readonly health?: { readonly status: string; readonly log: readonly string[] };
  /** The first lines and the last ones; `truncated` lines between them were dropped. */
  readonly log: readonly LogLine[];
  readonly truncated: number;
  readonly memory?: MemoryRecord;
  readonly image: ImageRecord;
  /** Names of the environment variables that the container has. */
  readonly variables: readonly string[];
  readonly processes: readonly ProcessRecord[];
  /** Its addresses on the run's networks. */
  readonly addresses: readonly string[];
  /** Milliseconds from the start of the container to the end of the observation. */
  readonly watchedMs: number;
  /** What it did when it was started once more and asked nothing; absent unless it had opened its port and ended. */
  readonly unasked?: UnaskedRun;
  /** What it said when it was interrupted at the end; absent unless it ran and listened on nothing. */
  readonly interrupted?: readonly string[];
}

/** A container's second life, without a request. */
export interface UnaskedRun {
  /** Milliseconds from its start until it ended, or until nobody watched any more. */
  readonly ranMs: number;
  readonly hasEnded: boolean;
}

export interface MemoryRecord {
  /** Bytes; 0 when there is no limit. */
  readonly limit: number;
  readonly peak: number;
  /** Out-of-memory events that the engine reported. */
  readonly oomEvents: number;
}

/** What the image says of itself, and what the container was started with. */
export interface ImageRecord {
  readonly reference: string;
  readonly exposed: readonly number[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDir: string;
  readonly user: string;
}

export interface ProcessRecord {
  readonly pid: number;
  readonly command: string;
}

/** What listens in one service's network namespace. */
export interface ServiceSockets {
  readonly service: string;
  readonly sockets: readonly ListeningSocket[];
  /** Milliseconds after the container's start at which this was read last. */
  readonly readAt: number;
}

/** What the system of the proxy's container answers for a name that nginx dials. */
export interface NameLookUp {
  readonly name: string;
  /** Empty when it does not find the name. */
  readonly addresses: readonly string[];
}

export interface ListeningSocket {
  readonly family: "tcp4" | "tcp6" | "unix";
  /** The address in text: "0.0.0.0", "::", "127.0.0.1"; the path of a Unix socket. */
  readonly address: string;
  /** 0 for a Unix socket. */
  readonly port: number;
  /** It listens on all addresses of IPv6 and takes no connection over IPv4; found out by one. */
  readonly v6Only?: boolean;
  readonly process?: ProcessRecord;
  /** Milliseconds after the container's start at which it was seen first. */
  readonly since: number;
}

export interface ProxyRecord {
  readonly state: "running" | "exited" | "not-started";
  readonly version?: string;
  /** Whether our log directives were in effect. */
  readonly observed: boolean;
  /** Records at start, `[emerg]` and the like. */
  readonly startErrors: readonly NginxStartError[];
  readonly errors: readonly NginxError[];
  readonly attempts: readonly AccessRecord[];
  /** Certificates and keys that its configuration names; absent when nginx started. */
  readonly certificates?: CertificateRecord;
  /** The names that nginx dials, looked up in its container while it ran; absent when that was not done. */
  readonly names?: readonly NameLookUp[];
}

export interface CertificateRecord {
  readonly pairs: readonly { readonly certificate: NamedPath; readonly key: NamedPath; readonly passwords?: NamedPath }[];
  /** The files at those paths, and those beside them. */
  readonly files: readonly CertificateFile[];
}

/** A path that a directive names. */
export interface NamedPath {
  /** Absolute, in the proxy's container. */
  readonly path: string;
  /** As the directive has it, after template substitution. */
  readonly written: string;
  readonly at?: Location;
}

/** What a file holds, by fingerprints of public keys: a key belongs to the certificate with the same one. */
export interface CertificateFile {
  readonly path: string;
  readonly certificate?: string;
  readonly key?: string;
  /** It holds a private key under a pass phrase. */
  readonly isLocked?: boolean;
  /** It holds neither a certificate nor a key that could be read. */
  readonly isNone?: boolean;
}

/** Why nginx would not load its configuration. */
export interface NginxStartError {
  readonly level: string;
  readonly message: string;
  /** The container path and line that nginx names. */
  readonly file?: string;
  readonly line?: number;
}

/** One record of nginx's error log. */
export interface NginxError {
  readonly level: string;
  /** Without errno, action and context. */
  readonly message: string;
  readonly errno?: number;
  /** "connecting to upstream", "reading response header from upstream", … */
  readonly action?: string;
  readonly connection?: number;
  readonly server?: string;
  readonly request?: string;
  readonly subrequest?: string;
  readonly upstream?: string;
  readonly host?: string;
  /** The whole record as logged. */
  readonly text: string;
}

/** One request as nginx logged it. Lists hold one entry an attempt; "-" and "" are kept as nginx wrote them. */
export interface AccessRecord {
  readonly connection: number;
  readonly remotePort: number;
  readonly server: string;
  readonly host: string;
  readonly request: string;
  readonly status: number;
  readonly requestTime: number;
  readonly upstreamAddr: readonly string[];
  readonly upstreamStatus: readonly string[];
  readonly connectTime: readonly string[];
  readonly headerTime: readonly string[];
  readonly responseTime: readonly string[];
  readonly bytesReceived: readonly string[];
  readonly limitReq?: string;
  readonly limitConn?: string;
}

/** One request that was sent and what came of it. */
export interface ProbeResult {
  readonly name: string;
  /** "GET http://app.example.com/api/" */
  readonly request: string;
  readonly via: "proxy" | "direct";
  /** Index into the plan's probes. */
  readonly probe: number;
  /** For `direct`: the address dialled. */
  readonly target?: { readonly service: string; readonly address: string; readonly port: number };
  readonly status?: number;
  /** Why no answer came or, beside a status, why it broke off: a closed vocabulary. */
  readonly error?: ProbeError;
  readonly errorText?: string;
  readonly durationMs: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes of status line and headers on the wire. */
  readonly headerBytes?: number;
  /** The first 2 KiB of the body as text. */
  readonly body?: string;
  /** What a FastCGI server wrote to its error stream beside the answer. */
  readonly stderr?: string;
  /** Our side's port: nginx logs it as $remote_port. */
  readonly localPort?: number;
  /** For `direct`, where nginx could make no sense of an answer: what comes when it is asked once more. */
  readonly raw?: RawAnswer;
  /** How often it was sent until this result. */
  readonly tries: number;
  /** Milliseconds after the proxy's start at which the last try was sent. */
  readonly at: number;
  readonly unmet?: string;
  /** Set when the app refused the Host header that nginx passes on, and that header alone: the same request with another was answered. */
  readonly refusal?: HostRefusal;
  /** Set for a 500 during which the app server ended a worker for the time it took: the line of its log that says so. */
  readonly endedWorker?: string;
}

/** What an app makes of Host headers, asked directly. */
export interface HostRefusal {
  /** The one that nginx passes on. */
  readonly sent: string;
  /** Others, each of which it took. */
  readonly taken: readonly { readonly host: string; readonly status: number }[];
}

/** What an address sends on the wire when it is asked as nginx asks it. */
export interface RawAnswer {
  /** The version it was asked in: "1.0" or "1.1". */
  readonly httpVersion: string;
  /** The first 4 KiB, one character a byte. */
  readonly head: string;
  /** Bytes received in all. */
  readonly bytes: number;
  /** Bytes behind the first empty line; absent when there was none. */
  readonly bodyBytes?: number;
  readonly ended:
    | "closed" // by the peer
    | "timed-out"
    | "unfinished" // it was longer than is read
    | "failed"; // no connection, or a reset
}

export type ProbeError =
  | "refused"
  | "reset"
  | "closed" // the peer closed without an answer, or in the middle of one
  | "timed-out"
  | "unreachable" // no route, network unreachable
  | "name-unknown"
  | "tls"
  | "not-http"
  | "other";

/** What stands at the paths of sockets and scripts that nginx names, where a request for them failed. */
export interface PathFacts {
  readonly records: readonly PathRecord[];
  /** As whom nginx's workers run, each kind once. */
  readonly workers: readonly AccountRecord[];
  /** Names of users by their number, by service. */
  readonly users: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** One path in one container. */
export interface PathRecord {
  readonly service: string;
  /** As it was asked for. */
  readonly path: string;
  /** The folders that lead there and what stands there, links followed; ends at the first that is absent. */
  readonly steps: readonly PathStep[];
}

export interface PathStep {
  readonly path: string;
  readonly kind: "folder" | "file" | "socket" | "other" | "absent";
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface AccountRecord {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}
