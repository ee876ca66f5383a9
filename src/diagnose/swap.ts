import type { Edit } from "../model/edit.ts";
import type { Dialect } from "../model/protocols.ts";
import type { Route } from "../model/proxy.ts";
import { replaceDirective } from "./edits.ts";

/** Lines that pass a request on in a protocol; undefined for one that nginx has no directive for, or that carries no requests. */
function passLines(dialect: Dialect, address: string, uri: string, script: string): string[] | undefined {
  switch (dialect) {
    case "http":
      return [`proxy_pass http://${address}${uri};`];
    case "http2":
      return [`grpc_pass grpc://${address};`];
    case "fastcgi":
      return ["include fastcgi_params;", "fastcgi_index index.php;", `fastcgi_param SCRIPT_FILENAME ${script};`, `fastcgi_pass ${address};`];
    case "uwsgi":
    case "scgi":
      return [`include ${dialect}_params;`, `${dialect}_pass ${address};`];
    default:
      return undefined;
  }
}

/** The pass of a route written in another protocol; none when its line is not known whole or its address is chosen elsewhere. `script` is for FastCGI alone. */
export function swapEdits(route: Route, dialect: Dialect, script: string): Edit[] {
  const written = new RegExp(`(?<![\\w$])${route.directive}\\s+["']?([^\\s;"']+)`).exec(route.at?.text ?? "")?.[1] ?? "";
  const [, scheme, address, uri = ""] = /^([a-z]+:\/\/)?([^/\s]+)(\/\S*)?$/i.exec(written) ?? [];
  if (address === undefined || (scheme === undefined && route.directive === "proxy_pass")) return [];
  const lines = passLines(dialect, address, uri, script);
  return lines ? replaceDirective(route.at, route.directive, lines) : [];
}
