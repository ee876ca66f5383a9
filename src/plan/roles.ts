import { isLoopback, serviceOfHost } from "../model/address.ts";
import type { Service } from "../model/plan.ts";
import { namesHost, residents } from "./host.ts";
import type { ProxyPlan } from "../model/proxy.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { mentionsWord } from "./mentions.ts";
import { literally } from "../model/pattern.ts";

/** Gives every service its role, and marks those that the proxy's answers depend on. */
export function assignRoles(workspace: Workspace, services: readonly Service[], proxy: ProxyPlan): Service[] {
  const dialled = new Set(proxy.routes.flatMap((route) => route.targets).flatMap((target) => target.service ?? serviceOfHost(services, proxy.service, target.host)?.name ?? []));
  for (const published of publishedDialled(services, proxy)) dialled.add(published);
  const essential = closure(workspace, services, [proxy.service, ...dialled, ...(hasStrays(services, proxy) ? services.map((service) => service.name) : [])]);
  const tasks = new Set(services.flatMap((service) => service.needs.filter((need) => need.condition === "completed").map((need) => need.service)));
  return services.map((service) => {
    const isEssential = essential.has(service.name);
    const role = service.name === proxy.service ? "proxy" : dialled.has(service.name) ? "app" : tasks.has(service.name) ? "task" : isEssential ? "dependency" : "other";
    return { ...service, role, essential: isEssential };
  });
}

/** Services meant by an address that only reaches the proxy itself or the host: the one that has or publishes that port. */
function publishedDialled(services: readonly Service[], proxy: ProxyPlan): string[] {
  const targets = proxy.routes.flatMap((route) => route.targets).filter((target) => target.port > 0);
  const own = targets.filter((target) => isLoopback(target.host)).map((target) => target.port);
  const ofHost = targets.filter((target) => namesHost(services, proxy, target.host)).map((target) => target.port);
  const ports = [...own, ...ofHost];
  const others = services.filter((service) => service.name !== proxy.service);
  const meant = others.filter((service) => service.ports.some((each) => ports.includes(each.target) || (each.published !== undefined && ports.includes(each.published))));
  // Behind the host's name there may be something outside the project; behind the loopback there is nothing else.
  const possible = own.length > 0 ? others : ofHost.length > 0 ? residents(services, proxy) : [];
  return (meant.length > 0 ? meant : possible).map((service) => service.name);
}

/** Whether a plain name is dialled that no service has: any of them may be meant. */
function hasStrays(services: readonly Service[], proxy: ProxyPlan): boolean {
  const targets = proxy.routes.flatMap((route) => route.targets);
  return (
    proxy.routes.some((route) => route.targets.length === 0) ||
    targets.some((target) => target.socket !== undefined && target.service === undefined) ||
    targets.some((target) => target.port > 0 && !isLoopback(target.host) && !/[.:]/.test(target.host) && !serviceOfHost(services, proxy.service, target.host))
  );
}

/** The given services and all they need: declared, in whose namespace they live, or named in their variables, commands or sources. */
function closure(workspace: Workspace, services: readonly Service[], from: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const pending = [...from];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const service = services.find((each) => each.name === name);
    if (!service || reached.has(name)) continue;
    reached.add(name);
    pending.push(...service.needs.map((need) => need.service), ...(service.networkOf ? [service.networkOf.value] : []));
    for (const other of services) if (!reached.has(other.name) && refersTo(workspace, service, other)) pending.push(other.name);
  }
  return reached;
}

function refersTo(workspace: Workspace, service: Service, other: Service): boolean {
  const names = new Set([other.name, ...other.attachments.flatMap((attachment) => attachment.aliases)]);
  const texts = [...Object.values(service.variables).map((variable) => variable.value), ...service.start.map((step) => step.text), ...service.needs.map((need) => need.service)];
  if (texts.some((text) => [...names].some((name) => new RegExp(`(^|[^\\w.-])${literally(name)}($|[^\\w-])`).test(text)))) return true;
  return service.role !== "proxy" && service.paths.some((mapping) => mentionsWord(workspace, mapping.repo, names));
}
