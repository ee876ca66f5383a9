import { gatewayNames, hostName, type Mount, type Plan, type Service } from "./plan.ts";
import type { Target } from "./proxy.ts";

/** "127.0.0.1", "::1", "localhost": what only reaches one's own network namespace. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "0:0:0:0:0:0:0:1" || /^127(\.\d{1,3}){3}$/.test(host) || /^::ffff:127\./i.test(host);
}

/** Whether the text is a literal IPv4 or IPv6 address. */
export function isAddressLiteral(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || (host.includes(":") && /^[0-9a-f:.]+$/i.test(host));
}

/** Names under which a container reaches its host where Docker Desktop provides them; elsewhere only `extra_hosts` does. */
export const desktopNames: readonly string[] = ["host.docker.internal", "gateway.docker.internal", "docker.for.mac.localhost", "docker.for.mac.host.internal", "docker.for.win.localhost"];

/** Whether the proxy reaches the host, or what is emulated of it, by this address. */
export function isHostAddress(services: readonly Service[], proxyName: string, host: string): boolean {
  const proxy = services.find((service) => service.name === proxyName);
  return proxy?.networkOf?.value === hostName ? isLoopback(host) : gatewayNames(proxy).includes(host);
}

/** The service that a host name reaches from the proxy's networks, else one that has the name elsewhere. */
export function serviceOfHost(services: readonly Service[], proxyName: string, host: string): Service | undefined {
  const proxy = services.find((service) => service.name === proxyName);
  if (isLoopback(host)) {
    if (proxy?.networkOf?.value === hostName) return services.find((service) => service !== proxy && service.networkOf?.value === hostName);
    return services.find((service) => service.networkOf?.value === proxyName) ?? services.find((service) => service.name === proxy?.networkOf?.value);
  }
  const networks = new Set(proxy?.attachments.map((attachment) => attachment.network));
  const named = services.filter((service) => service.attachments.some((attachment) => attachment.aliases.includes(host)));
  const near = named.find((service) => service.attachments.some((attachment) => networks.has(attachment.network) && attachment.aliases.includes(host)));
  // What runs on the host answers to no name; whoever writes its name means it all the same.
  return near ?? named[0] ?? services.find((service) => service.name === host && service.networkOf?.value === hostName);
}

/** The service behind a target of the plan's proxy. */
export function serviceOfTarget(plan: Plan, host: string): Service | undefined {
  if (isLoopback(host) && plan.proxy.kind === "inside") return plan.services.find((service) => service.name === plan.proxy.service);
  return serviceOfHost(plan.services, plan.proxy.service, host);
}

/** The service behind an address that the proxy dials: by its host name, or the one that is to open its Unix socket. */
export function serviceOf(plan: Plan, target: Target): Service | undefined {
  const known = target.service === undefined ? undefined : plan.services.find((service) => service.name === target.service);
  return known ?? (target.socket === undefined ? serviceOfTarget(plan, target.host) : undefined);
}

/** A path without what Linux folds: `/var/run` is `/run`, and repeated or final slashes say nothing. */
export function plainPath(path: string): string {
  return path
    .replace(/\/{2,}/g, "/")
    .replace(/(.)\/$/, "$1")
    .replace(/^\/var\/run(?=\/|$)/, "/run");
}

/** Where one container finds what another has at a path: through the folder that both mount, or because they are one. undefined when they share no such folder. */
export function pathSeenBy(from: Service, to: Service, path: string): string | undefined {
  if (from.name === to.name) return path;
  const plain = plainPath(path);
  const own = mountOver(from, plain);
  const source = own && sharedName(own);
  const other = source === undefined ? undefined : to.mounts.find((mount) => sharedName(mount) === source);
  return own && other ? plainPath(`${plainPath(other.target)}/${plain.slice(plainPath(own.target).length)}`) : undefined;
}

/** The mount that a path of a container lies in; undefined when it is the container's own. */
export function mountOver(service: Service, path: string): Mount | undefined {
  const plain = plainPath(path);
  const over = service.mounts.filter((mount) => plain.startsWith(`${plainPath(mount.target).replace(/\/$/, "")}/`));
  return over.toSorted((a, b) => plainPath(b.target).length - plainPath(a.target).length)[0];
}

/** What tells that two mounts hold the same files; undefined for what no other container can have. */
function sharedName(mount: Mount): string | undefined {
  if (mount.kind === "volume") return `volume ${mount.volume}`;
  return mount.kind === "files" && mount.isFolder ? `files ${mount.repo}` : undefined;
}

/** The folders that lead to a path, from the outermost, and the path itself: "/run", "/run/php", "/run/php/fpm.sock". */
export function foldersAbove(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "");
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
}

/** Whether the path of a Unix socket is one by which a program is controlled, or that of a tool beside the app: no app answers requests on it. */
export function isControlSocket(path: string): boolean {
  return controlNames.test(path);
}

const controlNames =
  /(?:^|\/)(?:supervisord?\.sock|supervisor\.sock|dbus\/|docker\.sock$|containerd\/|systemd\/|gnupg\/|S\.gpg|\.X11-unix\/|s6[^/]*\/|mysqld?x?\.sock|\.s\.PGSQL\.|redis[^/]*\.sock|memcached[^/]*\.sock|pumactl|\.pm2\/|passenger\.|control\.(?:sock|unit))/i;
