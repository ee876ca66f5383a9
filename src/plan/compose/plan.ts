import { failure } from "../../model/failure.ts";
import type { Inputs } from "../../model/inputs.ts";
import { byDefault, sourced, type RepoPath, type Sourced } from "../../model/location.ts";
import { hostName, type NetworkPlan, type Note, type PathMapping, type Plan, type Service, type StartStep, type Topology } from "../../model/plan.ts";
import type { ProxyPlan } from "../../model/proxy.ts";
import { parseNginx, walk } from "../../nginx/parser.ts";
import { toolEnvironment } from "../../docker/cli.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { buildNotes, isBesideApp, programBeside } from "../beside.ts";
import { mainFromCommand, viewContainer } from "../container-view.ts";
import { healthOfImage } from "../image-health.ts";
import { readRecipe, recipeInstructions, type ImageRecipe } from "../image-recipe.ts";
import { layoutOfImage, layoutOfRecipe, unknownLayout, type NginxLayout } from "../nginx-layout.ts";
import { deriveProbes } from "../probes.ts";
import { throughPublished } from "../listeners.ts";
import { dialledRoutes, planProxy, type PlannedProxy } from "../proxy.ts";
import { assignRoles } from "../roles.ts";
import { withSocketOwners } from "../socket-owners.ts";
import { startChain } from "../start-chain.ts";
import { startTimeout } from "../timeouts.ts";
import { ComposeLocator, composeNames, readComposeFiles } from "./files.ts";
import { includeNotes } from "./include.ts";
import { interpolationOf } from "./interpolation.ts";
import { unsetNotes, variableUse } from "./missing.ts";
import { composeModel, type Profiles, type RunCompose } from "./model.ts";
import { refuseOutside } from "./confine.ts";
import { withoutAbsentFiles } from "./absent-binds.ts";
import { withoutHollowMounts } from "./hollow-mounts.ts";
import type { DraftService, Drafts } from "./draft.ts";
import { composePlain } from "./plain.ts";
import { withReplicas } from "./replicas.ts";
import { draftServices } from "./services.ts";
import { composeStub } from "./stub.ts";

/** A service with what its files tell of its image. */
interface Read {
  readonly draft: DraftService;
  readonly recipe: ImageRecipe | undefined;
  readonly paths: readonly PathMapping[];
  readonly layout: NginxLayout | undefined;
}

/** What the planner says when a Compose project has no nginx that passes requests on. */
export class NoProxyError extends Error {}

/** Whose nginx stands in front: a service of the Compose file, ours with a configuration that the repository has beside it, or ours with a plain one. */
export type ProxyKind = "service" | "stub" | "plain";

