import type { Location } from "../../../model/location.ts";
import type { WebLocation } from "./locations.ts";
import { serverNameOf } from "./routes.ts";
import type { UpsunRoute } from "./project.ts";
import type { Listen } from "./variables.ts";

/** An app as nginx sees it. */
export interface FrontedApp {
  readonly name: string;
  readonly listen: Listen;
  readonly protocol: "http" | "fastcgi";
  readonly locations: readonly WebLocation[];
  /** Where nginx has the app's folder. */
  readonly folder: string;
  /** Names of relationships by which other apps reach it. */
  readonly hosts: readonly string[];
}

/** A place of the written configuration that passes requests on, and what it follows from. */
export interface Mark {
  /** Index of its server. */
  readonly server: number;
  /** "= /x", "/api", "@front0", as nginx's location has it. */
  readonly location: string;
  readonly app: string;
  readonly at?: Location;
}

/** The configuration of the platform's nginx, written for this run. */
export interface Written {
  readonly text: string;
  readonly marks: readonly Mark[];
}

interface Server {
  readonly name: string;
  readonly routes: readonly { readonly path: string; readonly app?: FrontedApp; readonly to?: string }[];
}

/** Writes what the routes and the apps' locations come to. */
export function writeNginx(routes: readonly UpsunRoute[], apps: readonly FrontedApp[]): Written {
  const servers = [...publicServers(routes, apps), ...apps.flatMap((app) => app.hosts.map((name): Server => ({ name, routes: [{ path: "/", app }] })))];
  const writer = new Writer();
  for (const [index, server] of servers.entries()) writer.server(server, index);
  return { text: `${preamble}${writer.lines.join("\n")}\n`, marks: writer.marks };
}

const preamble = "map $http_upgrade $connection_upgrade { default upgrade; '' close; }\n";

/** The main file: nginx runs as the user whom the app runs as, and so may open whatever socket that opens. */
export const mainConfig = `user root;
worker_processes 1;
error_log /var/log/nginx/error.log notice;
pid /var/run/upsun-nginx.pid;

events {
    worker_connections 1024;
}

http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    keepalive_timeout 65;
    server_names_hash_bucket_size 512;
    include /etc/nginx/conf.d/*.conf;
}
`;

function publicServers(routes: readonly UpsunRoute[], apps: readonly FrontedApp[]): Server[] {
  const names = [...new Set(routes.map(serverNameOf))].filter((name) => /^[\w.*-]+$/.test(name));
  const ofName = (name: string): Server["routes"] =>
    routes
      .filter((route) => serverNameOf(route) === name && /^[\w./@%+~-]*$/.test(route.path))
      .flatMap(({ kind, path, app, to }): Server["routes"] => {
        const fronted = apps.find((each) => each.name === app);
        if (kind === "redirect") return to !== undefined && /^https?:\/\/[\w.{}/:@%+~?&=-]*$/.test(to) ? [{ path, to: to.replace(/\{\w+\}/g, name.replace(/^(?:www|\*)\./, "")) }] : [];
        return fronted ? [{ path, app: fronted }] : [];
      });
  const written = names.map((name) => ({ name, routes: unique(ofName(name)) }));
  return written.filter((server) => server.routes.length > 0).toSorted((a, b) => Number(b.routes.some(({ app }) => app)) - Number(a.routes.some(({ app }) => app)));
}

/** http and https are one here: of two routes of one address the one that leads to an app counts. */
function unique(routes: Server["routes"]): Server["routes"] {
  return routes.filter((route, index) =>
    route.app ? routes.findIndex((each) => each.app && each.path === route.path) === index : !routes.some((each, other) => each.path === route.path && (each.app || other < index)),
  );
}

class Writer {
  readonly lines: string[] = [];
  readonly marks: Mark[] = [];
  #fallbacks = 0;

  server({ name, routes }: Server, index: number): void {
    this.lines.push("server {", `    listen 80${index === 0 ? " default_server" : ""};`, `    server_name ${name};`, "    client_max_body_size 250m;");
    const taken = new Set<string>();
    for (const { path, app, to } of routes.toSorted((a, b) => b.path.length - a.path.length)) {
      if (to !== undefined) this.#block(path, taken, [`return 301 ${to};`]);
      if (app) for (const [at, location] of placesOf(path, app.locations)) this.#location(at, location, app, index, taken);
    }
    this.#block("/", taken, ["return 404;"]);
    this.lines.push("}");
  }

  /** A location, unless that path has one already. */
  #block(pattern: string, taken: Set<string>, body: readonly string[]): boolean {
    if (taken.has(pattern)) return false;
    taken.add(pattern);
    this.lines.push(`    location ${pattern} {`, ...body.map((line) => `        ${line}`), "    }");
    return true;
  }

  #location(path: string, location: WebLocation, app: FrontedApp, server: number, taken: Set<string>): void {
    const files = filesOf(path, location, app);
    if (files === undefined || (!location.allow && location.exceptions.length === 0)) {
      const written = this.#block(path, taken, location.passthru === false ? ["return 403;"] : passLines(app, location));
      if (written && location.passthru !== false) this.#mark(server, path, app, location);
      return;
    }
    const pattern = path === "/" ? path : `${path}/`;
    if (taken.has(pattern)) return;
    const fallback = location.passthru === false ? "=404" : `@app${this.#fallbacks++}`;
    this.#block(pattern, taken, [
      ...files.lines,
      ...fileLines(location, app, fallback, location.allow),
      ...exceptionLines(path, location, app, fallback),
      ...(files.runsScripts ? scriptLines(location, app, fallback) : []),
    ]);
    if (files.runsScripts) this.#mark(server, scriptPattern, app, location);
    if (fallback === "=404") return;
    this.#block(fallback, taken, passLines(app, location));
    this.#mark(server, fallback, app, location);
  }

  #mark(server: number, location: string, { name }: FrontedApp, { at }: WebLocation): void {
    this.marks.push({ server, location, app: name, ...(at ? { at } : {}) });
  }
}

