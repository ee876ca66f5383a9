import type { Cursor } from "./cursor.ts";
import type { UpsunRoute } from "./project.ts";

/** The domain that `{default}` and `{all}` stand for in a run. */
export const defaultDomain = "main-bvxea6i-upstreamgate.eu-5.platformsh.site";

/** The routes of a map, in the order of the file; a key that is no address is read as far as it goes. */
export function readRoutes(map: Cursor): UpsunRoute[] {
  return map.entries.map(([key, route]): UpsunRoute => {
    const type = route.child("type").text;
    const upstream = route.child("upstream").text;
    const to = route.child("to").text;
    const at = route.child("upstream").at ?? route.keyAt;
    return {
      key,
      ...addressOf(key),
      kind: type === "redirect" || type === "proxy" ? type : "upstream",
      ...(upstream === undefined ? {} : { app: upstream.split(":")[0] ?? upstream }),
      ...(to === undefined ? {} : { to }),
      map: route,
      ...(at ? { at } : {}),
    };
  });
}

function addressOf(key: string): { readonly host: string; readonly path: string } {
  const [, host = "", path = ""] = /^(?:https?:\/*)?([^/]*)(.*)$/.exec(key) ?? [];
  return { host: host === "" ? "{default}" : host, path: path.replace(/\/+$/, "") || "/" };
}

/** The Host header by which a request reaches a route. */
export function hostOfRoute(route: UpsunRoute): string {
  return route.host.replace(/\{(?:default|all)\}/, defaultDomain).replace(/^\*\./, "www.");
}

/** The name under which nginx has the route's server. */
export function serverNameOf(route: UpsunRoute): string {
  return route.host.replace(/\{(?:default|all)\}/, defaultDomain);
}

/** The address of a route as the platform tells it in PLATFORM_ROUTES. */
export function urlOfRoute(route: UpsunRoute): string {
  return `${/^http:/.test(route.key) ? "http" : "https"}://${serverNameOf(route)}${route.path === "/" ? "/" : `${route.path}/`}`;
}
