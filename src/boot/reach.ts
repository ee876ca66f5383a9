import type { Engine } from "../docker/engine.ts";
import { tryPort } from "../http/client.ts";

/** Reserved for a service that nobody runs. */
const discardPort = 9;

/** Where services are. */
interface Places {
  readonly engine: Engine;
  addressOf(name: string): string | undefined;
  namespaceOf(name: string): { readonly container: string } | undefined;
}

/**
 * Whether containers can be dialled from this process; found out by the first of the services that has an address. The bridge of their
 * network has to be this machine's own, and a port on which nobody listens has to refuse.
 */
export async function isReachable(places: Places, names: readonly string[]): Promise<boolean> {
  if (!places.engine.isLocal) return false;
  const name = names.find((each) => places.addressOf(each) !== undefined);
  const container = name === undefined ? undefined : places.namespaceOf(name)?.container;
  const address = name === undefined ? undefined : places.addressOf(name);
  if (container === undefined || address === undefined || !(await places.engine.inspect(container)).bridged.includes(address)) return false;
  return (await tryPort(address, discardPort, 500)) === "refused";
}
