import { failure } from "../model/failure.ts";
import type { Inputs } from "../model/inputs.ts";
import { byDefault, folderOf, joinPath, sourced, type RepoPath, type Sourced } from "../model/location.ts";
import { hostName, type Attachment, type Mount, type Note, type PathMapping, type Service, type Supplied, type Topology } from "../model/plan.ts";
import { showTarget, type ProxyPlan } from "../model/proxy.ts";
import { isAddressLiteral, isLoopback } from "../model/address.ts";
import { parseNginx, walk } from "../nginx/parser.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { viewContainer } from "./container-view.ts";
import { findNginxConfigs, readCandidate, type FoundConfig } from "./dockerfile/find.ts";
import { stubLayout } from "./nginx-layout.ts";
import { planProxy, type PlannedProxy } from "./proxy.ts";

/** The image of the proxy that stands in where the project brings none. */
export const stubImage = "nginx:stable";

/** The configuration that the user names, else the likeliest found. Throws a Failure when there is none. */
export function chooseConfigs(inputs: Inputs, workspace: Workspace): { chosen: FoundConfig[]; notes: Note[] } {
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

/** Our nginx with the project's configuration in its place. */
export interface Stub {
  readonly planned: PlannedProxy;
  readonly mounts: readonly Mount[];
  readonly paths: readonly PathMapping[];
}

/** Puts the configuration where its kind is deployed, with the files it includes that stand beside it. */
export function stubProxy(workspace: Workspace, configs: readonly FoundConfig[], name: string): Stub {
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
  return { planned: planProxy(workspace, name, "stub", stubLayout.main, view), mounts, paths };
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
export function dialledHosts(stub: Stub): string[] {
  // What answers at the root of the site is likelier to be the project's own app than what stands beside it.
  const routes = stub.planned.proxy.routes.toSorted((a, b) => Number(b.location === "/") - Number(a.location === "/"));
  const hosts = routes.flatMap((route) => route.targets.map((target) => target.host));
  return [...new Set(hosts)].filter((host) => host !== "" && !isLoopback(host) && !isAddressLiteral(host) && (!host.includes(".") || host === "host.docker.internal"));
}

/** The container of the stub: on networks of its own, or in the network namespace of another. */
export function stubService(stub: Stub, configs: readonly FoundConfig[], attachments: readonly Attachment[], inside: Sourced<string> | undefined): Service {
  const [first] = configs;
  return {
    name: stub.planned.proxy.service,
    ...(first ? { at: { path: first.path, line: 1 } } : {}),
    role: "proxy",
    essential: true,
    image: { kind: "reference", reference: stubImage },
    variables: {},
    attachments: inside === undefined ? attachments : [],
    ...(inside === undefined ? {} : { networkOf: inside }),
    mounts: stub.mounts,
    needs: [],
    ports: [],
    paths: stub.paths,
    start: [],
    settings: {},
  };
}

/** Where the stub stands: as asked for, else on the host when its configuration dials the loopback and no name. */
export function stubTopology(inputs: Inputs, proxy: ProxyPlan, dialsNames: boolean): Sourced<Topology> {
  if (inputs.topology !== "auto") return byDefault(inputs.topology, "given by --topology");
  const loopback = proxy.routes.flatMap((route) => route.targets).find((target) => isLoopback(target.host) && target.port > 0);
  if (loopback && !dialsNames) {
    return { ...sourced<Topology>("host", loopback.at), because: `${showTarget(loopback)} is dialled and no container name: nginx stands on the host beside a published port` };
  }
  const dialsSocket = !dialsNames && proxy.routes.some((route) => route.targets.some((target) => target.socket !== undefined));
  return byDefault<Topology>(
    "container",
    dialsSocket ? "the configuration dials a Unix socket, whose folder nginx and the app have in common" : "the configuration dials names, as between containers",
  );
}

/** In whose network namespace a stub of this topology stands; undefined for one of its own. */
export function standsIn(topology: Sourced<Topology>, app: string | undefined): Sourced<string> | undefined {
  if (topology.value === "host") return byDefault(hostName, "nginx stands on the host in this topology");
  return topology.value === "shared" && app !== undefined ? byDefault(app, "nginx and the app share a network namespace in this topology") : undefined;
}

/** What is said of the stub. */
export const suppliedStub: Supplied = { what: `nginx (${stubImage}) in front of the app`, why: "the project has a configuration for nginx and no container of its own for it" };
