import type { Sourced } from "../../../model/location.ts";
import { isRecord, type Cursor } from "./cursor.ts";
import type { UpsunApp, UpsunProject } from "./project.ts";
import { hostOfRoute, urlOfRoute } from "./routes.ts";
import type { Endpoint } from "./services.ts";

/** What the platform dials an app at, as it tells the app. */
export type Listen = { readonly kind: "port"; readonly port: number } | { readonly kind: "socket"; readonly path: string };

/** The variables that an app is given at run time: the platform's, those of its relationships, then its own. */
export function runVariables(project: UpsunProject, app: UpsunApp, listen: Listen | undefined, endpoints: readonly Endpoint[], documentRoot: string): Record<string, Sourced<string>> {
  return {
    ...platformVariables(project, app, documentRoot),
    PLATFORM_RELATIONSHIPS: given(encoded(Object.fromEntries(endpoints.map((endpoint) => [endpoint.relationship, [relationOf(endpoint)]])))),
    PLATFORM_ROUTES: given(encoded(routesOf(project))),
    ...Object.fromEntries(endpoints.flatMap(endpointVariables).map(([name, value]) => [name, given(value)])),
    ...(listen ? listenVariable(app, listen) : {}),
    ...ownVariables(app.map),
  };
}

/** PORT or SOCKET; the line is the one that chose between them. */
function listenVariable({ map, at }: UpsunApp, listen: Listen): Record<string, Sourced<string>> {
  const place = map.child("web", "upstream", "socket_family").at ?? map.child("web").keyAt ?? at;
  const value = listen.kind === "port" ? String(listen.port) : listen.path;
  const because = listen.kind === "port" ? "the platform hands the app the port that it dials" : "the platform hands the app the socket that it dials";
  return { [listen.kind === "port" ? "PORT" : "SOCKET"]: { value, because, ...(place ? { at: place } : {}) } };
}

/** What the build does not have yet: by their absence programs tell it from a deployment. */
const laterVariables = /^PLATFORM_(?:DOCUMENT_ROOT|BRANCH|ENVIRONMENT|ENVIRONMENT_TYPE|SMTP_HOST)$/;

/** What the build has too. */
export function buildVariables(project: UpsunProject, app: UpsunApp): Record<string, string> {
  const given = { ...platformVariables(project, app, ""), ...ownVariables(app.map) };
  return Object.fromEntries(Object.entries(given).flatMap(([name, { value }]) => (laterVariables.test(name) ? [] : [[name, value]])));
}

function platformVariables(project: UpsunProject, app: UpsunApp, documentRoot: string): Record<string, Sourced<string>> {
  const own = isRecord(app.map.value) ? app.map.value : {};
  const values = {
    PLATFORM_APP_DIR: "/app",
    PLATFORM_SOURCE_DIR: "/app",
    PLATFORM_APP_COMMAND: app.map.child("web", "commands", "start").text ?? "",
    PLATFORM_APPLICATION: encoded({ ...own, name: app.name }),
    PLATFORM_APPLICATION_NAME: app.name,
    PLATFORM_BRANCH: "main",
    PLATFORM_DOCUMENT_ROOT: documentRoot,
    PLATFORM_ENVIRONMENT: "main-bvxea6i",
    PLATFORM_ENVIRONMENT_TYPE: "production",
    PLATFORM_PROJECT: "upstreamgate",
    PLATFORM_PROJECT_ENTROPY: "b7c41f0a9d2e4c6f8a1b3d5e7f901234b7c41f0a9d2e4c6f8a1b3d5e7f901234",
    PLATFORM_SMTP_HOST: "",
    PLATFORM_TREE_ID: "0123456789abcdef0123456789abcdef01234567",
    PLATFORM_VARIABLES: encoded(otherVariables(app.map)),
    PLATFORM_CACHE_DIR: "/tmp/cache",
    ...(project.dialect === "upsun" ? { PLATFORM_VENDOR: "upsun" } : { PLATFORM_VENDOR: "platformsh" }),
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, given(value)]));
}

function given(value: string): Sourced<string> {
  return { value, because: "set by the platform" };
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64");
}

/** `variables.env`, each with its line. */
function ownVariables(map: Cursor): Record<string, Sourced<string>> {
  return Object.fromEntries(
    map.child("variables", "env").entries.map(([name, entry]) => {
      const { at } = entry;
      return [name, { value: entry.text ?? JSON.stringify(entry.value), ...(at ? { at } : {}) }];
    }),
  );
}

/** Variables of other prefixes reach the app in one JSON text: "php:memory_limit". */
function otherVariables(map: Cursor): Record<string, unknown> {
  const prefixes = map.child("variables").entries.filter(([prefix]) => prefix !== "env");
  return Object.fromEntries(prefixes.flatMap(([prefix, entries]) => entries.entries.map(([name, entry]) => [`${prefix}:${name}`, entry.value])));
}

function relationOf({ relationship, ...endpoint }: Endpoint): Record<string, unknown> {
  return {
    ...endpoint,
    cluster: "upstreamgate-main-bvxea6i",
    hostname: `${endpoint.service}.service._.internal`,
    instance_ips: [],
    ip: endpoint.host,
    epoch: 0,
    fragment: null,
    host_mapped: false,
    public: false,
    query: endpoint.path === null ? {} : { is_master: true },
    relationship,
  };
}

function endpointVariables({ relationship, service, type, rel, host, port, scheme, username, password, path }: Endpoint): [string, string][] {
  const prefix = relationship.toUpperCase().replace(/[^A-Z0-9]/g, "_");
  const values: Record<string, string | number | null> = {
    HOST: host,
    HOSTNAME: host,
    PORT: port,
    SCHEME: scheme,
    USERNAME: username,
    PASSWORD: password,
    PATH: path,
    SERVICE: service,
    TYPE: type,
    REL: rel,
  };
  return Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, value === null ? "" : String(value)]);
}

function routesOf(project: UpsunProject): Record<string, unknown> {
  return Object.fromEntries(
    project.routes.map((route, index) => [
      urlOfRoute(route),
      {
        original_url: route.key,
        type: route.kind,
        ...(route.app === undefined ? {} : { upstream: route.app }),
        ...(route.to === undefined ? {} : { to: route.to }),
        id: route.map?.child("id").text ?? null,
        primary: route.map?.child("primary").value === true || index === 0,
        production_url: urlOfRoute(route),
        attributes: {},
        host: hostOfRoute(route),
      },
    ]),
  );
}
