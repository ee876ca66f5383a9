import type { Mount, Service, Supplied } from "../model/plan.ts";
import type { ProxyPlan } from "../model/proxy.ts";

/** What two containers need to meet at a Unix socket. */
export interface SharedSockets {
  readonly services: readonly Service[];
  readonly volumes: readonly string[];
  readonly supplied: readonly Supplied[];
}

/** Debian's nginx, as most hosts have it, runs its workers as www-data; the official image as another user, who may not open what www-data may. */
const hostConfig = `user www-data;
worker_processes auto;
error_log /var/log/nginx/error.log notice;
pid /run/nginx.pid;

events {
    worker_connections 1024;
}

http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    keepalive_timeout 65;
    include /etc/nginx/conf.d/*.conf;
}
`;

/**
 * Gives the proxy and the apps of a project without a Compose file the folders of the Unix sockets that the proxy dials in common:
 * on a host the app's container would bind them.
 */
export function sharedSockets(proxy: ProxyPlan, services: readonly Service[]): SharedSockets {
  const sockets = [...new Map(proxy.routes.flatMap((route) => route.targets).flatMap((target) => (target.socket === undefined ? [] : [[folderOf(target.socket), target] as const])))];
  const folders = sockets.filter(([folder]) => folder !== "");
  const mounts = folders.map(([folder]): Mount => ({ kind: "volume", volume: `sockets-${folder}`, target: folder, readOnly: false }));
  return {
    services: services.map((service) =>
      service.name === proxy.service || service.role === "app" ? { ...service, mounts: [...service.mounts, ...mounts, ...ownConfig(service, proxy, folders.length > 0)] } : service,
    ),
    volumes: folders.map(([folder]) => `sockets-${folder}`),
    supplied: folders.map(([folder, { at }]) => ({ what: `the folder ${folder}, shared by nginx and the app`, why: "nginx dials a Unix socket in it, which both must see", ...(at ? { at } : {}) })),
  };
}

function folderOf(socket: string): string {
  return socket.slice(0, Math.max(0, socket.lastIndexOf("/")));
}

/** The main file of a host's nginx, where the project brings none. */
function ownConfig(service: Service, proxy: ProxyPlan, isNeeded: boolean): Mount[] {
  const isGiven = proxy.files.some((file) => file.container === proxy.main) || service.mounts.some((mount) => mount.target === proxy.main);
  return isNeeded && !isGiven && service.name === proxy.service ? [{ kind: "text", text: hostConfig, target: proxy.main, mode: 0o644 }] : [];
}