/** The locations of an app below a route's path: those that lie there and, at the path itself, the nearest above. */
function placesOf(path: string, locations: readonly WebLocation[]): [string, WebLocation][] {
  const isBelow = (inner: string, outer: string): boolean => outer === "/" || inner === outer || inner.startsWith(`${outer}/`);
  const inside = locations.filter((location) => isBelow(location.path, path)).map((location): [string, WebLocation] => [location.path, location]);
  if (inside.some(([at]) => at === path)) return inside;
  const above = locations.filter((location) => isBelow(path, location.path)).toSorted((a, b) => b.path.length - a.path.length)[0];
  return above ? [[path, above], ...inside] : inside;
}

interface Files {
  readonly lines: readonly string[];
  readonly runsScripts: boolean;
}

const scriptPattern = "~ [^/]\\.php(/|$)";

/** Where nginx finds the files of a location; undefined when it has none. */
function filesOf(path: string, location: WebLocation, app: FrontedApp): Files | undefined {
  if (location.root === undefined) return undefined;
  const root = joined(app.folder, location.root);
  const runs = app.protocol === "fastcgi" && location.scripts && location.allow;
  if (path === "/") return { lines: [`root ${root};`], runsScripts: runs };
  const rest = location.path === "/" ? path : path.slice(location.path.length);
  return { lines: [`alias ${root}${rest}/;`], runsScripts: false };
}

function joined(folder: string, path: string): string {
  return path === "" ? folder : `${folder}/${path}`;
}

function fileLines(location: WebLocation, app: FrontedApp, fallback: string, allow: boolean): string[] {
  if (!allow) return [fallback === "=404" ? "return 403;" : `try_files /.upsun-none ${fallback};`];
  const isPhp = app.protocol === "fastcgi";
  const scripts = location.index.filter((name) => name.endsWith(".php"));
  const plain = location.index.filter((name) => !name.endsWith(".php"));
  if (isPhp && scripts.length > 0 && location.scripts) return [`index ${location.index.join(" ")};`, `try_files $uri $uri/ ${fallback};`];
  return [`try_files $uri ${plain.map((name) => `$uri/${name}`).join(" ")} ${fallback};`.replace(/ {2,}/g, " ")];
}

/** Paths where files are sent although the location sends none, or the other way round. */
function exceptionLines(path: string, location: WebLocation, app: FrontedApp, fallback: string): string[] {
  if (path !== "/") return [];
  return location.exceptions.flatMap((pattern) => [`location ~ "${pattern}" {`, ...fileLines(location, app, fallback, !location.allow).map((line) => `    ${line}`), "}"]);
}

function scriptLines(location: WebLocation, app: FrontedApp, fallback: string): string[] {
  const own = ["fastcgi_split_path_info ^(.+?\\.php)(/.*)$;", `try_files $fastcgi_script_name ${fallback};`];
  return [`location ${scriptPattern} {`, ...[...own, ...fastcgiLines(app, location, "$fastcgi_script_name", "$fastcgi_path_info")].map((line) => `    ${line}`), "}"];
}

function passLines(app: FrontedApp, location: WebLocation): string[] {
  if (app.protocol === "fastcgi") return fastcgiLines(app, location, typeof location.passthru === "string" ? location.passthru : "/index.php", "");
  return [
    "proxy_http_version 1.1;",
    "proxy_set_header Host $http_host;",
    "proxy_set_header Upgrade $http_upgrade;",
    "proxy_set_header Connection $connection_upgrade;",
    "proxy_set_header X-Client-IP $remote_addr;",
    "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
    "proxy_set_header X-Forwarded-Host $http_host;",
    "proxy_set_header X-Forwarded-Proto https;",
    "proxy_read_timeout 300s;",
    `proxy_pass http://${addressOf(app)}${app.listen.kind === "socket" ? ":" : ""};`,
  ];
}

/** Parameters of FastCGI, with the script as the app's own container has it. */
function fastcgiLines(app: FrontedApp, location: WebLocation, script: string, pathInfo: string): string[] {
  const root = joined("/app", location.root ?? "");
  const params: Record<string, string> = {
    SCRIPT_FILENAME: `${root}${script}`,
    SCRIPT_NAME: script,
    DOCUMENT_ROOT: root,
    ...(pathInfo === "" ? {} : { PATH_INFO: pathInfo }),
    QUERY_STRING: "$query_string",
    REQUEST_METHOD: "$request_method",
    CONTENT_TYPE: "$content_type",
    CONTENT_LENGTH: "$content_length",
    REQUEST_URI: "$request_uri",
    DOCUMENT_URI: "$document_uri",
    SERVER_PROTOCOL: "$server_protocol",
    GATEWAY_INTERFACE: "CGI/1.1",
    SERVER_SOFTWARE: "nginx",
    REMOTE_ADDR: "$remote_addr",
    SERVER_ADDR: "$server_addr",
    SERVER_PORT: "443",
    SERVER_NAME: "$host",
    HTTPS: "on",
    HTTP_X_FORWARDED_PROTO: "https",
    REDIRECT_STATUS: "200",
  };
  return [...Object.entries(params).map(([name, value]) => `fastcgi_param ${name} ${value};`), "fastcgi_read_timeout 300s;", `fastcgi_pass ${addressOf(app)};`];
}

function addressOf({ listen }: FrontedApp): string {
  return listen.kind === "port" ? `127.0.0.1:${listen.port}` : `unix:${listen.path}`;
}
