import { failure } from "../../model/failure.ts";
import { sourced, type Location, type RepoPath, type Sourced } from "../../model/location.ts";
import {
  hostName,
  type Attachment,
  type ContainerSettings,
  type Healthcheck,
  type ImageSource,
  type Mount,
  type Need,
  type NeedCondition,
  type Note,
  type PublishedPort,
  type Service,
  type Supplied,
} from "../../model/plan.ts";
import { parseDuration, parseSize, port } from "../../model/units.ts";
import type { YamlPath } from "../../text/yaml.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { isExtraCapability, isIdleCapability, isLooser } from "./access.ts";
import type { ComposeFiles, ComposeLocator } from "./files.ts";
import type { ComposeModel, ComposeService, ComposeText, ComposeVolume } from "./model.ts";
import { serviceVariables } from "./variables.ts";

/** A service of the file before it is known what the proxy dials: no role, start or paths yet. */
export type DraftService = Omit<Service, "role" | "essential" | "paths" | "start">;

export interface Drafts {
  readonly services: readonly DraftService[];
  readonly notes: readonly Note[];
  readonly supplied: readonly Supplied[];
  /** Why a service would reach the host itself, by service; such a service is only run when nothing depends on it. */
  readonly hostAccess: ReadonlyMap<string, { readonly what: string; readonly at?: Location }>;
}

export interface DraftContext {
  readonly workspace: Workspace;
  readonly files: ComposeFiles;
  readonly locator: ComposeLocator;
  readonly model: ComposeModel;
  readonly environment: NodeJS.ProcessEnv;
  /** A variables file to use where a service's own is absent. */
  readonly envFallback?: RepoPath;
}

/** Turns the services of the merged model into ours, each value with its line. */
export function draftServices(context: DraftContext): Drafts {
  const notes: Note[] = [];
  const supplied: Supplied[] = [];
  const hostAccess = new Map<string, { what: string; at?: Location }>();
  const services = Object.entries(context.model.services).map(([name, service]) => {
    const access = hostAccessOf(context, name, service);
    if (access) hostAccess.set(name, access);
    const { variables, notes: more } = serviceVariables(context.workspace, context.files, context.locator, name, service, context.environment, context.envFallback);
    notes.push(...more);
    return draftService(context, name, service, variables, supplied, notes);
  });
  return { services, notes, supplied, hostAccess };
}

function draftService(context: DraftContext, name: string, service: ComposeService, variables: Record<string, Sourced<string>>, supplied: Supplied[], notes: Note[]): DraftService {
  const { locator } = context;
  const at = locator.service(name);
  const list = (key: "entrypoint" | "command"): Partial<Record<"entrypoint" | "command", Sourced<readonly string[]>>> => {
    const value = service[key];
    return value === null || value === undefined ? {} : { [key]: sourced(value, locator.key(name, [key])) };
  };
  const memory = memoryOf(context, name, service);
  const cpus = Number(service.cpus ?? service.deploy?.resources?.limits?.cpus ?? 0);
  const healthcheck = healthcheckOf(context, name, service);
  const networksAt = locator.key(name, ["networks"]);
  const shared = /^service:(.+)$/.exec(service.network_mode ?? "")?.[1];
  return {
    name,
    ...(at ? { at } : {}),
    image: imageOf(context, name, service),
    ...list("entrypoint"),
    ...list("command"),
    variables,
    ...(service.working_dir === undefined ? {} : { workingDir: service.working_dir }),
    ...(service.user === undefined ? {} : { user: sourced(service.user, locator.key(name, ["user"])) }),
    attachments: attachmentsOf(context, name, service),
    ...(networksAt ? { networksAt } : {}),
    ...(shared === undefined ? {} : { networkOf: sourced(shared, locator.key(name, ["network_mode"])) }),
    ...(service.network_mode === "host" ? { networkOf: sourced(hostName, locator.key(name, ["network_mode"])) } : {}),
    mounts: mountsOf(context, name, service, supplied, notes),
    needs: needsOf(context, name, service),
    ...(healthcheck ? { healthcheck } : {}),
    ...(memory ? { memory } : {}),
    ...(cpus > 0 ? { cpus } : {}),
    ports: portsOf(context, name, service),
    settings: settingsOf(service, (path) => locator.key(name, path)),
    ...(service.restart === undefined ? {} : { restart: sourced(service.restart, locator.key(name, ["restart"])) }),
  };
}

