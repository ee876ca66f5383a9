import type { Inputs } from "../../../model/inputs.ts";
import { joinPath, sourced, type Location, type Sourced } from "../../../model/location.ts";
import type { Mount, Need, PathMapping, Service, StartStep } from "../../../model/plan.ts";
import type { Workspace } from "../../../workspace/workspace.ts";
import { platformFacts } from "../facts.ts";
import { startChain } from "../../start-chain.ts";
import type { Cursor } from "./cursor.ts";
import { appStage, inlineBuild, type RecipeLine } from "./image.ts";
import { documentRoot, webLocations, type WebLocation } from "./locations.ts";
import { relationshipsOf, type UpsunApp, type UpsunProject } from "./project.ts";
import { runtimesOf } from "./runtimes.ts";
import { endpointOf, hostOf, readinessOf, type Endpoint } from "./services.ts";
import { runVariables, type Listen } from "./variables.ts";

export interface AppInput {
  readonly inputs: Inputs;
  readonly workspace: Workspace;
  readonly project: UpsunProject;
  readonly app: UpsunApp;
  /** Its place among the apps, from 0. */
  readonly index: number;
  readonly network: string;
  readonly isAlone: boolean;
  /** The app whose network namespace all share. */
  readonly owner: string;
}

/** An app with all that the plan needs of it. */
export interface PlannedApp {
  readonly input: AppInput;
  /** The app, and the task that runs its deploy hook. */
  readonly services: readonly Service[];
  readonly stage: readonly RecipeLine[];
  readonly listen: Listen;
  readonly protocol: "http" | "fastcgi";
  readonly locations: readonly WebLocation[];
  /** Folders of /app that are mounted. */
  readonly mounts: readonly Mount[];
}

/** What an app becomes: a container with a read-only file system, its mounts writable, started by its command. */
export function planApp(input: AppInput): PlannedApp {
  const { workspace, project, app } = input;
  const runtimes = runtimesOf(app);
  const primary = runtimes[0]?.runtime;
  const written = app.map.child("web", "upstream", "protocol").text;
  const protocol = written === "fastcgi" || written === "http" ? written : (primary?.protocol ?? "http");
  const listen = listenOf(input, familyOf(app));
  const locations = webLocations(app);
  const mounts = mountsOf(app);
  const fpmListen = runtimes[0]?.name === "php" ? { fpmListen: listen.kind === "socket" ? listen.path : `127.0.0.1:${listen.port}` } : {};
  const stage = appStage({ workspace, project, app, runtimes, mounts: mounts.map((mount) => mount.target.slice("/app/".length)), ...fpmListen });
  const service = appService(input, { stage, listen, mounts, locations, usualStart: primary?.start });
  const hook = hookTask(input, service);
  return {
    input,
    services: hook ? [hook, { ...service, needs: [...service.needs, { service: hook.name, condition: "completed", required: false }] }] : [service],
    stage,
    listen,
    protocol,
    locations,
    mounts,
  };
}

/** Workers: the app's image with a command of their own, which nobody sends requests to. */
export function planWorkers({ input, services }: PlannedApp): Service[] {
  const app = services.at(-1);
  if (!app) return [];
  return input.app.map.child("workers").entries.flatMap(([name, worker]): Service[] => {
    const start = worker.child("commands", "start");
    if (start.text === undefined) return [];
    const { at: _place, ...rest } = app;
    const at = worker.keyAt;
    const { PORT: _port, SOCKET: _socket, ...variables } = app.variables;
    const command = commandOf(start);
    return [
      {
        ...rest,
        ...(at ? { at } : {}),
        name: `${app.name}-${name}`,
        role: "other",
        essential: false,
        variables,
        command,
        networkOf: sourced(input.owner, at),
        attachments: [],
        start: startOf(input, start, command),
        needs: app.needs,
      },
    ];
  });
}

/** What the app is asked to listen on: a port, or a Unix socket. */
function familyOf(app: UpsunApp): string {
  return app.map.child("web", "upstream", "socket_family").text ?? runtimesOf(app)[0]?.runtime.socketFamily ?? "tcp";
}

function listenOf({ isAlone, index, app }: AppInput, family: string): Listen {
  // Apps stand in one network here, so each is given a port, or the name of a socket, of its own.
  if (family === "unix") return { kind: "socket", path: isAlone || index === 0 ? "/run/app.sock" : `/run/${app.name.replace(/[^\w-]/g, "_")}.sock` };
  return { kind: "port", port: platformFacts.upsun.port.usual + index };
}

/** Writable folders of an app. */
function mountsOf({ name, map }: UpsunApp): Mount[] {
  return map.child("mounts").entries.flatMap(([key, mount]): Mount[] => {
    const path = key.replace(/^\/+|\/+$/g, "");
    const at = mount.keyAt;
    const inside = joinPath("" as Parameters<typeof joinPath>[0], path);
    return inside === undefined || inside === "" || !/^[\w./@%+~ -]+$/.test(inside)
      ? []
      : [{ kind: "volume", volume: `mount-${name}-${inside.replace(/[^\w-]/g, "-")}`, target: `/app/${inside}`, readOnly: false, ...(at ? { at } : {}) }];
  });
}

/** Folders beside /app into which an app of the platform may write. */
const writableFolders = ["/tmp", "/var/tmp", "/var/log"];

interface AppParts {
  readonly stage: readonly RecipeLine[];
  readonly listen: Listen;
  readonly mounts: readonly Mount[];
  readonly locations: readonly WebLocation[];
  readonly usualStart: readonly string[] | undefined;
}

