import type { Engine } from "../docker/engine.ts";
import { objectName, type RunIdentity } from "../docker/labels.ts";
import { fileEntry, packArchive } from "../docker/tar.ts";
import type { Forward } from "../model/plan.ts";

const configPath = "/upstream-gate-forward.conf";

/** Starts a forwarder in a running container's network namespace: nginx's own stream module, from the proxy's image. Undefined when that container has ended meanwhile. */
export async function startForwarder(engine: Engine, run: RunIdentity, image: string, inside: string, listenAddress: string, forward: Forward): Promise<string | undefined> {
  const container = await engine.create({
    name: objectName(run, `forward-${inside.slice(0, 12)}-${forward.port}`),
    image,
    labels: run.labels,
    entrypoint: ["nginx"],
    command: ["-c", configPath, "-g", "daemon off;"],
    user: "0",
    networkOf: inside,
    securityOpt: ["no-new-privileges"],
    healthcheck: { test: ["NONE"] },
    memory: 64 * 1024 * 1024,
    pids: 64,
  });
  await engine.upload(container, "/", await packArchive([fileEntry(configPath, forwardConfig(listenAddress, forward))]));
  try {
    await engine.start(container);
    return container;
  } catch (error) {
    await engine.remove(container);
    if ((await engine.inspect(inside)).running) throw error;
    return undefined;
  }
}

function forwardConfig(listenAddress: string, forward: Forward): string {
  const to = forward.toHost.includes(":") ? `[${forward.toHost}]` : forward.toHost;
  const listen = listenAddress.includes(":") ? `[${listenAddress}]` : listenAddress;
  return `worker_processes 1;
pid /tmp/upstream-gate-forward.pid;
error_log stderr info;
events { worker_connections 256; }
stream {
  server { listen ${listen}:${forward.port}; proxy_connect_timeout 5s; proxy_pass ${to}:${forward.toPort}; }
}
`;
}
