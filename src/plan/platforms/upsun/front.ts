import type { Edit } from "../../../model/edit.ts";
import type { Location } from "../../../model/location.ts";
import type { ImageSource, Mount, Service } from "../../../model/plan.ts";
import type { Route, Target } from "../../../model/proxy.ts";
import type { Workspace } from "../../../workspace/workspace.ts";
import { viewContainer } from "../../container-view.ts";
import { stubLayout } from "../../nginx-layout.ts";
import { planProxy } from "../../proxy.ts";
import { stubImage } from "../../stub.ts";
import { ingressName, type Ingress } from "../ingress.ts";
import type { PlannedApp } from "./app.ts";
import { inlineBuild, stageName, type RecipeLine } from "./image.ts";
import { mainConfig, writeNginx, type FrontedApp, type Mark } from "./nginx.ts";
import { relationshipsOf, type UpsunApp, type UpsunProject, type UpsunRoute } from "./project.ts";
import { hostOf } from "./services.ts";

const configPath = "/etc/nginx/conf.d/default.conf";

/** The platform's router and the nginx of each app in one, in the network namespace that the apps share. */
export function upsunIngress(workspace: Workspace, project: UpsunProject, apps: readonly PlannedApp[]): Ingress {
  const fronted = apps.map((app) => frontedApp(project, app, apps.length === 1));
  const { text, marks } = writeNginx(
    project.routes.map((route) => ({ ...route, ...appBehind(project, route) })),
    fronted,
  );
  const view = viewContainer({
    workspace,
    layout: { ...stubLayout, stock: { ...stubLayout.stock, [configPath]: text, [stubLayout.main]: mainConfig } },
    recipe: undefined,
    paths: [],
    variables: {},
    entrypoint: undefined,
    command: undefined,
  });
  const planned = planProxy(workspace, ingressName, "stub", stubLayout.main, view);
  const routes = planned.proxy.routes.map((route) => placed(route, marks, apps));
  return {
    planned: { ...planned, proxy: { ...planned.proxy, routes } },
    service: proxyService(project, apps, fronted, text),
    supplied: { what: `nginx (${stubImage}) in front of the ${apps.length === 1 ? "app" : "apps"}`, why: "the platform has one there, configured by web.locations and routes" },
  };
}

/** The app that a route ends at: by way of a cache that is a service, the app which that one has a relationship with. */
function appBehind(project: UpsunProject, { app }: UpsunRoute): { readonly app?: string } {
  const isApp = (name: string | undefined): boolean => project.apps.some((each) => each.name === name);
  const service = isApp(app) ? undefined : project.services.find((each) => each.name === app);
  const [only, ...others] = project.apps;
  const behind = service && (relationshipsOf(service.map).find((relation) => isApp(relation.service))?.service ?? (others.length === 0 ? only?.name : undefined));
  return behind === undefined ? {} : { app: behind };
}

function frontedApp(project: UpsunProject, { input, listen, protocol, locations }: PlannedApp, isAlone: boolean): FrontedApp {
  const { name } = input.app;
  const hosts = project.apps.flatMap((app) => relationshipsOf(app.map).filter((relation) => relation.service === name && !project.services.some((service) => service.name === name)));
  return { name, listen, protocol, locations, folder: isAlone ? "/app" : `/apps/${stageName(input.app)}`, hosts: [...new Set(hosts.map((relation) => hostOf(relation.name)))] };
}

