import type { FastcgiRoute } from "./proxy.ts";

/** A request as nginx would pass it to a FastCGI server. */
export interface FastcgiQuestion {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly host: string;
  readonly port: number;
  readonly scheme: "http" | "https";
}

/** What nginx would tell a FastCGI server of a request. Parameters whose value only a request tells are left out. */
export function fastcgiParameters(route: FastcgiRoute, question: FastcgiQuestion): Record<string, string> {
  const values = variablesOf(route, question);
  const told = Object.entries(route.params).flatMap(([name, { value }]): [string, string][] => {
    const text = expand(value, values);
    return text === undefined ? [] : [[name, text]];
  });
  return { HTTP_HOST: question.host, HTTP_USER_AGENT: "upstream-gate", HTTP_ACCEPT: "*/*", ...Object.fromEntries(told) };
}

/** The script that nginx names for a path; undefined when a variable in it is not known. */
export function scriptOf(route: FastcgiRoute, path: string): string | undefined {
  const written = route.params["SCRIPT_FILENAME"]?.value;
  return written === undefined ? undefined : expand(written, variablesOf(route, { method: "GET", path, host: "localhost", port: 80, scheme: "http" }));
}

/** The part of a path that names the script: with the index where it names a folder, without what follows `.php` where that is split off. */
export function scriptNameOf(route: FastcgiRoute, path: string): string {
  return splitPath(route, path.replace(/\?.*$/s, ""))[0];
}

function splitPath({ index, splits }: FastcgiRoute, uri: string): [script: string, rest: string] {
  const whole = uri.endsWith("/") && index !== undefined ? uri + index : uri;
  const end = splits ? whole.indexOf(".php/") : -1;
  return end === -1 ? [whole, ""] : [whole.slice(0, end + 4), whole.slice(end + 4)];
}

function variablesOf(route: FastcgiRoute, { method, path, host, port, scheme }: FastcgiQuestion): Readonly<Record<string, string>> {
  const [uri = "/", ...query] = path.split("?");
  const [script, rest] = splitPath(route, uri);
  const args = query.join("?");
  const root = route.root?.value.replace(/\/$/, "");
  return {
    ...(root === undefined ? {} : { document_root: root, realpath_root: root, request_filename: root + uri }),
    fastcgi_script_name: script,
    fastcgi_path_info: rest,
    path_info: rest,
    uri,
    document_uri: uri,
    request_uri: path,
    args,
    query_string: args,
    is_args: args === "" ? "" : "?",
    request_method: method,
    host,
    http_host: host,
    server_name: host,
    scheme,
    https: scheme === "https" ? "on" : "",
    server_protocol: "HTTP/1.1",
    server_addr: "127.0.0.1",
    server_port: String(port),
    remote_addr: "127.0.0.1",
    remote_port: "0",
    content_type: "",
    content_length: "",
    nginx_version: "1",
  };
}

function expand(text: string, values: Readonly<Record<string, string>>): string | undefined {
  let isKnown = true;
  const expanded = text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) => {
    const name = braced ?? bare ?? "";
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) isKnown = false;
    return value ?? "";
  });
  return isKnown ? expanded : undefined;
}
