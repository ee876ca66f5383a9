import { pathSeenBy, serviceOf } from "../model/address.ts";
import type { ProbeResult, ServiceSockets } from "../model/evidence.ts";
import { scriptNameOf, scriptOf } from "../model/fastcgi.ts";
import { isFailing } from "../model/judgement.ts";
import type { RepoPath } from "../model/location.ts";
import { serviceNamed, type Plan, type Probe, type Service } from "../model/plan.ts";
import type { Route } from "../model/proxy.ts";
import { isSkipped } from "../workspace/source-files.ts";
import type { Workspace } from "../workspace/workspace.ts";

interface PathRequest {
  readonly service: string;
  readonly path: string;
}

/** Where PHP images and guides put what is served. */
const usualRoots = ["/var/www/html", "/var/www/html/public", "/var/www", "/var/www/public", "/app", "/app/public", "/srv/app/public", "/usr/share/nginx/html"];
const mostScripts = 20;

/** What to look at in the containers: the sockets and scripts of routes on which a request failed, where nginx names them and where they could be. */
export function pathRequests(workspace: Workspace, plan: Plan, results: readonly ProbeResult[], sockets: readonly ServiceSockets[]): PathRequest[] {
  const failing = results.filter((result) => (result.via === "proxy" ? isFailing(result, plan.probes[result.probe]?.expect) || result.status === 500 : result.error === "refused"));
  const probes = [...new Set(failing.flatMap((result) => plan.probes[result.probe] ?? []))];
  return probes.flatMap((probe) => {
    const route = probe.route === undefined ? undefined : plan.proxy.routes[probe.route];
    return route ? [...socketRequests(plan, route, sockets), ...scriptRequests(workspace, plan, route, probe)] : [];
  });
}

function socketRequests(plan: Plan, route: Route, recorded: readonly ServiceSockets[]): PathRequest[] {
  const proxy = serviceNamed(plan, plan.proxy.service);
  return route.targets.flatMap((target) => {
    const service = serviceOf(plan, target);
    const opened = (recorded.find((each) => each.service === service?.name)?.sockets ?? []).filter((socket) => socket.family === "unix").map((socket) => socket.address);
    const dialled = target.socket === undefined ? [] : [target.socket];
    if (!proxy || (dialled.length === 0 && opened.length === 0)) return [];
    const seen = (from: Service, to: Service, paths: readonly string[]): PathRequest[] => paths.flatMap((path) => ({ service: to.name, path: pathSeenBy(from, to, path) ?? path }));
    return service ? [...seen(proxy, proxy, dialled), ...seen(proxy, service, dialled), ...seen(service, service, opened), ...seen(service, proxy, opened)] : seen(proxy, proxy, dialled);
  });
}

function scriptRequests(workspace: Workspace, plan: Plan, route: Route, probe: Probe): PathRequest[] {
  const { fastcgi } = route;
  const script = probe.script ?? (fastcgi && scriptOf(fastcgi, probe.path));
  const [target] = route.targets;
  const service = target && serviceOf(plan, target);
  if (!fastcgi || !service || script === undefined) return [];
  const name = script.endsWith(scriptNameOf(fastcgi, probe.path)) ? scriptNameOf(fastcgi, probe.path) : script.slice(script.lastIndexOf("/"));
  const roots = [...usualRoots, ...(service.workingDir === undefined ? [] : [service.workingDir, `${service.workingDir}/public`])];
  const places = [script, ...deployedScripts(workspace, service, name), ...roots.map((root) => root + name)];
  return [...places.map((path) => ({ service: service.name, path })), { service: plan.proxy.service, path: script }];
}

/** Where the service's container has files of the project with that name. */
function deployedScripts(workspace: Workspace, service: Service, name: string): string[] {
  const found: string[] = [];
  for (const mapping of service.paths) {
    if (mapping.kind !== "folder") continue;
    for (const entry of workspace.entries(mapping.repo, isSkipped)) {
      const inside = `/${mapping.repo === "" ? entry.path : entry.path.slice(mapping.repo.length + 1)}` as RepoPath;
      if (entry.kind === "file" && inside.endsWith(name)) found.push(mapping.container + inside);
      if (found.length >= mostScripts) return found;
    }
  }
  return found;
}
