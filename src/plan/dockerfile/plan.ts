import { failure } from "../../model/failure.ts";
import type { Inputs } from "../../model/inputs.ts";
import { folderOf, type RepoPath, type Sourced } from "../../model/location.ts";
import type { ImageBuild, Note, Plan, PublishedPort, Service, Supplied } from "../../model/plan.ts";
import type { ProxyPlan } from "../../model/proxy.ts";
import { port as asPort } from "../../model/units.ts";
import { isLoopback } from "../../model/address.ts";
import { parseDotenv } from "../../text/dotenv.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { readRecipe } from "../image-recipe.ts";
import { deriveProbes } from "../probes.ts";
import { sharedSockets } from "../shared-sockets.ts";
import { withSocketOwners } from "../socket-owners.ts";
import { startChain } from "../start-chain.ts";
import { chooseConfigs, dialledHosts, standsIn, stubProxy, stubService, stubTopology, suppliedStub } from "../stub.ts";
import { startTimeout } from "../timeouts.ts";
import { findDockerfiles } from "./find.ts";

const network = "default";

/** Plans a project of a Dockerfile and an nginx configuration. Throws a Failure when one of them is missing. */
export function planDockerfile(inputs: Inputs, workspace: Workspace): Plan {
  const configs = chooseConfigs(inputs, workspace);
  const recipes = inputs.image === undefined ? chooseDockerfiles(workspace) : [];
  const stub = stubProxy(workspace, configs.chosen, "proxy");
  const { proxy } = stub.planned;
  const hosts = dialledHosts(stub);
  const { apps, notes } = inputs.image === undefined ? buildApps(inputs, workspace, recipes, hosts) : { apps: [imageApp(inputs, workspace, inputs.image, hosts)], notes: [] };
  const topology = stubTopology(inputs, proxy, hosts.length > 0);
  const [first] = apps;
  const host = topology.value === "host" && first ? publishedOnHost(workspace, proxy, first) : undefined;
  const attachments = [{ network, aliases: [proxy.service] }];
  const placed = [...(host ? [host.app, ...apps.slice(1)] : apps), stubService(stub, configs.chosen, attachments, standsIn(topology, first?.name))];
  const sharing = sharedSockets(proxy, placed);
  const { services } = sharing;
  const { probes, notes: probeNotes } = deriveProbes(stub.planned, { workspace, mappings: services.map((service) => service.paths) });
  return {
    platform: "dockerfile",
    topology,
    services,
    networks: [{ name: network, internal: false }],
    volumes: sharing.volumes,
    proxy: withSocketOwners(workspace, proxy, services),
    probes,
    supplied: [...(host?.supplied ?? []), ...sharing.supplied, suppliedStub],
    notes: [...configs.notes, ...notes, ...probeNotes],
    startTimeout: startTimeout(inputs, services),
    forwards: [],
    overlay: workspace.edits,
  };
}

function chooseDockerfiles(workspace: Workspace): RepoPath[] {
  const found = findDockerfiles(workspace);
  if (found.length === 0) throw failure("project-not-found", "The repository has no Dockerfile.", { remedy: "Give the app's image with --image REF, or a Compose file with --compose-file." });
  return found;
}

/** Services for the hosts that nginx dials, built from the Dockerfiles that can be meant by them. */
export function buildApps(inputs: Inputs, workspace: Workspace, dockerfiles: readonly RepoPath[], hosts: readonly string[]): { apps: Service[]; notes: Note[] } {
  const byFolder = new Map(dockerfiles.map((path) => [folderOf(path).split("/").at(-1) ?? "", path]));
  const matched = hosts.flatMap((host) => {
    const path = byFolder.get(host);
    return path === undefined ? [] : [{ host, path }];
  });
  if (matched.length > 0 && matched.length === hosts.length) {
    return { apps: matched.map(({ host, path }) => appService(inputs, workspace, host, buildOf(path), [host])), notes: [] };
  }
  const [first] = dockerfiles.filter((path) => !matched.some((each) => each.path === path)) as readonly (RepoPath | undefined)[];
  const unmatched = hosts.filter((host) => !matched.some((each) => each.host === host));
  const apps = matched.map(({ host, path }) => appService(inputs, workspace, host, buildOf(path), [host]));
  // Of several unknown names one at most is this image; the others are programs that the repository does not hold.
  const taken = unmatched.length > 1 && matched.length > 0 ? [] : unmatched.slice(0, 1);
  if (first === undefined || (apps.length > 0 && taken.length === 0)) return { apps, notes: [] };
  const others = dockerfiles.filter((path) => path !== first && !matched.some((each) => each.path === path));
  const notes = others.length > 0 ? [{ text: `${first} is taken for the app; not built: ${others.join(", ")}`, at: workspace.locate(first, 1) }] : [];
  return { apps: [...apps, appService(inputs, workspace, "app", buildOf(first), ["app", ...taken])], notes };
}