function imageOf(context: DraftContext, name: string, service: ComposeService): ImageSource {
  const at = context.locator.key(name, [service.build ? "build" : "image"]) ?? context.locator.service(name);
  const placed = at ? { at } : {};
  if (!service.build) {
    if (service.image === undefined) throw failure("config-invalid", `The service ${name} has neither an image nor a build.`, { ...placed, remedy: "Give it one." });
    return { kind: "reference", reference: service.image, ...placed };
  }
  const { context: folder = ".", dockerfile = "Dockerfile", dockerfile_inline: inline, target, args = {} } = service.build;
  const inside = /^[a-z+]+:\/\/|^git@/.test(folder) ? undefined : context.workspace.toRepo(folder);
  const file = inside === undefined ? undefined : context.workspace.toRepo(dockerfile.startsWith("/") ? dockerfile : `${context.workspace.absolute(inside)}/${dockerfile}`);
  if (inside === undefined || file === undefined) {
    throw failure("refused", `The service ${name} is built from ${folder}, which is outside the project.`, { ...placed, remedy: "Check the folder that holds both, or give the image with --image." });
  }
  const known = Object.entries(args).flatMap(([key, value]): [string, string][] =>
    value === null ? (context.environment[key] === undefined ? [] : [[key, context.environment[key]]]) : [[key, value]],
  );
  return { kind: "build", context: inside, dockerfile: file, ...(inline === undefined ? {} : { inline }), ...(target === undefined ? {} : { target }), args: Object.fromEntries(known), ...placed };
}

function attachmentsOf(context: DraftContext, name: string, service: ComposeService): Attachment[] {
  if (service.network_mode !== undefined && service.network_mode !== "bridge") return [];
  const networks = service.networks ?? { default: null };
  const own = [name, `${context.model.name}-${name}-1`, ...(service.container_name === undefined ? [] : [service.container_name])];
  return Object.entries(networks).map(([network, settings]) => {
    const linked = linkAliases(context.model, name, network);
    const at = context.locator.entry(name, ["networks"], (entry, key) => key === network || entry === network);
    return { network, aliases: [...new Set([...own, ...(settings?.aliases ?? []), ...linked])], ...(at ? { at } : {}) };
  });
}

/** Names that other services' `links: [name:alias]` give this one. */
function linkAliases(model: ComposeModel, name: string, network: string): string[] {
  return Object.values(model.services)
    .filter((other) => other.networks === undefined || network in other.networks)
    .flatMap((other) => other.links ?? [])
    .flatMap((link) => (link.split(":")[0] === name && link.includes(":") ? [link.split(":")[1] ?? ""] : []));
}

function needsOf(context: DraftContext, name: string, service: ComposeService): Need[] {
  const conditions: Readonly<Record<string, NeedCondition>> = { service_healthy: "healthy", service_completed_successfully: "completed" };
  const declared = Object.entries(service.depends_on ?? {}).map(([other, need]) => {
    const at = context.locator.entry(name, ["depends_on"], (entry, key) => key === other || entry === other);
    return { service: other, condition: conditions[need.condition] ?? ("started" as const), required: need.required !== false, ...(at ? { at } : {}) };
  });
  const shared = /^service:(.+)$/.exec(service.network_mode ?? "")?.[1];
  const implied = shared === undefined || shared in (service.depends_on ?? {}) ? [] : [{ service: shared, condition: "started" as const, required: true }];
  return [...declared, ...implied];
}

function healthcheckOf(context: DraftContext, name: string, service: ComposeService): Healthcheck | undefined {
  const check = service.healthcheck;
  if (!check) return undefined;
  const at = context.locator.key(name, ["healthcheck"]);
  const testAt = context.locator.key(name, ["healthcheck", "test"]);
  const limitAt =
    check.start_period === undefined ? (check.retries === undefined ? undefined : context.locator.key(name, ["healthcheck", "retries"])) : context.locator.key(name, ["healthcheck", "start_period"]);
  const durations = { interval: check.interval, timeout: check.timeout, startPeriod: check.start_period, startInterval: check.start_interval };
  const parsed = Object.entries(durations).flatMap(([key, text]) => {
    const value = text === undefined ? undefined : parseDuration(text);
    return value === undefined ? [] : [[key, value]];
  });
  const test = check.disable === true ? ["NONE"] : (check.test ?? []);
  return {
    test,
    ...(Object.fromEntries(parsed) as object),
    ...(check.retries === undefined ? {} : { retries: check.retries }),
    ...(at ? { at } : {}),
    ...(testAt ? { testAt } : {}),
    ...(limitAt ? { limitAt } : {}),
  };
}

