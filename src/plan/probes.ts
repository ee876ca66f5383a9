import type { Note, Probe } from "../model/plan.ts";
import type { Listen, Route, VirtualServer } from "../model/proxy.ts";
import { port } from "../model/units.ts";
import { named, type Directive } from "../nginx/parser.ts";
import { sampleOf } from "../nginx/pcre.ts";
import { selectLocation, selectServer } from "../nginx/select.ts";
import type { LocationBlock } from "../nginx/servers.ts";
import { insideAddress, listenedTo, listenersOf } from "./listeners.ts";
import type { PlannedProxy } from "./proxy.ts";
import { demandedScript, existingScripts, isNamed, mayExist, type ScriptContext } from "./scripts.ts";

/** More routes than this are not all asked; the rest is noted. */
const mostProbes = 40;

/**
 * One request for each virtual server and location that passes requests on, by a path that nginx leads there. A route that no
 * plain GET reaches is noted instead.
 */
export function deriveProbes(planned: PlannedProxy, scripts: ScriptContext): { readonly probes: readonly Probe[]; readonly notes: readonly Note[] } {
  const probes: Probe[] = [];
  const notes: Note[] = [];
  planned.proxy.routes.forEach((route, index) => {
    const server = planned.proxy.servers[route.server];
    const listen = server && listenersOf(planned, route.server)[0];
    const path = pathFor(planned, route, index, scripts);
    const because =
      server === undefined || listen === undefined ? `its server listens ${listenedTo(server)}` : path === undefined ? pathless(planned.routeLocations[index]) : unreachable(planned, route, path);
    if (because !== undefined || path === undefined || !server || !listen) {
      notes.push({ text: `${route.location === "" ? route.directive : `location ${route.location}`} is not asked: ${because}`, ...(route.at ? { at: route.at } : {}) });
    } else {
      const probe = probeFor(planned, route, index, server, listen, path);
      const script = demandedScript(scripts, route, planned.blocks[route.server]?.directive.block ?? [], probe);
      probes.push(script === undefined ? probe : { ...probe, script });
    }
  });
  return { probes: uniqueProbes([...probes, ...furtherListeners(planned, probes)]).slice(0, mostProbes), notes };
}

/** What each server hears on its other ports: its first request once more. */
function furtherListeners(planned: PlannedProxy, probes: readonly Probe[]): Probe[] {
  return planned.proxy.servers.flatMap((server, index) => {
    const first = probes.find((probe) => probe.route !== undefined && planned.proxy.routes[probe.route]?.server === index);
    const route = first?.route === undefined ? undefined : planned.proxy.routes[first.route];
    if (!first || first.route === undefined || !route) return [];
    const { route: number, path, script } = first;
    return listenersOf(planned, index)
      .slice(1)
      .map((listen) => ({ ...probeFor(planned, route, number, server, listen, path), ...(script === undefined ? {} : { script }) }));
  });
}

function probeFor(planned: PlannedProxy, route: Route, index: number, server: VirtualServer, listen: Listen, path: string): Probe {
  const { host, isInvented } = hostFor(planned.proxy.servers, route.server, listen.port);
  const scheme = listen.tls ? "https" : "http";
  const usual = scheme === "https" ? 443 : 80;
  const shown = `${scheme}://${host}${listen.port === usual ? "" : `:${listen.port}`}${path}`;
  const at = route.locationAt ?? route.at ?? server.at;
  const inside = insideAddress(planned.proxy.servers, listen);
  const dialled = { port: port(listen.port) ?? (80 as Probe["port"]), ...(inside === undefined ? {} : { inside }), ...(listen.proxyProtocol ? { proxyProtocol: true } : {}) };
  return { name: shown, ...callFor(route), scheme, host, ...dialled, path, route: index, ...(at ? { at } : {}), ...(isInvented ? { isHostInvented: true as const } : {}) };
}

/** A gRPC server takes calls, not GET: one without a message, of a method it need not know, has an answer too. */
function callFor(route: Route): Pick<Probe, "method" | "headers"> {
  return route.directive === "grpc_pass" ? { method: "POST", headers: { "content-type": "application/grpc", te: "trailers" } } : { method: "GET" };
}

/** A Host that nginx leads to this server on this port, and whether no line of the project has it as a name of its own. */
function hostFor(servers: readonly VirtualServer[], index: number, listenPort: number): { readonly host: string; readonly isInvented: boolean } {
  const names = servers[index]?.names ?? [];
  const candidates = [...names.flatMap((name) => hostOf(name) ?? []), "localhost", "upstream-gate.test", "127.0.0.1"];
  const host = candidates.find((each) => selectServer(servers, listenPort, each) === index) ?? candidates[0] ?? "localhost";
  return { host, isInvented: host === "localhost" || !names.includes(host) };
}

function hostOf(name: string): string | undefined {
  if (name === "" || name === "_" || name.includes("$")) return undefined;
  if (name.startsWith("~")) return sampleOf(name.slice(1), true);
  return name.replace(/^\*?\./, name.startsWith("*") ? "www." : "").replace(/\.\*$/, ".test");
}