/** Plans a Compose project. Throws a Failure when its files are invalid, NoProxyError when it has no proxy of this kind. */
export async function planCompose(
  inputs: Inputs,
  workspace: Workspace,
  main: readonly RepoPath[],
  kind: ProxyKind,
  run: RunCompose,
  environment: NodeJS.ProcessEnv,
  profiles: Profiles = "declared",
): Promise<Plan> {
  const files = readComposeFiles(workspace, main);
  refuseOutside(workspace, files);
  const outer = toolEnvironment(environment);
  const interpolation = interpolationOf(inputs, workspace, files, outer);
  const { model, unset } = await composeModel(workspace, files, run, interpolation, profiles);
  const locator = new ComposeLocator(files.parsed);
  const drafts = draftServices({
    workspace,
    files,
    locator,
    model,
    environment: outer,
    variable: interpolation.names.value,
    allowed: inputs.allow ?? [],
    ...(interpolation.fallback === undefined ? {} : { envFallback: interpolation.fallback }),
  });
  const reads = drafts.services.map((draft) => readService(workspace, draft));
  const stub = kind === "service" ? undefined : kind === "stub" ? composeStub(inputs, workspace, drafts.services) : composePlain(workspace, drafts.services);
  const chosen = kind === "service" ? chooseProxy(workspace, reads) : stub?.planned;
  if (!chosen) throw new NoProxyError(`no service of ${main.join(" + ")} runs nginx with a configuration that passes requests on`);
  const finished = finishServices(workspace, reads, chosen, drafts, stub?.service);
  const given = withInputs(inputs, finished.services, stub !== undefined);
  const {
    services: single,
    supplied,
    notes,
    absentBinds,
  } = withoutAbsentFiles(workspace, withoutHollowMounts(workspace, chosen, { services: given, supplied: drafts.supplied, notes: drafts.notes }), chosen.proxy.service);
  const { services, notes: replicaNotes } = withReplicas(model, single, chosen.proxy.service);
  const roleNotes = [...finished.notes, ...replicaNotes];
  const { probes, notes: probeNotes } = deriveProbes(chosen, { workspace, mappings: services.map((service) => service.paths) });
  const missing = unset.map((name) => {
    const at = variableUse(workspace, files, name);
    return { name, ...(at ? { at } : {}) };
  });
  const networks = networksOf(model, services);
  return {
    platform: "compose",
    topology: stub?.topology ?? topologyOf(chosen.proxy, services),
    services,
    networks,
    volumes: [...new Set(services.flatMap((service) => service.mounts.flatMap((mount) => (mount.kind === "volume" ? [mount.volume] : []))))],
    proxy: finished.proxy,
    probes: throughPublished(probes, services.find((service) => service.name === chosen.proxy.service)?.ports ?? []),
    supplied: [...supplied, ...(stub ? [stub.supplied] : [])],
    notes: once([
      ...foundNotes(inputs, main, profiles),
      ...imageNotes(reads, chosen),
      ...interpolation.notes,
      ...(stub?.notes ?? []),
      ...includeNotes(workspace, files.includes),
      ...unsetNotes(missing, files.folder),
      ...notes,
      ...roleNotes,
      ...probeNotes,
    ]),
    ...(absentBinds.length > 0 ? { absentBinds } : {}),
    startTimeout: startTimeout(inputs, services),
    forwards: [],
    overlay: workspace.edits,
  };
}

/** The notes without those that say the same of another place. */
function once(notes: readonly Note[]): Note[] {
  return notes.filter((note, index) => notes.findIndex((other) => other.text === note.text) === index);
}

/** What was chosen without being asked for. */
function foundNotes(inputs: Inputs, main: readonly RepoPath[], profiles: Profiles): Note[] {
  const [first] = main;
  const isUsual = first !== undefined && composeNames.includes(first) && main.every((path) => path === first || path.includes("override"));
  const at = first === undefined ? {} : { at: { path: first, line: 1 } };
  return [
    ...(inputs.composeFiles.length > 0 || isUsual ? [] : [{ text: `${main.join(" + ")} is taken for the deployment: it is the one with the proxy; choose with --compose-file`, ...at }]),
    ...(profiles === "all" ? [{ text: "all profiles are on: without them nothing passes requests on", ...at }] : []),
  ];
}

/** What the repository does not tell of the proxy's image. */
function imageNotes(reads: readonly Read[], { proxy }: PlannedProxy): Note[] {
  const read = reads.find(({ draft }) => draft.name === proxy.service);
  if (!read) return [];
  const { image } = read.draft;
  const base = image.kind === "reference" ? image.reference : read.recipe?.settings.base;
  const at = image.at ?? read.draft.at;
  const guess: Note = { text: `${base ?? "the image"} is taken for one with nginx in the usual place, since files are put into /etc/nginx`, ...(at ? { at } : {}) };
  return [...(read.layout?.kind === "unknown" ? [guess] : []), ...(read.recipe ? buildNotes(recipeInstructions(read.recipe), proxy.main) : [])];
}

