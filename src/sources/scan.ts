import type { Location, RepoPath } from "../model/location.ts";
import type {
  HeaderMention,
  HostListMention,
  HostMention,
  Manifest,
  PeerMention,
  PortMention,
  RouteMention,
  SocketMention,
  SourceFacts,
  StatusMention,
  SupervisedProgram,
  TimeoutMention,
  VariableMention,
} from "../model/source.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { isSideFile, isSkipped, isSourceFile } from "../workspace/source-files.ts";
import { codeLines } from "./code-lines.ts";
import { detachingLines } from "./detaching.ts";
import { isManifest, readManifest } from "./manifests.ts";
import { headerMentions } from "./headers.ts";
import { askedMentions, environmentHelpers } from "./environment-helpers.ts";
import { misspeltGuards } from "./guards.ts";
import { hostListMentions } from "./host-lists.ts";
import { hostMentions, portMentions, statusMentions } from "./literals.ts";
import { socketMentions } from "./sockets.ts";
import { routeMentions, timeoutMentions } from "./serving.ts";
import { supervisedPrograms } from "./supervised.ts";
import { variableMentions } from "./variables.ts";
import { userMentions } from "./users.ts";
import type { ServiceRecord } from "../model/evidence.ts";
import type { Plan } from "../model/plan.ts";
import { passedPath } from "../model/proxy.ts";
import { frameMentions } from "./frames.ts";
import { peerMentions } from "./peers.ts";
import { programFiles } from "./programs.ts";
import { startLines } from "./start-commands.ts";
import { literally } from "../model/pattern.ts";

/** How much is read of a large repository. */
const mostFiles = 4000;
const mostMentions = 3000;

export interface ScanInput {
  readonly workspace: Workspace;
  readonly plan: Plan;
  readonly records: readonly ServiceRecord[];
  /** Ports whose mentions are kept at any weight. */
  readonly ports: ReadonlySet<number>;
  /** Lines changed since the base revision, by path. */
  readonly changed?: Readonly<Record<string, readonly number[]>>;
}

/** Reads the project's own files for lines that could decide a port, an address, a variable, a status or a start. */
export function scanSources({ workspace, plan, records, ports, changed }: ScanInput): SourceFacts {
  const hostLists: HostListMention[] = [];
  const timeouts: TimeoutMention[] = [];
  const routes: RouteMention[] = [];
  const paths = new Set(plan.probes.map((probe) => passedPath(probe, probe.route === undefined ? undefined : plan.proxy.routes[probe.route])));
  const detaching: Location[] = [];
  const guards: Location[] = [];
  const supervised: SupervisedProgram[] = [];
  const helpers = new Set<string>();
  const peers: PeerMention[] = [];
  const facts = {
    ports: [] as PortMention[],
    hosts: [] as HostMention[],
    variables: [] as VariableMention[],
    statuses: [] as StatusMention[],
    headers: [] as HeaderMention[],
    sockets: [] as SocketMention[],
    manifests: [] as Manifest[],
  };
  const files = sourceFiles(workspace);
  for (const path of files) {
    const text = workspace.read(path);
    if (text === undefined) continue;
    if (isManifest(path)) facts.manifests.push(...readManifest(workspace, path, text));
    facts.variables.push(...variableMentions(path, text));
    hostLists.push(...hostListMentions(path, text));
    detaching.push(...detachingLines(path, text));
    guards.push(...misspeltGuards(path, text));
    supervised.push(...supervisedPrograms(path, text));
    for (const name of environmentHelpers(path, text)) helpers.add(name);
    if (!path.endsWith(".conf")) peers.push(...peerMentions(path, text));
    for (const line of codeLines(path, text)) {
      facts.ports.push(...portMentions(line, ports));
      facts.hosts.push(...hostMentions(line));
      facts.statuses.push(...statusMentions(line));
      timeouts.push(...timeoutMentions(line));
      routes.push(...routeMentions(line, paths));
      if (isProgram(path)) facts.headers.push(...headerMentions(line));
      facts.sockets.push(...socketMentions(line));
    }
  }
  if (helpers.size > 0) facts.variables.push(...files.flatMap((path) => askedMentions(codeLines(path, workspace.read(path) ?? ""), helpers)));
  const started = startLines(plan.services, records);
  return {
    ports: strongest(facts.ports),
    hosts: strongest(facts.hosts),
    variables: facts.variables.slice(0, mostMentions),
    statuses: strongest(facts.statuses),
    headers: strongest(facts.headers),
    ...(dialsSocket(plan) || hasSocketPath(facts.sockets) ? { sockets: facts.sockets.slice(0, mostMentions) } : {}),
    manifests: facts.manifests,
    frames: frameMentions(workspace, plan, records, files),
    programs: programFiles(workspace, plan.services, records),
    proxyLines: records.some((record) => record.name === plan.proxy.service && record.state === "exited") ? proxyLines(workspace, plan) : [],
    files,
    ...(hostLists.length > 0 ? { hostLists: hostLists.slice(0, mostMentions) } : {}),
    ...(timeouts.length > 0 ? { timeouts: timeouts.slice(0, mostMentions) } : {}),
    ...(routes.length > 0 ? { routes: routes.slice(0, mostMentions) } : {}),
    ...(started.length > 0 ? { startLines: started } : {}),
    ...(detaching.length > 0 ? { detaching: detaching.slice(0, mostMentions) } : {}),
    ...(supervised.length > 0 ? { supervised: supervised.slice(0, mostMentions) } : {}),
    ...(guards.length > 0 ? { guards: guards.slice(0, mostMentions) } : {}),
    ...(peers.length > 0 ? { peers: peers.slice(0, mostMentions) } : {}),
    users: userMentions(workspace, plan.services),
    ...(changed ? { changed } : {}),
  };
}