function pathFor(planned: PlannedProxy, route: Route, index: number, scripts: ScriptContext): string | undefined {
  const location = planned.routeLocations[index];
  const locations = planned.blocks[route.server]?.locations ?? [];
  if (location === undefined) return pathOutside(locations);
  if (location.modifier === "@") return pathToNamed(planned, route, location.pattern);
  if (named(location.directive.block, "internal").length > 0) return pathThroughFallback(locations, location);
  return [...scriptPaths(planned, route, scripts), ...candidatePaths(location)].find((path) => selectLocation(locations, path) === location);
}

/** Scripts to ask in place of one that need not exist; none where the configuration itself leads to `/index.php`. */
function scriptPaths(planned: PlannedProxy, route: Route, scripts: ScriptContext): string[] {
  if (!route.fastcgi || !/^~/.test(route.location)) return [];
  const isLedToIndex = isNamed(route, planned.blocks[route.server]?.directive.block ?? [], "/index.php") && mayExist(scripts, route.fastcgi, "/index.php");
  return isLedToIndex ? [] : existingScripts(scripts, route.fastcgi);
}

function candidatePaths(location: LocationBlock): string[] {
  const { modifier, pattern } = location;
  if (modifier === "=") return [pattern];
  if (modifier === "~" || modifier === "~*") {
    const sample = sampleOf(pattern, modifier === "~*");
    return sample === undefined ? [] : ["/index.php", sample, `/${sample}`, `/upstream-gate${sample.startsWith("/") ? "" : "/"}${sample}`].filter((path) => path.startsWith("/"));
  }
  return [pattern, `${pattern}${pattern.endsWith("/") ? "" : "/"}`, `${pattern}upstream-gate`, `${pattern}/upstream-gate`].filter((path) => path.startsWith("/"));
}

/** A path that no location block takes, for a pass directly in `server`. */
function pathOutside(locations: readonly LocationBlock[]): string | undefined {
  return ["/", "/upstream-gate"].find((path) => selectLocation(locations, path) === undefined);
}

/** An internal location is reached through the last resort of another's `try_files`, as in `try_files $uri /index.php$is_args$args`. */
function pathThroughFallback(locations: readonly LocationBlock[], wanted: LocationBlock): string | undefined {
  const caller = flatten(locations).find((location) => {
    const last = named(location.directive.block, "try_files").at(-1)?.args.at(-1)?.text ?? "";
    const path = last.replace(/[?$].*$/, "");
    return location !== wanted && path.startsWith("/") && selectLocation(locations, path) === wanted;
  });
  return caller && candidatePaths(caller).find((path) => selectLocation(locations, path) === caller);
}

/** A named location is reached through the `try_files` or `error_page` of another. */
function pathToNamed(planned: PlannedProxy, route: Route, name: string): string | undefined {
  const block = planned.blocks[route.server];
  const leads = (directives: readonly Directive[] | undefined): boolean =>
    (directives ?? []).some((directive) => directive.name === "try_files" && directive.args.at(-1)?.text === name) ||
    (directives ?? []).some((directive) => directive.name === "error_page" && directive.args.at(-1)?.text === name && directive.args.some((arg) => arg.text === "404"));
  const all = flatten(block?.locations ?? []);
  const caller = all.find((location) => location.modifier !== "@" && leads(location.directive.block));
  if (caller)
    return candidatePaths(caller)
      .map((path) => (path.endsWith("/") ? `${path}upstream-gate` : path))
      .find((path) => selectLocation(block?.locations ?? [], path) === caller);
  return leads(block?.directive.block) ? "/upstream-gate" : undefined;
}

function flatten(locations: readonly LocationBlock[]): LocationBlock[] {
  return locations.flatMap((location) => [location, ...flatten(location.children)]);
}

function pathless(location: LocationBlock | undefined): string {
  return named(location?.directive.block, "internal").length > 0 ? "it is internal, and no other location falls back to it" : "no path was found that leads there";
}

/** Why a request for the path ends before it is passed on; undefined when nothing in the configuration says so. */
function unreachable(planned: PlannedProxy, route: Route, path: string): string | undefined {
  const block = planned.blocks[route.server];
  if (block && returnsOther(block.directive.block)) return "its server answers everything with `return`";
  const location = block && selectLocation(block.locations, path);
  const own = location?.directive.block;
  if (returnsOther(own)) return "the location answers with `return`";
  return undefined;
}

/** Whether a block answers everything by itself, with anything but what says that the site is out of order: that is asked, and found. */
function returnsOther(block: readonly Directive[] | undefined): boolean {
  const [first] = named(block, "return");
  return first !== undefined && !/^50[0234]$/.test(first.args[0]?.text ?? "");
}

function uniqueProbes(probes: readonly Probe[]): Probe[] {
  const seen = new Set<string>();
  return probes.filter((probe) => !seen.has(probe.name) && seen.add(probe.name));
}