function readService(workspace: Workspace, draft: DraftService): Read {
  const recipe = draft.image.kind === "build" ? readRecipe(workspace, draft.image) : undefined;
  const binds = draft.mounts.flatMap((mount): PathMapping[] =>
    mount.kind === "files" ? [{ container: mount.target.replace(/(.)\/$/, "$1"), repo: mount.repo, kind: mount.isFolder ? "folder" : "file", via: "bind", ...(mount.at ? { at: mount.at } : {}) }] : [],
  );
  const texts = draft.mounts.flatMap((mount): PathMapping[] =>
    mount.kind === "text" && mount.repo !== undefined ? [{ container: mount.target, repo: mount.repo, kind: "file", via: "config", text: mount.text, ...(mount.at ? { at: mount.at } : {}) }] : [],
  );
  const paths = [...(recipe?.paths ?? []), ...binds, ...texts];
  const known = draft.image.kind === "reference" ? layoutOfImage(draft.image.reference) : recipe && layoutOfRecipe(recipe);
  const layout = known ?? (paths.some((mapping) => mapping.container.startsWith("/etc/nginx/")) ? unknownLayout : undefined);
  return { draft, recipe, paths, layout };
}

/**
 * The nginx that stands in front: it passes requests on and no other nginx dials it; one that publishes ports is preferred, then
 * the one with the most routes.
 */
function chooseProxy(workspace: Workspace, reads: readonly Read[]): PlannedProxy | undefined {
  const candidates = reads.flatMap((read) => {
    const planned = read.layout && planProxyOf(workspace, read, read.layout);
    return planned && (dialledRoutes(planned.proxy).length > 0 || isBroken(planned) || meansToPass(workspace, planned)) ? [{ read, planned }] : [];
  });
  const dialled = new Set(candidates.flatMap(({ planned }) => planned.proxy.routes.flatMap((route) => route.targets.map((target) => target.host))));
  const rank = ({ read, planned }: (typeof candidates)[number]): number =>
    (namesOf(read.draft).some((name) => dialled.has(name)) ? 0 : 1000) + (read.draft.ports.length > 0 ? 500 : 0) + dialledRoutes(planned.proxy).length;
  return candidates.toSorted((a, b) => rank(b) - rank(a))[0]?.planned;
}

/** A configuration of the project's own that does not parse may well be the proxy's. */
function isBroken(planned: PlannedProxy): boolean {
  return planned.proxy.errors.some((error) => error.at !== undefined);
}

/** A file of the project's own may ask to pass requests on in a place where nginx will not have it. */
function meansToPass(workspace: Workspace, planned: PlannedProxy): boolean {
  return planned.proxy.files.some((file) => [...walk(parseNginx(workspace.read(file.repo) ?? "", file.repo).directives)].some((directive) => directive.name.endsWith("_pass")));
}

function planProxyOf(workspace: Workspace, read: Read, layout: NginxLayout): PlannedProxy {
  const entrypoint = read.draft.entrypoint?.value;
  const command = read.draft.command?.value ?? read.recipe?.settings.command?.json;
  const variables = { ...read.recipe?.settings.variables, ...read.draft.variables };
  const view = viewContainer({ workspace, layout, recipe: read.recipe, paths: read.paths, variables, entrypoint, command });
  // An image made for nginx alone, taken as it is, holds no app, whatever its entrypoint does.
  const isPure = read.recipe === undefined && layout.kind !== "unknown" && read.draft.image.kind === "reference";
  const kind = !isPure && isBesideApp(layout, startOf(workspace, read)) ? "inside" : "service";
  const main = mainFromCommand([...(entrypoint ?? []), ...(command ?? [])]) ?? layout.main;
  return planProxy(workspace, read.draft.name, kind, main, view);
}

function namesOf(draft: DraftService): string[] {
  return draft.attachments.flatMap((attachment) => attachment.aliases);
}

function startOf(workspace: Workspace, { draft, recipe, paths }: Pick<Read, "draft" | "recipe" | "paths">): StartStep[] {
  const workingDir = draft.workingDir ?? recipe?.settings.workingDir ?? "/";
  return startChain({ workspace, recipe, paths, workingDir, entrypoint: draft.entrypoint, command: draft.command });
}

