import { failure } from "../../model/failure.ts";
import type { Inputs } from "../../model/inputs.ts";
import { byDefault, folderOf, joinPath, sourced, type RepoPath, type Sourced } from "../../model/location.ts";
import type { Forward, ImageBuild, Mount, Note, PathMapping, Plan, Service, Supplied, Topology } from "../../model/plan.ts";
import type { ProxyPlan, Target } from "../../model/proxy.ts";
import { port as asPort } from "../../model/units.ts";
import { isAddressLiteral, isLoopback } from "../../model/address.ts";
import { parseNginx, walk } from "../../nginx/parser.ts";
import { parseDotenv } from "../../text/dotenv.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { viewContainer } from "../container-view.ts";
import { readRecipe } from "../image-recipe.ts";
import { stubLayout } from "../nginx-layout.ts";
import { deriveProbes } from "../probes.ts";
import { planProxy, type PlannedProxy } from "../proxy.ts";
import { sharedSockets } from "../shared-sockets.ts";
import { withSocketOwners } from "../socket-owners.ts";
import { startChain } from "../start-chain.ts";
import { startTimeout } from "../timeouts.ts";
import { findDockerfiles, findNginxConfigs, readCandidate, type FoundConfig } from "./find.ts";

/** The image of the proxy that stands in where the project brings none. */
const stubImage = "nginx:stable";
const network = "default";

/** Plans a project of a Dockerfile and an nginx configuration. Throws a Failure when one of them is missing. */
export function planDockerfile(inputs: Inputs, workspace: Workspace): Plan {
  const configs = chooseConfigs(inputs, workspace);
  const recipes = inputs.image === undefined ? chooseDockerfiles(workspace) : [];
  const stub = stubProxy(workspace, configs.chosen);
  const hosts = dialledHosts(stub);
  const { apps, notes } = inputs.image === undefined ? buildApps(inputs, workspace, recipes, hosts) : { apps: [imageApp(inputs, workspace, inputs.image, hosts)], notes: [] };
  const topology = topologyOf(inputs, stub.planned, hosts);
  const proxyService = stubService(configs.chosen, stub.mounts, stub.paths, topology.value === "shared" ? apps[0]?.name : undefined);
  const sharing = sharedSockets(stub.planned.proxy, [...apps, proxyService]);
  const { services } = sharing;
  const { probes, notes: probeNotes } = deriveProbes(stub.planned, { workspace, mappings: services.map((service) => service.paths) });
  const routed = withSocketOwners(workspace, stub.planned.proxy, services);
  const host = topology.value === "host" ? onHost(workspace, routed, apps[0]) : undefined;
  return {
    platform: "dockerfile",
    topology,
    services,
    networks: [{ name: network, internal: false }],
    volumes: sharing.volumes,
    proxy: host?.proxy ?? routed,
    probes,
    supplied: [
      ...(host?.supplied ?? []),
      ...sharing.supplied,
      { what: `nginx (${stubImage}) in front of the app`, why: "the project has a configuration for nginx and no container of its own for it" },
    ],
    notes: [...configs.notes, ...notes, ...probeNotes],
    startTimeout: startTimeout(inputs, services),
    forwards: host?.forwards ?? [],
    overlay: workspace.edits,
  };
}

function chooseConfigs(inputs: Inputs, workspace: Workspace): { chosen: FoundConfig[]; notes: Note[] } {
  if (inputs.nginxConfigs.length > 0) return { chosen: inputs.nginxConfigs.map((path) => givenConfig(workspace, path)), notes: [] };
  const found = findNginxConfigs(workspace);
  const [first, ...others] = found;
  if (!first) {
    throw failure("project-not-found", "The repository has no nginx configuration that passes requests on.", { remedy: "Name it with --nginx-config PATH." });
  }
  const notes = [{ text: `${first.path} is taken for the proxy's configuration: it was found by its content`, at: workspace.locate(first.path, 1) }];
  return { chosen: [first], notes: others.length > 0 ? [...notes, { text: `not used: ${others.map((other) => other.path).join(", ")}; choose with --nginx-config` }] : notes };
}

