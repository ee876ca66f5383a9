import type { RunIdentity } from "../docker/labels.ts";
import type { Engine } from "../docker/engine.ts";
import { hostName, serviceNamed, type Forward, type Plan } from "../model/plan.ts";
import { startForwarder, type Relay } from "./forwarder.ts";
import { addedAddresses, addressOnHost, type Namespace } from "./host.ts";

/** What forwarders are started among. */
interface Ground {
  readonly plan: Plan;
  readonly engine: Engine;
  running(name: string): { readonly isRunning: boolean } | undefined;
  namespaceOf(name: string): Namespace | undefined;
  addressOf(name: string): string | undefined;
}

/** Starts the plan's forwarders in the namespaces of these services, in all when the proxy is among them; answers their containers. */
export async function startForwards(ground: Ground, host: Namespace | undefined, run: RunIdentity, image: string, names: readonly string[]): Promise<string[]> {
  const { plan, engine } = ground;
  const places = [...new Set(plan.forwards.map((forward) => forward.inside))].filter((inside) => names.includes(inside) || names.includes(plan.proxy.service));
  const started = await Promise.all(
    places.map(async (place) => {
      const namespace = place === hostName ? host : ground.namespaceOf(place);
      const relays = plan.forwards.filter((forward) => forward.inside === place).flatMap((forward) => relayOf(ground, host, run, forward));
      if (!namespace?.isRunning || relays.length === 0) return undefined;
      return startForwarder(engine, run, image, namespace.container, relays, addedAddresses(plan, place));
    }),
  );
  return started.filter((container) => container !== undefined);
}

/** A published port of what does not run is closed: it is left out. */
function relayOf(ground: Ground, host: Namespace | undefined, run: RunIdentity, forward: Forward): Relay[] {
  if (forward.inside === hostName) {
    const isRunning = ground.running(forward.toHost)?.isRunning === true;
    const address = isRunning ? Object.values(ground.namespaceOf(forward.toHost)?.addresses ?? {})[0] : undefined;
    return address === undefined ? [] : [{ ...forward, toHost: address }];
  }
  const listen = forward.listen === "self" ? ground.addressOf(forward.inside) : forward.listen;
  const toHost = forward.toHost === hostName ? addressOnHost(serviceNamed(ground.plan, forward.inside), host, run) : forward.toHost;
  return listen === undefined || toHost === undefined ? [] : [{ ...forward, listen, toHost }];
}