function memoryOf(context: DraftContext, name: string, service: ComposeService): Service["memory"] {
  const own = service.mem_limit;
  const size = parseSize(String(own ?? service.deploy?.resources?.limits?.memory ?? ""));
  if (size === undefined || size === 0) return undefined;
  return sourced(size, context.locator.key(name, own === undefined ? ["deploy", "resources", "limits", "memory"] : ["mem_limit"]));
}

/** Whether a text as `8000-8010`, `8000` or a variable's use can stand for the port. */
function includesPort(text: string | undefined, wanted: number): boolean {
  const range = /^(\d+)(?:-(\d+))?$/.exec(text ?? "");
  return range ? Number(range[1]) <= wanted && wanted <= Number(range[2] ?? range[1]) : text?.includes("$") === true;
}

function portsOf(context: DraftContext, name: string, service: ComposeService): PublishedPort[] {
  return (service.ports ?? []).flatMap((entry) => {
    const target = port(entry.target);
    const published = entry.published === undefined ? undefined : port(entry.published.split("-")[0] ?? "");
    if (target === undefined || entry.protocol === "udp") return [];
    const at = context.locator.entry(name, ["ports"], (written) => namesPort(written, entry.target, published)) ?? context.locator.key(name, ["ports"]);
    return [{ target, ...(published === undefined ? {} : { published }), ...(entry.host_ip === undefined ? {} : { hostAddress: entry.host_ip }), ...(at ? { at } : {}) }];
  });
}

function namesPort(written: unknown, target: number, published: number | undefined): boolean {
  if (typeof written === "object" && written !== null) {
    const entry = written as { readonly target?: unknown; readonly published?: string | number };
    return Number(entry.target) === target && (entry.published === undefined || published === undefined || includesPort(String(entry.published), published));
  }
  const text = String(written)
    .replace(/\$\{[^}]*\}/g, "$")
    .replace(/\/\w+$/, "");
  const [inside, outside] = text.split(/:(?![^[]*\])/).toReversed();
  return includesPort(inside, target) && (outside === undefined || published === undefined || includesPort(outside, published));
}

/** Folders of the host that are only there to give time, name resolution or the engine; nothing is lost without them. */
const ignoredHostPaths = /^\/(etc\/(localtime|timezone|resolv\.conf|hosts)|var\/run\/docker\.sock|run\/docker\.sock|proc|sys|dev)(\/|$)/;

function mountsOf(context: DraftContext, name: string, service: ComposeService, supplied: Supplied[], notes: Note[]): Mount[] {
  const mounts = (service.volumes ?? []).flatMap((volume, index) => mountOf(context, name, volume, index, supplied, notes));
  const tmpfs = typeof service.tmpfs === "string" ? [service.tmpfs] : (service.tmpfs ?? []);
  const texts = [
    ...(service.configs ?? []).flatMap((each) => textMount(context, context.model.configs?.[each.source], each.target ?? `/${each.source}`, each.mode, 0o444)),
    ...(service.secrets ?? []).flatMap((each) => textMount(context, context.model.secrets?.[each.source], each.target ?? `/run/secrets/${each.source}`, each.mode, 0o444)),
  ];
  return [...mounts, ...tmpfs.map((target) => ({ kind: "tmpfs" as const, target })), ...texts];
}

function mountOf(context: DraftContext, name: string, volume: ComposeVolume, index: number, supplied: Supplied[], notes: Note[]): Mount[] {
  const at = context.locator.entry(name, ["volumes"], (entry) => mountTarget(entry) === volume.target);
  const common = { target: volume.target, readOnly: volume.read_only === true, ...(at ? { at } : {}) };
  if (volume.type === "tmpfs") return [{ kind: "tmpfs", target: volume.target, ...(at ? { at } : {}) }];
  if (volume.type === "volume") return [{ kind: "volume", volume: volume.source ?? `${name}-anonymous-${index}`, ...common }];
  if (volume.type !== "bind" || volume.source === undefined) return [];
  const inside = context.workspace.toRepo(volume.source);
  if (inside === undefined) {
    if (ignoredHostPaths.test(volume.source)) return [];
    supplied.push({ what: `an empty folder at ${volume.target}`, why: `${name} binds ${volume.source} of the host, which CI does not have`, ...(at ? { at } : {}) });
    return [{ kind: "volume", volume: `host-${volume.source}`, ...common }];
  }
  const kind = context.workspace.kindOf(inside);
  if (kind === undefined) notes.push({ text: `${inside || "."} is not in the repository: Docker would make an empty folder of it`, ...(at ? { at } : {}) });
  return [{ kind: "files", repo: inside, isFolder: kind !== "file", ...common }];
}