function proxyService(project: UpsunProject, apps: readonly PlannedApp[], fronted: readonly FrontedApp[], text: string): Service {
  const [owner] = apps;
  const sends = apps.filter(({ locations }) => locations.some((location) => location.root !== undefined));
  const mounts = sends.flatMap(({ mounts: own, input }): Mount[] => {
    const folder = fronted.find((each) => each.name === input.app.name)?.folder ?? "/app";
    return own.flatMap((mount) => (mount.kind === "volume" ? [{ ...mount, target: mount.target.replace(/^\/app/, folder) }] : []));
  });
  return {
    name: ingressName,
    role: "proxy",
    essential: true,
    image: sends.length > 0 && owner?.input.inputs.image === undefined ? withFiles(project, sends, fronted) : { kind: "reference", reference: stubImage },
    variables: {},
    attachments: [],
    networkOf: { value: owner?.input.owner ?? "app", because: "nginx and the app share a container on the platform" },
    mounts: [{ kind: "text", text: mainConfig, target: stubLayout.main, mode: 0o644 }, { kind: "text", text, target: configPath, mode: 0o644 }, ...mounts],
    needs: [],
    ports: [],
    paths: [],
    start: [],
    settings: {},
  };
}

/** nginx's image with the files of the apps as their builds left them. */
function withFiles(project: UpsunProject, apps: readonly PlannedApp[], fronted: readonly FrontedApp[]): ImageSource {
  const copies = apps.map(({ input: { app } }): RecipeLine => ({ text: `COPY --from=${stageName(app)} /app ${fronted.find((each) => each.name === app.name)?.folder ?? "/app"}` }));
  return inlineBuild(project, [...apps.flatMap((app) => app.stage), { text: `FROM ${stubImage}` }, ...copies], undefined);
}

/** A route of the written configuration with the lines that it follows from. */
function placed(route: Route, marks: readonly Mark[], apps: readonly PlannedApp[]): Route {
  const mark = marks.find((each) => each.server === route.server && each.location === route.location);
  const app = apps.find((each) => each.input.app.name === mark?.app);
  if (!mark || !app) return route;
  const at = dialledAt(app);
  return { ...route, ...(at.at ? { at: at.at } : {}), ...(mark.at ? { locationAt: mark.at } : {}), targets: route.targets.map((target) => placedTarget(target, app, at)) };
}

function placedTarget(target: Target, { input, listen }: PlannedApp, { at, because }: { readonly at?: Location; readonly because: string }): Target {
  const otherFamily = familyEdit(input.app, listen.kind === "port" ? "unix" : "tcp");
  return { ...target, service: input.app.name, ...(at ? { at } : {}), ...(listen.kind === "port" ? { portBecause: because } : {}), ...(otherFamily ? { otherFamily } : {}) };
}

/** The app's file with the other kind of address: the key with another value, else a new key where it belongs; undefined where the file is written otherwise. */
function familyEdit({ map }: UpsunApp, family: "tcp" | "unix"): Edit | undefined {
  const web = map.child("web");
  const upstream = web.child("upstream");
  const { at } = upstream.child("socket_family");
  if (at?.text !== undefined) return { path: at.path, startLine: at.line, endLine: at.line, replacement: at.text.replace(/\b(?:tcp|unix)\b(?!.*\b(?:tcp|unix)\b)/, family) };
  const isThere = upstream.keys.length > 0;
  const first = (isThere ? upstream : web).entries[0]?.[1].keyAt;
  const indent = /^\s+(?=["'\w])/.exec(first?.text ?? "")?.[0];
  if (!first || indent === undefined || (first.column ?? 0) !== indent.length + 1) return undefined;
  const lines = isThere ? [`${indent}socket_family: ${family}`] : [`${indent}upstream:`, `${indent}  socket_family: ${family}`];
  return { path: first.path, startLine: first.line, endLine: first.line - 1, replacement: lines.join("\n") };
}

/** The line that decides what nginx dials: the key of the socket family, else where it could stand. */
function dialledAt({ input, listen }: PlannedApp): { readonly at?: Location; readonly because: string } {
  const family = input.app.map.child("web", "upstream", "socket_family");
  const at = family.at ?? input.app.map.child("web", "upstream").keyAt ?? input.app.map.child("web").keyAt ?? input.app.at;
  const name = listen.kind === "port" ? "PORT" : "SOCKET";
  return { ...(at ? { at } : {}), because: `the platform hands it to the app in ${name}` };
}
