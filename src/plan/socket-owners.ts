import { pathSeenBy } from "../model/address.ts";
import type { RepoPath } from "../model/location.ts";
import type { Service } from "../model/plan.ts";
import type { ProxyPlan, Route, Target } from "../model/proxy.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { mentionsWord } from "./mentions.ts";

/** The proxy with every Unix socket that it dials given to the service that is to open it, where the files tell which. */
export function withSocketOwners(workspace: Workspace, proxy: ProxyPlan, services: readonly Service[]): ProxyPlan {
  if (!proxy.routes.some((route) => route.targets.some((target) => target.socket !== undefined))) return proxy;
  return { ...proxy, routes: proxy.routes.map((route) => ({ ...route, targets: route.targets.map((target) => owned(workspace, proxy, services, route, target)) })) };
}

function owned(workspace: Workspace, proxy: ProxyPlan, services: readonly Service[], route: Route, target: Target): Target {
  const own = services.find((service) => service.name === proxy.service);
  if (target.socket === undefined || !own) return target;
  const service = ownerOf(workspace, proxy, own, services, route, target.socket);
  return service ? { ...target, service: service.name } : target;
}

/** Who shares the socket's folder with the proxy; else the proxy's own container where the app lives in it; else whoever names the socket. */
function ownerOf(workspace: Workspace, proxy: ProxyPlan, own: Service, services: readonly Service[], route: Route, socket: string): Service | undefined {
  const others = services.filter((service) => service !== own);
  const sharing = others.filter((service) => pathSeenBy(own, service, socket) !== undefined);
  if (sharing.length === 1) return sharing[0];
  if (sharing.length === 0 && proxy.kind === "inside") return own;
  const candidates = sharing.length > 0 ? sharing : others;
  const scored = candidates.map((service) => ({ service, score: scoreOf(workspace, own, service, route, socket) })).toSorted((a, b) => b.score - a.score);
  const [first, second] = scored;
  if (first && first.score > (second?.score ?? 0)) return first.service;
  const built = candidates.filter((service) => service.image.kind === "build");
  if (first?.score === 0 && built.length === 1) return built[0];
  // Where nobody else could open it, what lives beside nginx has to.
  return own.image.kind === "build" && !others.some((service) => service.role === "app") ? own : undefined;
}

function scoreOf(workspace: Workspace, own: Service, service: Service, route: Route, socket: string): number {
  const name = socket.slice(socket.lastIndexOf("/") + 1);
  const isNeeded = own.needs.some((need) => need.service === service.name) ? 1 : 0;
  const isPhp = route.scheme === "fastcgi" && looksLikeFpm(workspace, service) ? 2 : 0;
  return (names(workspace, service, name) ? 4 : 0) + isPhp + (names(workspace, service, "") || isPhp > 0 ? isNeeded : 0);
}

/** Whether a service's command, variables or files name a socket; any at all for "". */
function names(workspace: Workspace, service: Service, name: string): boolean {
  const texts = [...Object.values(service.variables).map((variable) => variable.value), ...service.start.map((step) => step.text)];
  if (texts.some((text) => (name === "" ? /\.sock\b|\bunix:/.test(text) : text.includes(name)))) return true;
  return name !== "" && service.paths.some((mapping) => mentionsWord(workspace, mapping.repo, new Set([name])));
}

function looksLikeFpm(workspace: Workspace, { image, start }: Service): boolean {
  const base = image.kind === "reference" ? image.reference : (image.inline ?? workspace.read(image.dockerfile as RepoPath) ?? "");
  return /php[^\n]*fpm|fpm[^\n]*php/.test(base) || start.some((step) => step.text.includes("php-fpm"));
}
