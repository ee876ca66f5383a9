import type { Engine } from "../docker/engine.ts";
import { objectName, type RunIdentity } from "../docker/labels.ts";
import { fileEntry, packArchive } from "../docker/tar.ts";
import type { Forward } from "../model/plan.ts";

const configPath = "/upstream-gate-forward.conf";
/**
 * Addresses given as arguments become the namespace's own, by whatever the image has for it (perl by the kernel's SIOCSIFADDR and SIOCSIFNETMASK).
 * Without IPv6 in the kernel nobody can listen there, nor would the engine.
 */
const startScript = `for address; do
  ip addr add "$address/32" dev lo 2>/dev/null || ifconfig lo:0 "$address" netmask 255.255.255.255 2>/dev/null || perl -e '
    use Socket; socket(S, AF_INET, SOCK_DGRAM, 0) or die; my @set = ([0x8916, $ARGV[0]], [0x891c, "255.255.255.255"]);
    for (@set) { ioctl(S, $_->[0], pack("a16 S n a4 x8", "lo:0", AF_INET, 0, inet_aton($_->[1]))) or die }' "$address"
done
[ -e /proc/net/if_inet6 ] || sed -i '/\\[::\\]/d' ${configPath}
exec nginx -c ${configPath} -g 'daemon off;'`;
const startPatienceMs = 5000;

/** What one forwarder does, with addresses in place of names. */
export type Relay = Pick<Forward, "listen" | "port" | "toHost" | "toPort">;

/** Starts a forwarder in a running container's network namespace (nginx's own stream module, from the proxy's image), which is `added` these addresses; resolves once it listens. Undefined when that container has ended meanwhile. */
export async function startForwarder(engine: Engine, run: RunIdentity, image: string, inside: string, relays: readonly Relay[], added: readonly string[] = []): Promise<string | undefined> {
  const container = await engine.create({
    name: objectName(run, `forward-${inside.slice(0, 12)}-${relays.map((relay) => relay.port).join("-")}`),
    image,
    labels: run.labels,
    entrypoint: ["/bin/sh", "-c", startScript, "sh"],
    command: added,
    ...(added.length > 0 ? { capAdd: ["NET_ADMIN"] } : {}),
    user: "0",
    networkOf: inside,
    securityOpt: ["no-new-privileges"],
    healthcheck: { test: ["NONE"] },
    memory: 64 * 1024 * 1024,
    pids: 64,
  });
  await engine.upload(container, "/", await packArchive([fileEntry(configPath, forwardConfig(relays))]));
  try {
    await engine.start(container);
  } catch (error) {
    await engine.remove(container);
    if ((await engine.inspect(inside)).running) throw error;
    return undefined;
  }
  await listens(engine, container);
  return container;
}

/** nginx names its workers once its sockets are open; when it ends instead, that shows by what it was to carry. */
async function listens(engine: Engine, container: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let isUp = (): void => undefined;
  const up = new Promise<void>((resolve) => (isUp = resolve));
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, startPatienceMs)));
  const follower = await engine.followLog(container, false, (line) => {
    if (line.text.includes("start worker process ")) isUp();
  });
  await Promise.race([up, follower.ended, limit]);
  clearTimeout(timer);
  follower.stop();
}

/** One server for each relay; what listens on all IPv4 addresses listens on those of IPv6 too, as the engine's port proxy does. */
export function forwardConfig(relays: readonly Relay[]): string {
  const servers = relays.flatMap((relay) => {
    const to = `proxy_connect_timeout 5s; proxy_pass ${bracketed(relay.toHost)}:${relay.toPort}; }`;
    const own = `  server { listen ${bracketed(relay.listen)}:${relay.port}; ${to}`;
    return relay.listen === "0.0.0.0" ? [own, `  server { listen [::]:${relay.port} ipv6only=on; ${to}`] : [own];
  });
  return `worker_processes 1;
pid /tmp/upstream-gate-forward.pid;
error_log stderr info;
events { worker_connections 256; }
stream {
${servers.join("\n")}
}
`;
}

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}