function mountTarget(entry: unknown): string | undefined {
  if (typeof entry === "object" && entry !== null) return String((entry as { target?: unknown }).target).replace(/(.)\/$/, "$1");
  const parts = String(entry)
    .replace(/\$\{[^}]*\}/g, "$")
    .split(":");
  const text = parts.length === 1 ? parts[0] : parts[1];
  return text?.replace(/(.)\/$/, "$1");
}

function textMount(context: DraftContext, text: ComposeText | undefined, target: string, mode: string | number | undefined, usual: number): Mount[] {
  if (!text) return [];
  const inside = text.file === undefined ? undefined : context.workspace.toRepo(text.file);
  if (inside !== undefined) return [{ kind: "files", repo: inside, target, isFolder: false, readOnly: true }];
  const content = text.content ?? (text.environment === undefined ? undefined : context.environment[text.environment]);
  return content === undefined ? [] : [{ kind: "text", text: content, target, mode: mode === undefined ? usual : Number.parseInt(String(mode), 8) }];
}

/** A limit at the line that gives its number: the soft one decides. */
function ulimitOf(name: string, limit: number | { readonly soft: number; readonly hard: number }, locate: (path: YamlPath) => Location | undefined): NonNullable<ContainerSettings["ulimits"]>[number] {
  const isPlain = typeof limit === "number";
  const at = locate(isPlain ? ["ulimits", name] : ["ulimits", name, "soft"]);
  const hardAt = isPlain ? undefined : locate(["ulimits", name, "hard"]);
  return { name, ...(isPlain ? { soft: limit, hard: limit } : { soft: limit.soft, hard: limit.hard }), ...(at ? { at } : {}), ...(hardAt ? { hardAt } : {}) };
}

function settingsOf(service: ComposeService, locate: (path: YamlPath) => Location | undefined): ContainerSettings {
  const settings: { [K in keyof ContainerSettings]: ContainerSettings[K] | undefined } = {
    init: service.init,
    readOnly: service.read_only,
    readOnlyAt: service.read_only === true ? locate(["read_only"]) : undefined,
    tty: service.tty,
    stdinOpen: service.stdin_open,
    hostname: service.hostname,
    domainName: service.domainname,
    platform: service.platform,
    capAdd: service.cap_add?.filter((each) => !isIdleCapability(each)),
    capDrop: service.cap_drop,
    securityOpt: service.security_opt,
    sysctls: service.sysctls,
    ulimits: service.ulimits && Object.entries(service.ulimits).map(([name, limit]) => ulimitOf(name, limit, locate)),
    extraHosts: service.extra_hosts?.map((entry) => entry.replace("=", ":")),
    dns: service.dns,
    dnsSearch: service.dns_search,
    groupAdd: service.group_add?.map(String),
    shmSize: service.shm_size === undefined ? undefined : parseSize(service.shm_size),
    pids: service.pids_limit ?? service.deploy?.resources?.limits?.pids,
    stopSignal: service.stop_signal,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as ContainerSettings;
}

function hostAccessOf(context: DraftContext, name: string, service: ComposeService): { what: string; at?: Location } | undefined {
  const at = (key: string): { at?: Location } => {
    const found = context.locator.key(name, [key]);
    return found ? { at: found } : {};
  };
  if (service.privileged === true) return { what: "privileged", ...at("privileged") };
  if (service.pid === "host") return { what: "pid: host", ...at("pid") };
  if (service.ipc === "host") return { what: "ipc: host", ...at("ipc") };
  if ((service.devices ?? []).length > 0) return { what: "devices", ...at("devices") };
  for (const [key, isAccess] of [
    ["cap_add", isExtraCapability],
    ["security_opt", isLooser],
  ] as const) {
    const asked = service[key]?.find(isAccess);
    const placed = asked === undefined ? undefined : (context.locator.entry(name, [key], (entry) => entry === asked) ?? context.locator.key(name, [key]));
    if (asked !== undefined) return { what: `${key}: ${asked}`, ...(placed ? { at: placed } : {}) };
  }
  const socket = (service.volumes ?? []).find((volume) => volume.type === "bind" && /docker\.sock$|^\/$|^\/(proc|sys|dev|var\/lib\/docker)(\/|$)/.test(volume.source ?? ""));
  if (!socket) return undefined;
  const placed = context.locator.entry(name, ["volumes"], (entry) => mountTarget(entry) === socket.target);
  return { what: `a bind of ${socket.source}`, ...(placed ? { at: placed } : {}) };
}
