import type { Location, Sourced } from "../../model/location.ts";
import type { Mount, Service, Supplied } from "../../model/plan.ts";
import type { PortLine, Route, Span, Target } from "../../model/proxy.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { viewContainer } from "../container-view.ts";
import { stubLayout } from "../nginx-layout.ts";
import { planProxy, type PlannedProxy } from "../proxy.ts";
import { stubImage } from "../stub.ts";
import type { PlatformFacts } from "./facts.ts";

/** The service that a platform's nginx is here. */
export const ingressName = "ingress";

const configPath = "/etc/nginx/conf.d/default.conf";
const network = "default";

/** What the platform's nginx dials. `at` of a sourced value is the line that sets it, else the best line of the platform's file. */
export type Upstream =
  | { readonly kind: "port"; readonly port: Sourced<number>; readonly span?: Span; readonly portLine?: PortLine; readonly protocol: "http" | "fastcgi" }
  | { readonly kind: "socket"; readonly path: Sourced<string>; readonly protocol: "http" | "fastcgi" };

/** What answers below a path. */
export interface IngressLocation {
  readonly path: string;
  readonly at?: Location;
  /** Whether what is no file is passed to the app; a text is the script that takes it. */
  readonly passthru: boolean | string;
  /** Folder of the files that are sent as they are, in the ingress's container; absent when there is none. */
  readonly root?: string;
  readonly index?: readonly string[];
  /** Whether files are sent at all; true when absent. */
  readonly allow?: boolean;
}

export interface IngressInput {
  readonly workspace: Workspace;
  readonly facts: PlatformFacts;
  /** The service that it passes requests on to. */
  readonly app: string;
  readonly upstream: Upstream;
  /** Absent: everything is passed to the app. */
  readonly locations?: readonly IngressLocation[];
  /** Files that the locations send, where they name them. */
  readonly mounts?: readonly Mount[];
  /** FastCGI parameters and other directives for each pass. */
  readonly passLines?: readonly string[];
  /** Host names that the platform gives the project; any when absent. */
  readonly names?: readonly string[];
}

/** The platform's nginx as it stands in this run. */
export interface Ingress {
  readonly planned: PlannedProxy;
  readonly service: Service;
  readonly supplied: Supplied;
}

/** Our nginx in the place of the platform's, with a configuration written for it: its routes lead to lines of the platform's file. */
export function makeIngress(input: IngressInput): Ingress {
  const { workspace, facts, app } = input;
  const text = ingressText(input);
  const mounts: readonly Mount[] = [{ kind: "text", text, target: configPath, mode: 0o644 }, ...(input.mounts ?? [])];
  const layout = { ...stubLayout, stock: { ...stubLayout.stock, [configPath]: text } };
  const view = viewContainer({ workspace, layout, recipe: undefined, paths: [], variables: {}, entrypoint: undefined, command: undefined });
  const planned = planProxy(workspace, ingressName, "stub", stubLayout.main, view);
  const service: Service = {
    name: ingressName,
    role: "proxy",
    essential: true,
    image: { kind: "reference", reference: stubImage },
    variables: {},
    attachments: facts.topology === "shared" ? [] : [{ network, aliases: [ingressName] }],
    ...(facts.topology === "shared" ? { networkOf: { value: app, because: `nginx and the app share a container on ${facts.label}` } } : {}),
    mounts,
    needs: [],
    ports: [],
    paths: [],
    start: [],
    settings: {},
  };
  return {
    planned: { ...planned, proxy: { ...planned.proxy, routes: planned.proxy.routes.map((route) => placed(route, input)) } },
    service,
    supplied: { what: `nginx (${stubImage}) in front of the app`, why: `${facts.label} has an nginx of its own there, whose configuration is not in the repository` },
  };
}

/** A route of the written configuration with the lines that it follows from. */
function placed(route: Route, input: IngressInput): Route {
  const location = input.locations?.find((each) => route.location === each.path) ?? input.locations?.find((each) => each.passthru !== false);
  const targets = route.targets.map((target) => placedTarget(target, input));
  const at = targets[0]?.at ?? location?.at;
  return { ...route, ...(at ? { at } : {}), ...(location?.at ? { locationAt: location.at } : {}), targets };
}

function placedTarget(target: Target, { upstream, app }: IngressInput): Target {
  const { kind } = upstream;
  if (kind === "socket") return { ...target, service: app, ...(upstream.path.at ? { at: upstream.path.at } : {}) };
  const { port, span, portLine } = upstream;
  return {
    ...target,
    ...(port.at ? { at: port.at } : {}),
    ...(span ? { portSpan: span } : {}),
    ...(portLine ? { portLine } : {}),
    ...(port.because === undefined ? {} : { portBecause: port.because }),
  };
}

/** The address as `proxy_pass` and `fastcgi_pass` have it. */
function addressOf({ upstream, facts, app }: IngressInput): string {
  if (upstream.kind === "socket") return `unix:${upstream.path.value}`;
  return `${facts.topology === "shared" ? "127.0.0.1" : app}:${upstream.port.value}`;
}

/** The configuration. Whatever goes into it from the repository is checked by the platform's reader: paths, numbers, names. */
function ingressText(input: IngressInput): string {
  const locations = input.locations ?? [{ path: "/", passthru: true }];
  const names = input.names ?? ["_"];
  const blocks = locations.flatMap((location, index) => locationBlocks(location, index, passOf(input)));
  return [
    "map $http_upgrade $connection_upgrade { default upgrade; '' close; }",
    "server {",
    "    listen 80 default_server;",
    `    server_name ${names.join(" ")};`,
    "    client_max_body_size 0;",
    ...blocks.map((line) => `    ${line}`),
    "}",
    "",
  ].join("\n");
}

function passOf(input: IngressInput): string[] {
  const address = addressOf(input);
  const own = input.passLines ?? [];
  if (input.upstream.protocol === "fastcgi") return ["include fastcgi_params;", ...own, `fastcgi_pass ${address};`];
  return [
    "proxy_http_version 1.1;",
    "proxy_set_header Host $http_host;",
    "proxy_set_header Upgrade $http_upgrade;",
    "proxy_set_header Connection $connection_upgrade;",
    "proxy_set_header X-Real-IP $remote_addr;",
    "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
    "proxy_set_header X-Forwarded-Host $http_host;",
    "proxy_set_header X-Forwarded-Proto $scheme;",
    ...own,
    `proxy_pass http://${address}${input.upstream.kind === "socket" ? ":" : ""};`,
  ];
}

/** A location: the app alone, files alone, or files first and the app for the rest. */
function locationBlocks(location: IngressLocation, index: number, pass: readonly string[]): string[] {
  const { path, passthru, root, allow = true } = location;
  const inner = pass.map((line) => `    ${line}`);
  const indexLine = location.index && location.index.length > 0 ? [`    index ${location.index.join(" ")};`] : [];
  if (root === undefined || !allow) return [`location ${path} {`, ...(passthru === false ? ["    return 403;"] : inner), "}"];
  const files = path === "/" ? `    root ${root};` : `    alias ${root};`;
  if (passthru === false) return [`location ${path} {`, files, ...indexLine, "    try_files $uri $uri/ =404;", "}"];
  return [`location ${path} {`, files, ...indexLine, `    try_files $uri @app${index};`, "}", `location @app${index} {`, ...inner, "}"];
}
