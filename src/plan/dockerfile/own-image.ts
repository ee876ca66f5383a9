import { isAddressLiteral, isLoopback } from "../../model/address.ts";
import type { Inputs } from "../../model/inputs.ts";
import { folderOf, sourced, type RepoPath } from "../../model/location.ts";
import type { ImageBuild, Note, Plan, Service } from "../../model/plan.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { buildNotes, isBesideApp, programBeside } from "../beside.ts";
import { mainFromCommand, viewContainer } from "../container-view.ts";
import { readRecipe, recipeInstructions, type ImageRecipe } from "../image-recipe.ts";
import { layoutOfRecipe } from "../nginx-layout.ts";
import { deriveProbes } from "../probes.ts";
import { dialledRoutes, planProxy, type PlannedProxy } from "../proxy.ts";
import { withSocketOwners } from "../socket-owners.ts";
import { startTimeout } from "../timeouts.ts";
import { findDockerfiles } from "./find.ts";
import { appService, buildApps } from "./plan.ts";

interface OwnImage {
  readonly path: RepoPath;
  readonly service: Service;
  readonly recipe: ImageRecipe;
  readonly planned: PlannedProxy;
}

const network = "default";

/**
 * Plans a project without Compose one of whose Dockerfiles makes an nginx with a configuration that passes requests on: beside the app
 * in one image, or in an image of its own. Undefined when there is none, or when the user chose a configuration or topology.
 */
export function planOwnImage(inputs: Inputs, workspace: Workspace): Plan | undefined {
  if (inputs.image !== undefined || inputs.nginxConfigs.length > 0 || inputs.topology !== "auto") return undefined;
  const dockerfiles = findDockerfiles(workspace);
  const found = dockerfiles.flatMap((path) => ownImage(inputs, workspace, path) ?? []);
  const [own] = found.toSorted((a, b) => dialledRoutes(b.planned.proxy).length - dialledRoutes(a.planned.proxy).length);
  if (!own) return undefined;
  const { proxy } = own.planned;
  const others = dockerfiles.filter((path) => path !== own.path);
  const hosts = [...new Set(proxy.routes.flatMap((route) => route.targets.map((target) => target.host)))].filter(
    (host) => host !== "" && !isLoopback(host) && !isAddressLiteral(host) && !host.includes("."),
  );
  const isAlone = hosts.length === 0 || others.length === 0;
  const { apps, notes } = isAlone ? { apps: [], notes: ignored(workspace, own.path, others) } : buildApps(inputs, workspace, others, hosts);
  const services = [...apps, own.service];
  const owned = withSocketOwners(workspace, proxy, services);
  const { probes, notes: probeNotes } = deriveProbes(own.planned, { workspace, mappings: services.map((service) => service.paths) });
  return {
    platform: "dockerfile",
    topology:
      proxy.kind === "inside"
        ? { ...sourced("shared", own.service.at), because: `nginx runs inside the image of ${own.path}, beside ${programBeside(own.service.start) ?? "the app"}` }
        : { ...sourced("container", own.service.at), because: `nginx runs in the image of ${own.path}` },
    services,
    networks: [{ name: network, internal: false }],
    volumes: [],
    proxy: owned,
    probes,
    supplied: [],
    notes: [...notes, ...buildNotes(recipeInstructions(own.recipe), proxy.main), ...probeNotes],
    startTimeout: startTimeout(inputs, services),
    forwards: [],
    overlay: workspace.edits,
  };
}

function ownImage(inputs: Inputs, workspace: Workspace, path: RepoPath): OwnImage | undefined {
  const build = buildOf(workspace, path);
  const recipe = readRecipe(workspace, build);
  const layout = recipe && layoutOfRecipe(recipe);
  if (!recipe || !layout) return undefined;
  const service: Service = { ...appService(inputs, workspace, "web", build, ["web"]), role: "proxy" };
  const command = recipe.settings.command?.json;
  const view = viewContainer({ workspace, layout, recipe, paths: recipe.paths, variables: { ...recipe.settings.variables, ...service.variables }, entrypoint: undefined, command });
  const main = mainFromCommand(service.start.map((step) => step.text)) ?? layout.main;
  const planned = planProxy(workspace, service.name, isBesideApp(layout, service.start) ? "inside" : "service", main, view);
  return planned.proxy.files.length > 0 && dialledRoutes(planned.proxy).length > 0 ? { path, service, recipe, planned } : undefined;
}

/** The Dockerfile's folder as context, else the root where only that has the files it copies. */
function buildOf(workspace: Workspace, dockerfile: RepoPath): ImageBuild {
  const beside: ImageBuild = { kind: "build", context: folderOf(dockerfile), dockerfile, args: {} };
  const fromRoot: ImageBuild = { ...beside, context: "" as RepoPath };
  const count = (build: ImageBuild): number => readRecipe(workspace, build)?.paths.length ?? 0;
  return count(fromRoot) > count(beside) ? fromRoot : beside;
}

function ignored(workspace: Workspace, path: RepoPath, others: readonly RepoPath[]): Note[] {
  return others.length === 0 ? [] : [{ text: `${path} is taken for the project: it has nginx with it; not built: ${others.join(", ")}`, at: workspace.locate(path, 1) }];
}