function givenConfig(workspace: Workspace, path: string): FoundConfig {
  const repo = workspace.toRepo(path);
  if (repo === undefined || !workspace.isFile(repo)) throw failure("usage", `--nginx-config ${path}: there is no such file in the project.`, { remedy: "Give a path inside the project." });
  return readCandidate(workspace, repo) ?? { path: repo, isFull: isFull(workspace, repo), isTemplate: /\.(template|tmpl)$/.test(repo), routes: 0 };
}

function isFull(workspace: Workspace, path: RepoPath): boolean {
  return parseNginx(workspace.read(path) ?? "", path).directives.some((directive) => directive.name === "http" || directive.name === "events");
}

function chooseDockerfiles(workspace: Workspace): RepoPath[] {
  const found = findDockerfiles(workspace);
  if (found.length === 0) throw failure("project-not-found", "The repository has no Dockerfile.", { remedy: "Give the app's image with --image REF, or a Compose file with --compose-file." });
  return found;
}

interface Stub {
  readonly planned: PlannedProxy;
  readonly mounts: readonly Mount[];
  readonly paths: readonly PathMapping[];
}

/** Puts the configuration where its kind is deployed, with the files it includes that stand beside it. */
function stubProxy(workspace: Workspace, configs: readonly FoundConfig[]): Stub {
  const mounts: Mount[] = [{ kind: "text", text: "", target: "/etc/nginx/conf.d/default.conf", mode: 0o644 }];
  const main = configs.find((config) => config.isFull);
  for (const config of configs) {
    mounts.push(fileMount(config.path, deployedPath(config)));
    mounts.push(...includedMounts(workspace, config));
  }
  const paths = mounts.flatMap((mount): PathMapping[] => (mount.kind === "files" ? [{ container: mount.target, repo: mount.repo, kind: mount.isFolder ? "folder" : "file", via: "config" }] : []));
  const layout = {
    ...stubLayout,
    stock: Object.fromEntries(Object.entries(stubLayout.stock).filter(([path]) => !path.startsWith("/etc/nginx/conf.d/") && !(main && path === "/etc/nginx/nginx.conf"))),
  };
  const view = viewContainer({ workspace, layout, recipe: undefined, paths, variables: {}, entrypoint: undefined, command: undefined });
  return { planned: planProxy(workspace, "proxy", "stub", stubLayout.main, view), mounts, paths };
}

function fileMount(repo: RepoPath, target: string, isFolder = false): Mount {
  return { kind: "files", repo, target, isFolder, readOnly: true };
}

function deployedPath(config: FoundConfig): string {
  if (config.isFull) return "/etc/nginx/nginx.conf";
  const name = config.path.slice(config.path.lastIndexOf("/") + 1);
  if (config.isTemplate) return `/etc/nginx/templates/${name.replace(/\.tmpl$/, ".template")}`;
  return `/etc/nginx/conf.d/${name.endsWith(".conf") ? name : `${name}.conf`}`;
}

