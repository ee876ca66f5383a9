import { failure } from "../../model/failure.ts";
import { sourced, type Location, type Sourced } from "../../model/location.ts";
import { hostName, type Attachment, type ContainerSettings, type Healthcheck, type ImageSource, type Need, type NeedCondition, type PublishedPort, type Service } from "../../model/plan.ts";
import { parseDuration, parseSize, port } from "../../model/units.ts";
import type { YamlPath } from "../../text/yaml.ts";
import { isIdleCapability } from "./access.ts";
import type { DraftContext, Drafts, DraftService, HostAccess, Told } from "./draft.ts";
import { accessSettings, hostAccessOf } from "./host-access.ts";
import type { ComposeModel, ComposeService } from "./model.ts";
import { mountsOf, withVolumesFrom } from "./mounts.ts";
import { hardwareNotes, suppliedOutside } from "./outside.ts";
import { containerNames, withoutUnscaled } from "./replicas.ts";
import { serviceVariables } from "./variables.ts";

/** Turns the services of the merged model into ours, each value with its line. */
export function draftServices(context: DraftContext): Drafts {
  const told: Told = { supplied: [], notes: [] };
  const hostAccess = new Map<string, HostAccess>();
  const drafts = Object.entries(context.model.services).map(([name, service]) => {
    const [refused] = hostAccessOf(context, name, service).filter((each) => !context.allowed.includes(each.name));
    if (refused) hostAccess.set(name, refused);
    const { variables, notes } = serviceVariables(context.workspace, context.files, context.locator, name, service, context.environment, context.envFallback);
    told.notes.push(...notes);
    return draftService(context, name, service, variables, told);
  });
  const { services, notes } = withoutUnscaled(context, withVolumesFrom(context.model, drafts));
  return { services, notes: [...told.notes, ...notes, ...hardwareNotes(context)], supplied: [...told.supplied, ...suppliedOutside(context, services)], hostAccess };
}

function draftService(context: DraftContext, name: string, service: ComposeService, variables: Record<string, Sourced<string>>, told: Told): DraftService {
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
  const shared = sharedNetwork(context, name, service, told);
  const restart = restartOf(context, name, service);
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
    mounts: mountsOf(context, name, service, told),
    needs: needsOf(context, name, service),
    ...(healthcheck ? { healthcheck } : {}),
    ...(memory ? { memory } : {}),
    ...(cpus > 0 ? { cpus } : {}),
    ports: portsOf(context, name, service),
    settings: { ...settingsOf(service, (path) => locator.key(name, path)), ...accessSettings(context, name, service) },
    ...(restart ? { restart } : {}),
  };
}

/** The service whose network a service lives in, by `service:NAME` or by the name of its container. */
function sharedNetwork(context: DraftContext, name: string, service: ComposeService, { notes }: Told): string | undefined {
  const [, kind, other = ""] = /^(service|container):(.+)$/.exec(service.network_mode ?? "") ?? [];
  if (kind !== "container") return kind === undefined ? undefined : other;
  const found = Object.entries(context.model.services).find(([each, { container_name: own }]) => own === other || `${context.model.name}-${each}-1` === other)?.[0];
  const at = context.locator.key(name, ["network_mode"]);
  if (found === undefined) notes.push({ text: `${name} is to live in the network of the container ${other}, which is outside the project: it gets one of its own`, ...(at ? { at } : {}) });
  return found;
}

/** What the engine does when a container ends; `deploy` wins over `restart`, as in Compose. */
function restartOf({ locator }: DraftContext, name: string, { deploy, restart }: ComposeService): Sourced<string> | undefined {
  const policy = deploy?.restart_policy;
  if (!policy) return restart === undefined ? undefined : sourced(restart, locator.key(name, ["restart"]));
  const names: Readonly<Record<string, string>> = { none: "no", any: "always" };
  const condition = policy.condition ?? "any";
  const attempts = condition === "on-failure" && policy.max_attempts !== undefined ? `:${policy.max_attempts}` : "";
  return sourced(`${names[condition] ?? condition}${attempts}`, locator.key(name, ["deploy", "restart_policy", "condition"]) ?? locator.key(name, ["deploy", "restart_policy"]));
}

function imageOf(context: DraftContext, name: string, service: ComposeService): ImageSource {
  const at = context.locator.key(name, [service.build ? "build" : "image"]) ?? context.locator.service(name);
  const placed = at ? { at } : {};
  if (!service.build) {
    const maker = service.image === undefined ? undefined : Object.entries(context.model.services).find(([, other]) => other.build && other.image === service.image);
    if (maker) return { ...imageOf(context, maker[0], maker[1]), ...placed };
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
  if (service.network_mode !== undefined && service.network_mode !== "bridge" && !isLost(context, service.network_mode)) return [];
  const networks = service.networks ?? { default: null };
  const own = [name, ...containerNames(context.model, name, service), ...(service.container_name === undefined ? [] : [service.container_name])];
  return Object.entries(networks).map(([network, settings]) => {
    const linked = linkAliases(context.model, name, network);
    const at = context.locator.entry(name, ["networks"], (entry, key) => key === network || entry === network);
    return { network, aliases: [...new Set([...own, ...(settings?.aliases ?? []), ...linked])], ...(at ? { at } : {}) };
  });
}

/** Whether it is the network of a container that the project does not have. */
function isLost({ model }: DraftContext, mode: string): boolean {
  return mode.startsWith("container:") && !Object.entries(model.services).some(([name, { container_name: own }]) => [own, `${model.name}-${name}-1`].includes(mode.slice("container:".length)));
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
  const shared = sharedNetwork(context, name, service, { supplied: [], notes: [] });
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