function finishServices(workspace: Workspace, reads: readonly Read[], chosen: PlannedProxy, drafts: Drafts, stub: Service | undefined): { services: Service[]; proxy: ProxyPlan; notes: Note[] } {
  const all = reads.map(({ draft, recipe, paths }): Service => {
    const healthcheck = draft.healthcheck ?? healthOfImage(recipe?.settings.healthcheck);
    return { ...draft, ...(healthcheck ? { healthcheck } : {}), role: "other", essential: false, paths, start: startOf(workspace, { draft, recipe, paths }) };
  });
  const every = stub ? [...all, stub] : all;
  const proxy = withSocketOwners(workspace, chosen.proxy, every);
  const services = assignRoles(workspace, every, proxy);
  const needed = services.filter((service) => service.essential);
  for (const service of needed) {
    const access = drafts.hostAccess.get(service.name);
    if (access) {
      throw failure("refused", `The service ${service.name} asks for access to the host (${access.what}), which the gate does not give.`, {
        ...(access.at ? { at: access.at } : {}),
        remedy: `Allow it with --allow ${access.name} where the project is trusted, or take it out for CI, for example with a Compose file of its own given by --compose-file.`,
      });
    }
  }
  const left = services.filter((service) => !service.essential).map((service) => service.name);
  const notes: Note[] = left.length > 0 ? [{ text: `not started, since nothing that the proxy reaches seems to need it: ${left.join(", ")}` }] : [];
  return { services: needed, proxy, notes };
}

/** The image and memory that the user gives, where they can be meant for one service only. */
function withInputs(inputs: Inputs, services: readonly Service[], isStub: boolean): Service[] {
  const { image, memory, cpus } = inputs;
  if (!isStub && inputs.topology !== "auto" && inputs.topology !== "container" && !services.some((service) => service.networkOf)) {
    throw failure("usage", `--topology ${inputs.topology}: the nginx of this Compose project runs in a container of its own.`, {
      remedy: "Leave --topology out, or name the configuration of the nginx that is meant with --nginx-config.",
    });
  }
  const apps = services.filter((service) => service.role === "app" && service.image.kind === "build");
  if (image !== undefined && apps.length !== 1)
    throw failure("usage", `--image ${image}: ${apps.length} services that nginx dials are built here; it is not clear which one is meant.`, { remedy: "Name the images in the Compose file." });
  return services.map((service) => {
    const isApp = service.role === "app";
    const given = image !== undefined && service === apps[0] ? { image: { kind: "reference" as const, reference: image } } : {};
    const limit = memory !== undefined && isApp && !service.memory ? { memory: { value: memory, because: "given by --memory" } } : {};
    const part = cpus !== undefined && isApp && service.cpus === undefined ? { cpus } : {};
    return { ...service, ...given, ...limit, ...part };
  });
}

function networksOf(model: { readonly networks?: Readonly<Record<string, { readonly internal?: boolean } | null>> }, services: readonly Service[]): NetworkPlan[] {
  const used = [...new Set(services.flatMap((service) => service.attachments.map((attachment) => attachment.network)))];
  return used.map((name) => ({ name, internal: model.networks?.[name]?.internal === true }));
}

function topologyOf({ service: proxy, kind }: ProxyPlan, services: readonly Service[]): Sourced<Topology> {
  const own = services.find((service) => service.name === proxy);
  if (own?.networkOf?.value === hostName) return { ...sourced<Topology>("host", own.networkOf.at), because: `${proxy} runs in the network of the host` };
  if (kind === "inside") return { ...sourced<Topology>("shared", own?.at), because: `nginx runs inside the container of ${proxy}, beside ${programBeside(own?.start ?? []) ?? "the app"}` };
  if (own?.networkOf) return { ...sourced<Topology>("shared", own.networkOf.at), because: `${proxy} shares the network namespace of ${own.networkOf.value}` };
  const sharer = services.find((service) => service.networkOf?.value === proxy);
  if (sharer?.networkOf) return { ...sourced<Topology>("shared", sharer.networkOf.at), because: `${sharer.name} shares the network namespace of ${proxy}` };
  return { ...byDefault<Topology>("container", `nginx runs in the container of the service ${proxy}`), ...(own?.at ? { at: own.at } : {}) };
}