/** Files and folders beside the configuration that its includes name, at the paths where nginx looks. */
function includedMounts(workspace: Workspace, config: FoundConfig): Mount[] {
  const { directives } = parseNginx(workspace.read(config.path) ?? "", config.path);
  const folder = folderOf(config.path);
  return [...walk(directives)]
    .filter((directive) => directive.name === "include")
    .flatMap((directive) => {
      const written = directive.args[0]?.text ?? "";
      const relative = written.replace(/^\/etc\/nginx\//, "");
      if (relative.startsWith("/") || relative === "" || relative === "mime.types") return [];
      const isGlob = /[*?[]/.test(relative);
      const part = isGlob ? relative.slice(0, Math.max(0, relative.search(/[*?[]/))).replace(/\/[^/]*$/, "") : relative;
      const repo = part === "" ? undefined : joinPath(folder, part);
      const kind = repo === undefined ? undefined : workspace.kindOf(repo);
      return repo !== undefined && kind !== undefined ? [fileMount(repo, `/etc/nginx/${part}`, kind === "folder")] : [];
    });
}

/** Host names that the configuration dials and that only this project can mean. */
function dialledHosts(stub: Stub): string[] {
  // What answers at the root of the site is likelier to be the project's own app than what stands beside it.
  const routes = stub.planned.proxy.routes.toSorted((a, b) => Number(b.location === "/") - Number(a.location === "/"));
  const hosts = routes.flatMap((route) => route.targets.map((target) => target.host));
  return [...new Set(hosts)].filter((host) => host !== "" && !isLoopback(host) && !isAddressLiteral(host) && (!host.includes(".") || host === "host.docker.internal"));
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
  const { memory } = inputs;
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

function stubService(configs: readonly FoundConfig[], mounts: readonly Mount[], paths: readonly PathMapping[], inside: string | undefined): Service {
  const [first] = configs;
  return {
    name: "proxy",
    ...(first ? { at: { path: first.path, line: 1 } } : {}),
    role: "proxy",
    essential: true,
    image: { kind: "reference", reference: stubImage },
    variables: {},
    attachments: inside === undefined ? [{ network, aliases: ["proxy"] }] : [],
    ...(inside === undefined ? {} : { networkOf: byDefault(inside, "nginx and the app share a network namespace in this topology") }),
    mounts,
    needs: [],
    ports: [],
    paths,
    start: [],
    settings: {},
  };
}

function topologyOf(inputs: Inputs, planned: PlannedProxy, hosts: readonly string[]): Sourced<Topology> {
  if (inputs.topology !== "auto") return byDefault(inputs.topology, "given by --topology");
  const loopback = planned.proxy.routes.flatMap((route) => route.targets).find((target) => isLoopback(target.host) && target.port > 0);
  if (loopback && hosts.length === 0) {
    return { ...sourced<Topology>("host", loopback.at), because: `${loopback.host}:${loopback.port} is dialled and no container name: nginx stands on the host beside a published port` };
  }
  const dialsNames = hosts.length > 0 || !planned.proxy.routes.some((route) => route.targets.some((target) => target.socket !== undefined));
  return byDefault<Topology>("container", dialsNames ? "the configuration dials names, as between containers" : "the configuration dials a Unix socket, whose folder nginx and the app have in common");
}

interface OnHost {
  readonly proxy: ProxyPlan;
  readonly forwards: readonly Forward[];
  readonly supplied: readonly Supplied[];
}

/**
 * nginx on the host beside a published port: what Docker's port proxy does is done by forwarders in the proxy's network namespace.
 * From there on the routes name what stands behind them; nginx still dials what its configuration says.
 */
function onHost(workspace: Workspace, proxy: ProxyPlan, app: Service | undefined): OnHost {
  if (!app) return { proxy, forwards: [], supplied: [] };
  const dialled = proxy.routes.flatMap((route) => route.targets).filter((target) => isLoopback(target.host) && target.port > 0);
  const ports = new Map(dialled.map((target) => [target.port, publishedPort(workspace, app, target.port)]));
  const routes = proxy.routes.map((route) => ({
    ...route,
    targets: route.targets.map((target): Target => (isLoopback(target.host) && target.port > 0 ? behind(target, app, ports.get(target.port) ?? target.port) : target)),
  }));
  const forwards = [...ports].flatMap(([outside, inside]): Forward[] => {
    const from = asPort(outside);
    const to = asPort(inside);
    return from === undefined || to === undefined ? [] : [{ inside: proxy.service, listen: "127.0.0.1", port: from, toHost: app.name, toPort: to }];
  });
  const supplied = [...ports].map(([outside, inside]) => ({
    what: `port ${inside} of ${app.name}, published on the host as ${outside}`,
    why: "nginx dials the host, and the repository does not say how the container is published there",
  }));
  return { proxy: { ...proxy, routes }, forwards, supplied };
}

function behind({ hostSpan: _hostSpan, portSpan: _portSpan, ...target }: Target, app: Service, port: number): Target {
  return { ...target, host: app.name, port };
}

/** Which port of the container is published as one of the host: the only one that EXPOSE names, else the same. */
function publishedPort(workspace: Workspace, app: Service, outside: number): number {
  const recipe = app.image.kind === "build" ? readRecipe(workspace, app.image) : undefined;
  const exposed = [...new Set((recipe?.settings.exposed ?? []).map((each) => each.value))];
  const [only] = exposed;
  return exposed.length === 1 && only !== undefined ? only : outside;
}
