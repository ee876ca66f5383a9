import type { UserProbe } from "../model/inputs.ts";
import type { Plan, Probe } from "../model/plan.ts";

/** The plan with the user's requests after the derived ones; one that asks the same takes the derived one's place. */
export function withUserProbes(plan: Plan, listed: readonly UserProbe[]): Plan {
  if (listed.length === 0) return plan;
  const own = listed.map((probe) => planned(plan, probe));
  return { ...plan, probes: [...plan.probes.filter((probe) => !own.some((other) => other.method === probe.method && other.name === probe.name)), ...own] };
}

function planned(plan: Plan, listed: UserProbe): Probe {
  const model = modelFor(plan, listed);
  const host = listed.host ?? model?.host ?? "localhost";
  // A host that no server names is taken by the one that stands in for all others, where the others listen.
  const listening = model ?? plan.probes[0];
  const scheme = listening?.scheme ?? "http";
  const port = listening?.port ?? (80 as Probe["port"]);
  const shownScheme = listed.websocket === true ? scheme.replace("http", "ws") : scheme;
  const name = `${shownScheme}://${host}${port === (scheme === "https" ? 443 : 80) ? "" : `:${port}`}${listed.path}`;
  const { method, path, headers, expect, at } = listed;
  return {
    name,
    method,
    scheme,
    host,
    port,
    path,
    ...(headers ? { headers } : {}),
    ...(listed.host === undefined && model?.isHostInvented === true ? { isHostInvented: true as const } : {}),
    ...(listed.websocket === true ? { websocket: true } : {}),
    ...(model?.route === undefined ? {} : { route: model.route }),
    ...(expect ? { expect } : {}),
    ...(at ? { at } : {}),
  };
}

/** The derived request that takes the same way: same host, and the longest location that the path begins with. */
function modelFor(plan: Plan, listed: UserProbe): Probe | undefined {
  const hosts = plan.probes.filter((probe) => listed.host === undefined || probe.host === listed.host);
  const prefixOf = (probe: Probe): string => (probe.route === undefined ? "" : (plan.proxy.routes[probe.route]?.location ?? "").replace(/^(?:=|\^~|~\*?)\s*/, ""));
  const fitting = hosts.filter((probe) => listed.path.startsWith(prefixOf(probe)));
  return fitting.toSorted((a, b) => prefixOf(b).length - prefixOf(a).length)[0] ?? hosts[0];
}