/** Settings of a proxy name headers too; only a program writes those of an answer. */
function isProgram(path: RepoPath): boolean {
  return !/\.(?:conf|ya?ml|json|toml|ini|cfg|properties|xml|env)$|(^|\/)\.env/.test(path);
}

function dialsSocket(plan: Plan): boolean {
  return plan.proxy.routes.some((route) => route.targets.some((target) => target.socket !== undefined));
}

/** Lines about modes and folders matter only where there are sockets. */
function hasSocketPath(mentions: readonly SocketMention[]): boolean {
  return mentions.some((mention) => mention.kind === "path");
}

function proxyLines(workspace: Workspace, plan: Plan): Location[] {
  const paths = [...new Set(plan.proxy.files.map((file) => file.repo))];
  const lines = paths.flatMap((path) => (workspace.read(path) ?? "").split("\n").map((text, index): Location => ({ path, line: index + 1, text: text.replace(/\r$/, "").slice(0, 300) })));
  return lines.slice(0, mostMentions);
}

/** Whether a source or settings file at or below one of the paths names the port or the path; files that speak of the proxy's side are left out. */
export function namesPort(workspace: Workspace, paths: readonly RepoPath[], port: number | string, except: ReadonlySet<RepoPath>): boolean {
  const pattern = typeof port === "string" ? new RegExp(literally(port)) : new RegExp(`(?<![\\w.])${port}(?![\\w.]|\\d)`);
  const isIn = (path: RepoPath): boolean => paths.some((each) => each === "" || path === each || path.startsWith(`${each}/`));
  const candidates = sourceFiles(workspace).filter((path) => isIn(path) && !except.has(path) && !isSideFile(path) && !/(^|\/)(docker-)?compose[\w.-]*\.ya?ml$|^\.github\//.test(path));
  return candidates.some((path) => codeLines(path, workspace.read(path) ?? "").some((line) => pattern.test(line.text)));
}

/** The hosts that settings of accepted Host headers name, below one of the paths. */
export function hostsNamed(workspace: Workspace, paths: readonly RepoPath[]): string[] {
  const isIn = (path: RepoPath): boolean => paths.some((each) => each === "" || path === each || path.startsWith(`${each}/`));
  const mentions = sourceFiles(workspace)
    .filter(isIn)
    .flatMap((path) => hostListMentions(path, workspace.read(path) ?? ""));
  return [...new Set(mentions.flatMap((mention) => mention.hosts))];
}

/** The facts with the lines that an interrupted program named. */
export function withInterruptedFrames(sources: SourceFacts, workspace: Workspace, plan: Plan, records: readonly ServiceRecord[]): SourceFacts {
  const told = records.flatMap((record) => (record.interrupted ? [{ ...record, log: record.interrupted.map((text) => ({ at: 0, stream: "err" as const, text })) }] : []));
  return told.length === 0 ? sources : { ...sources, frames: [...sources.frames, ...frameMentions(workspace, plan, told, sources.files)] };
}

function sourceFiles(workspace: Workspace): RepoPath[] {
  const found: RepoPath[] = [];
  for (const entry of workspace.entries("" as RepoPath, isSkipped)) {
    if (entry.kind === "file" && (isSourceFile(entry.path) || isManifest(entry.path))) found.push(entry.path);
    if (found.length >= mostFiles) break;
  }
  return found;
}

function strongest<T extends { readonly weight: number }>(mentions: readonly T[]): T[] {
  return mentions.length <= mostMentions ? [...mentions] : mentions.toSorted((a, b) => b.weight - a.weight).slice(0, mostMentions);
}