function appService(input: AppInput, { stage, listen, mounts, locations, usualStart }: AppParts): Service {
  const { inputs, project, app, owner, network } = input;
  const start = app.map.child("web", "commands", "start");
  const isServed = start.text !== undefined || usualStart !== undefined;
  const command: Sourced<readonly string[]> = start.text === undefined ? { value: usualStart ?? ["sleep", "infinity"], because: "the platform starts it so" } : commandOf(start);
  const endpoints = endpointsOf(project, app);
  const readOnlyAt = app.map.child("mounts").keyAt ?? app.map.entries[0]?.[1].keyAt ?? app.at;
  const ownHosts = input.project.apps.flatMap((each) => relationshipsOf(each.map).filter(({ service }) => project.apps.some((other) => other.name === service))).map(({ name }) => hostOf(name));
  const isOwner = app.name === owner;
  return {
    name: app.name,
    ...(app.at ? { at: app.at } : {}),
    role: isServed ? "app" : "other",
    essential: true,
    image: inputs.image === undefined ? inlineBuild(project, stage, app.map.child("type").at ?? app.at) : { kind: "reference", reference: inputs.image },
    ...entrypointOf(input),
    command,
    variables: runVariables(project, app, listen, endpoints, documentRoot(locations)),
    workingDir: "/app",
    attachments: isOwner ? [{ network, aliases: [...new Set(ownHosts)] }] : [],
    ...(isOwner ? {} : { networkOf: { value: owner, because: "each app has its nginx beside it, and one nginx stands for all of them" } }),
    mounts: [...mounts, ...writableFolders.map((target): Mount => ({ kind: "volume", volume: `${app.name}${target.replaceAll("/", "-")}`, target, readOnly: false })), ...runFolder(input)],
    needs: needsOf(project, endpoints),
    ...(inputs.memory === undefined ? {} : { memory: { value: inputs.memory, because: "given by --memory" } }),
    ports: [],
    paths: pathsOf(app),
    start: startOf(input, start, command),
    settings: { readOnly: true, ...(readOnlyAt ? { readOnlyAt } : {}) },
  };
}

/** Services are there before an app starts; another app is not. */
function needsOf(project: UpsunProject, endpoints: readonly Endpoint[]): Need[] {
  const services = endpoints.flatMap((endpoint) => project.services.find((each) => each.name === endpoint.service) ?? []);
  return [...new Set(services)].map((service) => ({ service: service.name, condition: readinessOf(service), required: false }));
}

/** The folder of sockets is shared with nginx where the app has one there. */
function runFolder({ project, app: { name } }: AppInput): Mount[] {
  return project.apps.some((app) => familyOf(app) === "unix") ? [] : [{ kind: "volume", volume: `${name}-run`, target: "/run", readOnly: false }];
}

function pathsOf({ root }: UpsunApp): PathMapping[] {
  return [{ container: "/app", repo: root, kind: "folder", via: "copy" }];
}

function commandOf(start: Cursor): Sourced<readonly string[]> {
  const lines = start.lines.filter((line) => line.text.trim() !== "");
  return sourced(["/bin/sh", "-c", (start.text ?? "").trimEnd()], lines.length === 1 ? lines[0]?.at : start.at);
}

/** A file that the platform's shell reads before every command of the app. */
function entrypointOf({ workspace, app }: AppInput): Pick<Service, "entrypoint"> {
  const path = joinPath(app.root, ".environment");
  if (path === undefined || !workspace.isFile(path)) return {};
  return { entrypoint: { value: ["/bin/sh", "-c", '. /app/.environment; exec "$@"', "sh"], because: "the platform reads .environment first" } };
}

/** The command with what it leads to; each line of a longer one with its own place. */
function startOf({ workspace, app }: AppInput, start: Cursor, command: Sourced<readonly string[]>): StartStep[] {
  const chain = startChain({ workspace, recipe: undefined, paths: pathsOf(app), workingDir: "/app", entrypoint: undefined, command });
  const lines = start.lines.length > 1 ? start.lines.filter((line) => line.text.trim() !== "") : [];
  const [first, ...rest] = chain;
  const own: Location | undefined = command.at;
  return first === undefined ? chain : [{ ...first, ...(own && start.text !== undefined ? { text: start.text.trimEnd() } : {}) }, ...lines, ...rest];
}

function endpointsOf(project: UpsunProject, app: UpsunApp): Endpoint[] {
  return relationshipsOf(app.map).flatMap((relation) => {
    const service = project.services.find((each) => each.name === relation.service);
    const other = project.apps.find((each) => each.name === relation.service);
    if (service) return endpointOf(relation, service) ?? [];
    if (!other) return [];
    return [
      {
        relationship: relation.name,
        service: other.name,
        type: other.map.child("type").text ?? "",
        rel: "http",
        host: hostOf(relation.name),
        port: 80,
        scheme: "http",
        username: null,
        password: null,
        path: null,
      },
    ];
  });
}

/** The deploy hook runs once before requests come, with the app's mounts and services; that it fails stops nothing. */
function hookTask(input: AppInput, app: Service): Service | undefined {
  const hook = input.app.map.child("hooks", "deploy");
  if (hook.text === undefined || hook.text.trim() === "") return undefined;
  const { healthcheck: _check, networkOf: _network, ...rest } = app;
  const { PORT: _port, SOCKET: _socket, ...variables } = app.variables;
  const command = commandOf(hook);
  return {
    ...rest,
    name: `${app.name}-deploy`,
    ...(hook.keyAt ? { at: hook.keyAt } : {}),
    role: "task",
    essential: false,
    command,
    variables,
    attachments: [{ network: input.network, aliases: [] }],
    start: startOf(input, hook, command),
  };
}
