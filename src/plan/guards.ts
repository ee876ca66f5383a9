import type { Plan, Probe } from "../model/plan.ts";
import type { Guard, GuardedLocation, VirtualServer } from "../model/proxy.ts";
import { selectLocation, selectServer } from "../nginx/select.ts";

/** A request is handed on by `try_files` no more often than this. */
const mostHops = 4;

/** The plan whose requests know what nginx may answer itself on their way. */
export function withGuards(plan: Plan): Plan {
  return plan.proxy.servers.every((server) => server.guards === undefined) ? plan : { ...plan, probes: plan.probes.map((probe) => guarded(plan.proxy.servers, probe)) };
}

function guarded(servers: readonly VirtualServer[], probe: Probe): Probe {
  const index = selectServer(servers, probe.port, probe.host);
  const server = index === undefined ? undefined : servers[index];
  const guards = server ? guardsOn(server, probe.path.replace(/[?#].*$/, "")) : [];
  return index !== undefined && guards.length > 0 ? { ...probe, server: index, guards } : probe;
}

/** What stands on the way of a path through a server, in nginx's order: the server's own, then the location's, then where that hands over. */
export function guardsOn(server: VirtualServer, path: string): Guard[] {
  const { guards = [], locations = [] } = server;
  const ways: GuardedLocation[] = [];
  let location = selectLocation(locations, path);
  while (location !== undefined && !ways.includes(location) && ways.length < mostHops) {
    ways.push(location);
    const { handsTo }: GuardedLocation = location;
    location = handsTo === undefined ? undefined : handsTo.startsWith("@") ? locations.find((each) => each.modifier === "@" && each.pattern === handsTo) : selectLocation(locations, handsTo);
  }
  return ways.length === 0 ? [...guards] : [...guards.filter((guard) => guard.kind === "return"), ...ways.flatMap((each) => each.guards)];
}
