import type { Location } from "../model/location.ts";
import type { ConfigError, DeployedFile, ProxyPlan, Route } from "../model/proxy.ts";
import { loadConfig, type Config } from "../nginx/config.ts";
import { guardedServers } from "../nginx/guards.ts";
import { readLimits } from "../nginx/limits.ts";
import { named } from "../nginx/parser.ts";
import type { PlaceOf } from "../nginx/place.ts";
import { readServers, type LocationBlock, type ServerBlock, type ServerModel } from "../nginx/servers.ts";
import { sourceColumn } from "../nginx/template.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { viaText, type ContainerView } from "./container-view.ts";

/** The proxy as planned, and the parts of its configuration that only planning needs. */
export interface PlannedProxy {
  readonly proxy: ProxyPlan;
  readonly blocks: readonly ServerBlock[];
  /** For each route the location it stands in. */
  readonly routeLocations: readonly (LocationBlock | undefined)[];
  readonly config: Config;
}

/** Reads what the proxy of a service would do out of its container view. */
export function planProxy(workspace: Workspace, service: string, kind: ProxyPlan["kind"], main: string, view: ContainerView): PlannedProxy {
  const config = loadConfig(main, view, true);
  const placeOf = placesIn(workspace, view);
  const model = readServers(config, placeOf);
  const limits = readLimits(config, placeOf);
  const proxy: ProxyPlan = {
    service,
    kind,
    main,
    files: deployedFiles(config, view),
    servers: guardedServers(config, model.blocks, { placeOf, fileAt: (path) => deployedAt(workspace, view, path) }),
    routes: model.routes,
    ...(limits.length > 0 ? { limits } : {}),
    errors: configErrors(workspace, config, view),
  };
  return { proxy, blocks: model.blocks, routeLocations: model.routeLocations, config };
}

/** How many routes lead somewhere: what tells the proxy of a project from other nginx services. */
export function dialledRoutes(model: Pick<ServerModel, "routes">): readonly Route[] {
  return model.routes.filter((route) => route.targets.length > 0 || route.hasVariables);
}

/** Translates places in container files to places in the repository, through templates. */
export function placesIn(workspace: Workspace, view: ContainerView): PlaceOf {
  return (file, line, column, length) => {
    const origin = view.origin(file);
    if (!origin) return {};
    const mapped = origin.rendered ? sourceColumn(origin.rendered.substitutions, line, column, length) : { column };
    const at: Location = workspace.locate(origin.repo, line, { column: mapped.column });
    if (mapped.touched) return { at, from: mapped.touched.from };
    // Where a text stands in another file, what Compose puts in for a variable moves the rest of the line.
    if (origin.by.text !== undefined && at.text?.includes("$") === true) return { at };
    return { at, span: { line, column: mapped.column, length } };
  };
}

function deployedFiles(config: Config, view: ContainerView): DeployedFile[] {
  return config.files.flatMap((path) => {
    const origin = view.origin(path);
    if (!origin) return [];
    const deployed = { repo: origin.repo, ...viaText(origin.by), ...(origin.by.text === undefined ? {} : { isPart: true as const }) };
    if (origin.template === undefined) return [{ container: path, ...deployed }];
    const empties = view.steps.some((step) => step.to === path && !step.onlyDefined && step.names === undefined);
    return [{ container: origin.template, renderedAs: path, ...deployed, ...(empties ? { emptiesUnknown: true as const } : {}) }];
  });
}

/** The line that brings a file of the project to a path of the container, else the file itself. */
function deployedAt(workspace: Workspace, view: ContainerView, path: string): Location | undefined {
  const origin = view.origin(path);
  return origin && (origin.by.kind === "file" && origin.by.at ? origin.by.at : workspace.locate(origin.repo, 1));
}

function configErrors(workspace: Workspace, config: Config, view: ContainerView): ConfigError[] {
  const place = (file: string, line: number): { at?: Location; file: string } => {
    const origin = view.origin(file);
    return origin && line > 0 ? { at: workspace.locate(origin.repo, line), file } : { file };
  };
  const syntax = config.problem ? [{ message: config.problem.message, ...place(config.problem.file, config.problem.line) }] : [];
  const absent = config.absent.map(({ path, by }) => ({ message: `open() "${path}" failed (2: No such file or directory)`, ...place(by.file, by.endLine) }));
  return [...syntax, ...absent];
}

/** Whether a configuration uses limits: only then are their variables sure to exist in its nginx. */
export function usesLimits(config: Config): boolean {
  return named(config.directives, "http").some((http) => JSON.stringify(http.block).includes("limit_"));
}
