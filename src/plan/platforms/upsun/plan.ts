import { failure } from "../../../model/failure.ts";
import type { Inputs } from "../../../model/inputs.ts";
import type { Location, RepoPath } from "../../../model/location.ts";
import type { Note, Plan, Probe, Service, Supplied } from "../../../model/plan.ts";
import type { Workspace } from "../../../workspace/workspace.ts";
import { composeNames } from "../../compose/files.ts";
import { platformFacts } from "../facts.ts";
import { platformPlan, refusedPlan } from "../plan.ts";
import { planApp, planWorkers } from "./app.ts";
import { upsunIngress } from "./front.ts";
import { relationshipsOf, type UpsunApp, type UpsunProject } from "./project.ts";
import { readUpsun } from "./read.ts";
import { defaultDomain, hostOfRoute } from "./routes.ts";
import { runtimesOf } from "./runtimes.ts";
import { endpointOf, hostOf, planService } from "./services.ts";

const network = "default";

/** Plans a project by its files for Upsun or Platform.sh. Throws a Failure when there are none, or no image stands for an app's type. */
export function planUpsun(inputs: Inputs, workspace: Workspace): Plan {
  const project = readUpsun(workspace);
  if (!project) throw failure("project-not-found", "There is no .upsun/config.yaml and no .platform.app.yaml.", { remedy: "Add one of them, or choose another --platform." });
  const facts = { ...platformFacts.upsun, label: project.dialect === "upsun" ? "Upsun" : "Platform.sh" };
  const shared = { inputs, workspace, facts, files: [] as RepoPath[], problems: project.problems, notes: [...notesOf(project), ...composeNotes(workspace, facts.label)] };
  if (project.problems.some((problem) => problem.isFatal === true)) return refusedPlan(shared);
  const apps = appsOf(project);
  const planned = apps.map((app, index) => planApp({ inputs, workspace, project, app, index, network, isAlone: apps.length === 1, owner: apps[0]?.name ?? "app" }));
  const services = [...planned.flatMap(({ services: own }) => own), ...planned.flatMap((each) => planWorkers(each)), ...dependencies(project, apps)];
  const ingress = upsunIngress(workspace, project, planned);
  const plan = platformPlan({ ...shared, services, ingress, supplied: suppliedOf(project, services) });
  const probes = plan.probes.length > 0 ? plan.probes : siteProbes(project);
  return { ...plan, probes: probes.map((probe) => (probe.host.endsWith(defaultDomain) ? { ...probe, isHostInvented: true as const } : probe)) };
}

/** Where no app is passed anything, the files themselves are asked for. */
function siteProbes({ routes }: UpsunProject): Probe[] {
  const [route] = routes.filter((each) => each.kind === "upstream");
  if (!route) return [];
  const host = hostOfRoute(route);
  return [{ name: `http://${host}${route.path}`, method: "GET", scheme: "http", host, port: 80 as Probe["port"], path: route.path, ...(route.at ? { at: route.at } : {}) }];
}

function appsOf(project: UpsunProject): readonly UpsunApp[] {
  const [first] = project.apps;
  if (!first) throw failure("project-not-found", `${project.path} declares no app.`, { remedy: "Declare one under applications." });
  for (const app of project.apps) {
    if (runtimesOf(app).length > 0) continue;
    const at = app.map.child("type").at ?? app.at;
    const type = app.map.child("type").text ?? "without a type";
    throw failure("refused", `The app ${app.name} is of the type ${type}, for which the gate has no image.`, {
      ...(at ? { at } : {}),
      remedy: "Use --platform compose or dockerfile where the project has such files.",
    });
  }
  return project.apps;
}

/** The services that apps have relationships with, each under the names of those. */
function dependencies(project: UpsunProject, apps: readonly UpsunApp[]): Service[] {
  const relations = apps.flatMap((app) => relationshipsOf(app.map));
  return project.services.flatMap((service) => {
    const hosts = [...new Set(relations.filter((each) => each.service === service.name).map((each) => hostOf(each.name)))];
    return hosts.length === 0 ? [] : (planService(service, hosts, network) ?? []);
  });
}

function suppliedOf(project: UpsunProject, services: readonly Service[]): Supplied[] {
  return services
    .filter((service) => service.role === "dependency" && service.image.kind === "reference")
    .map((service) => {
      const type = project.services.find((each) => each.name === service.name)?.type ?? service.name;
      const image = service.image.kind === "reference" ? service.image.reference : "";
      return { what: `${service.name} (${image})`, why: `the platform runs ${type} for the app`, ...(service.at ? { at: service.at } : {}) };
    });
}

function notesOf(project: UpsunProject): Note[] {
  const unknown = project.services.filter((service) => !endpointOf({ name: service.name, service: service.name }, service));
  const proxied = project.routes.filter((route) => route.kind === "proxy");
  return [
    ...unknown.map((service) => note(`the service ${service.name} of type ${service.type} is not started: no image stands for it`, service.at)),
    ...proxied.map((route) => note(`the route ${route.key} is not asked: it leads outside the project`, route.at)),
    ...project.apps.flatMap((app) => appNotes(app)),
  ];
}

/** A Compose file beside the platform's own is not what is deployed there. */
function composeNotes(workspace: Workspace, label: string): Note[] {
  const found = composeNames.filter((name) => workspace.isFile(name as RepoPath));
  return found.map((name) => note(`${name} is not read: ${label} takes no Compose file; check it with --platform compose`, undefined));
}

function appNotes({ map, name }: UpsunApp): Note[] {
  const commands = map.child("web", "commands");
  const packages = map.child("stack", "packages");
  return [
    ...["pre_start", "post_start"].flatMap((key) => (commands.child(key).text === undefined ? [] : [note(`${key} of ${name} is not run`, commands.child(key).at)])),
    ...(packages.value === undefined ? [] : [note(`the packages of the stack of ${name} are not installed`, packages.keyAt)]),
    ...(map.child("crons").keys.length > 0 ? [note(`the crons of ${name} are not run`, map.child("crons").keyAt)] : []),
  ];
}

function note(text: string, at: Location | undefined): Note {
  return { text, isStanding: true, ...(at ? { at } : {}) };
}