function buildOf(dockerfile: RepoPath): ImageBuild {
  return { kind: "build", context: folderOf(dockerfile), dockerfile, args: {} };
}

function imageApp(inputs: Inputs, workspace: Workspace, reference: string, hosts: readonly string[]): Service {
  return appService(inputs, workspace, "app", { kind: "reference", reference }, ["app", ...hosts]);
}

/** A service of one image on the project's only network. */
export function appService(inputs: Inputs, workspace: Workspace, name: string, image: Service["image"], aliases: readonly string[]): Service {
  const build = image.kind === "build" ? image : firstBuild(workspace);
  const recipe = build && readRecipe(workspace, build);
  const { memory, cpus } = inputs;
  const start = startChain({ workspace, recipe, paths: recipe?.paths ?? [], workingDir: recipe?.settings.workingDir ?? "/", entrypoint: undefined, command: undefined });
  return {
    name,
    ...(recipe ? { at: recipe.stage.at } : {}),
    role: "app",
    essential: true,
    image,
    variables: givenVariables(inputs, workspace),
    attachments: [{ network, aliases: [...new Set(aliases)] }],
    mounts: [],
    needs: [],
    ...(memory === undefined ? {} : { memory: { value: memory, because: "given by --memory" } }),
    ...(cpus === undefined ? {} : { cpus }),
    ports: [],
    paths: recipe?.paths ?? [],
    start,
    settings: {},
  };
}

/** With `--image`, the repository's own Dockerfile still tells where the image's files come from. */
function firstBuild(workspace: Workspace): ImageBuild | undefined {
  const [path] = findDockerfiles(workspace);
  return path === undefined ? undefined : buildOf(path);
}

function givenVariables(inputs: Inputs, workspace: Workspace): Record<string, Sourced<string>> {
  const path = inputs.envFile === undefined ? undefined : workspace.toRepo(inputs.envFile);
  const text = path === undefined ? undefined : workspace.read(path);
  return path !== undefined && text !== undefined ? { ...parseDotenv(path, text).variables } : {};
}

/**
 * The app as it is deployed beside an nginx on the host: what nginx dials there is published by it. The repository does not say so;
 * nothing else would make sense of its configuration.
 */
function publishedOnHost(workspace: Workspace, proxy: ProxyPlan, app: Service): { app: Service; supplied: Supplied[] } {
  const dialled = proxy.routes.flatMap((route) => route.targets).filter((target) => isLoopback(target.host) && target.port > 0);
  const ports = [...new Set(dialled.map((target) => target.port))].flatMap((outside): PublishedPort[] => {
    const published = asPort(outside);
    const target = asPort(publishedPort(workspace, app, outside));
    return published === undefined || target === undefined ? [] : [{ target, published }];
  });
  const supplied = ports.map(({ target, published }) => ({
    what: `port ${target} of ${app.name}, published on the host as ${published}`,
    why: "nginx dials the host, and the repository does not say how the container is published there",
  }));
  return { app: { ...app, ports }, supplied };
}

/** Which port of the container is published as one of the host: the only one that EXPOSE names, else the same. */
function publishedPort(workspace: Workspace, app: Service, outside: number): number {
  const recipe = app.image.kind === "build" ? readRecipe(workspace, app.image) : undefined;
  const exposed = [...new Set((recipe?.settings.exposed ?? []).map((each) => each.value))];
  const [only] = exposed;
  return exposed.length === 1 && only !== undefined ? only : outside;
}
