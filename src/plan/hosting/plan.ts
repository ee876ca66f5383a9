import { failure } from "../../model/failure.ts";
import type { Inputs } from "../../model/inputs.ts";
import { folderOf, sourced, type RepoPath, type Sourced } from "../../model/location.ts";
import type { ImageSource, Mount, Note, Plan, Service } from "../../model/plan.ts";
import { parseDotenv } from "../../text/dotenv.ts";
import { shellWords } from "../../text/shell.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { findDockerfiles } from "../dockerfile/find.ts";
import { appService } from "../dockerfile/plan.ts";
import { readRecipe, type ImageRecipe } from "../image-recipe.ts";
import { deriveProbes } from "../probes.ts";
import { startChain } from "../start-chain.ts";
import { startTimeout } from "../timeouts.ts";
import { hostingRules, type Deployment } from "./deployment.ts";
import { findDeployment } from "./find.ts";
import { generatedImage } from "./generated.ts";
import { plainProxy } from "./plain-proxy.ts";
import { commandPort, exposedPort, usedPort, type UsedPort } from "./used-port.ts";

const network = "default";

/** The app as a platform's file has it, before its port is chosen. */
interface App {
  readonly service: Service;
  readonly recipe: ImageRecipe | undefined;
  readonly notes: readonly Note[];
}

/**
 * Plans a project without a proxy of its own: its app alone, behind a plain reverse proxy of ours to the port that the file of its
 * platform or its Dockerfile names. With `needsFile` only where such a file is there: undefined otherwise. Throws a Failure when nothing
 * can be built, or no port is named.
 */
export function planHosted(inputs: Inputs, workspace: Workspace, needsFile: boolean): Plan | undefined {
  const { deployment: found, others } = findDeployment(workspace);
  if (needsFile && !found) return undefined;
  const deployment = found ?? dockerfileAlone(inputs, workspace);
  if (!deployment) return undefined;
  const app = makeApp(inputs, workspace, deployment);
  const used = dialledPort(workspace, deployment, app);
  const { variable, label } = deployment.rules;
  const handed = variable === undefined ? {} : { [variable]: handedPort(deployment, used, variable) };
  const service: Service = { ...app.service, variables: { ...app.service.variables, ...handed } };
  const ingress = plainProxy(workspace, service.name, used.port, used.because);
  const services = [service, ingress.service];
  const { probes, notes } = deriveProbes(ingress.planned, { workspace, mappings: services.map((each) => each.paths) });
  const otherNotes = others.length > 0 ? [{ text: `${deployment.file} is taken for the deployment; not read: ${others.join(", ")}`, at: deployment.at }] : [];
  return {
    platform: "dockerfile",
    topology: { value: "container", because: `${label === hostingRules.dockerfile.label ? "nothing of the project" : label} stands in front of the app's container` },
    services,
    networks: [{ name: network, internal: false }],
    volumes: service.mounts.flatMap((mount) => (mount.kind === "volume" ? [mount.volume] : [])),
    proxy: ingress.planned.proxy,
    probes,
    supplied: [ingress.supplied],
    notes: [assumption(deployment, service, used), ...otherNotes, ...app.notes, ...notes],
    startTimeout: startTimeout(inputs, services),
    forwards: [],
    overlay: workspace.edits,
    ...(found ? { platformFiles: [found.file] } : {}),
  };
}

/** The Dockerfile that is nearest to the root, with no platform; undefined when there is none. */
function dockerfileAlone(inputs: Inputs, workspace: Workspace): Deployment | undefined {
  const [path] = findDockerfiles(workspace);
  if (path === undefined) return undefined;
  const at = workspace.locate(path, 1);
  const image = inputs.image === undefined ? {} : { image: { value: inputs.image, because: "given by --image" } };
  return { rules: hostingRules.dockerfile, file: path, at, variables: {}, dockerfile: sourced(path, undefined), context: folderOf(path), ...image };
}

function assumption({ rules, file }: Deployment, service: Service, { port, because }: UsedPort): Note {
  const how = rules.label === hostingRules.dockerfile.label ? "" : `, as ${rules.label} does by ${file}`;
  return { text: `assumed: requests come to port ${port.value} of ${service.name}${how}: ${because}`, ...(port.at ? { at: port.at } : {}) };
}

function handedPort({ rules, at }: Deployment, { port }: UsedPort, variable: string): Sourced<string> {
  return { value: String(port.value), at: port.at ?? at, because: `${rules.label} hands out the port by ${variable}` };
}

/** The port of the platform's file; where the platform takes any, the one that the project fixes; else the platform's own. */
function dialledPort(workspace: Workspace, { rules, port, file }: Deployment, { service, recipe }: App): UsedPort {
  if (port) return { port, because: `${rules.label} dials the port of this line` };
  const fixed = rules.takesOtherPorts === true ? (commandPort(service) ?? exposedPort(recipe)) : undefined;
  if (fixed) return fixed;
  if (rules.usualPort !== undefined) return { port: { value: rules.usualPort, because: rules.because }, because: rules.because };
  const used = usedPort(workspace, recipe, service);
  if (used) return used;
  throw failure("project-not-found", `No line of ${file} or of what it starts names the port on which requests come, and there is no nginx configuration.`, {
    at: workspace.locate(file, 1),
    remedy: "Add EXPOSE with the port to the Dockerfile, or name an nginx configuration with --nginx-config PATH.",
  });
}

function makeApp(inputs: Inputs, workspace: Workspace, deployment: Deployment): App {
  const { image, usualCommand, notes } = imageOf(inputs, workspace, deployment);
  const base = appService(inputs, workspace, "app", image, ["app"]);
  const recipe = image.kind === "build" ? readRecipe(workspace, image) : undefined;
  const written = deployment.command ?? (usualCommand === undefined ? undefined : { value: usualCommand, at: deployment.at });
  const command = written && { ...written, value: words(written.value, usualCommand !== undefined || deployment.rules.variable !== undefined) };
  const start = startChain({ workspace, recipe, paths: recipe?.paths ?? [], workingDir: recipe?.settings.workingDir ?? "/", entrypoint: undefined, command });
  const example = exampleVariables(inputs, workspace);
  const mounts = (deployment.volumes ?? []).map((target, index): Mount => ({
    kind: "volume",
    volume: `disk-${index}`,
    target: target.value,
    readOnly: false,
    ...(target.at ? { at: target.at } : {}),
  }));
  const service = { ...base, at: deployment.at, variables: { ...example.variables, ...deployment.variables, ...base.variables }, mounts, start, ...(command ? { command } : {}) };
  return { service, recipe, notes: [...notes, ...example.notes] };
}

/** The words of a command; a shell is asked where the platform asks one or only a shell understands it. */
function words(text: string, isShell: boolean): readonly string[] {
  return isShell || /[;&|<>$`*]/.test(text) ? ["sh", "-c", text] : shellWords(text).map((word) => word.text);
}

interface ChosenImage {
  readonly image: ImageSource;
  readonly usualCommand?: string;
  readonly notes: readonly Note[];
}

/** The image that the file names, its Dockerfile or the one of the folder, else one made by the manifest of its language. */
function imageOf(inputs: Inputs, workspace: Workspace, deployment: Deployment): ChosenImage {
  const given = inputs.image === undefined ? deployment.image : { value: inputs.image };
  if (given) return { image: { kind: "reference", reference: given.value, ...(given.at ? { at: given.at } : {}) }, notes: [] };
  const context = deployment.context ?? ("" as RepoPath);
  const usual = (context === "" ? "Dockerfile" : `${context}/Dockerfile`) as RepoPath;
  const path = deployment.dockerfile?.value ?? usual;
  const isThere: boolean = workspace.isFile(path);
  if (isThere) {
    const target = deployment.target === undefined ? {} : { target: deployment.target };
    return { image: { kind: "build", context, dockerfile: path, args: deployment.args ?? {}, ...target, ...(deployment.dockerfile?.at ? { at: deployment.dockerfile.at } : {}) }, notes: [] };
  }
  const generated = deployment.dockerfile ? undefined : generatedImage(workspace, context, deployment.buildCommand);
  if (generated) {
    const note: Note = { text: `built from ${generated.what}, in place of what ${deployment.rules.label} makes of it`, at: deployment.at };
    return { image: generated.image, notes: [note], ...(deployment.command || generated.usualCommand === undefined ? {} : { usualCommand: generated.usualCommand }) };
  }
  throw failure("project-not-found", `${deployment.file} names no image, there is no ${path}, and no manifest tells how to build the project.`, {
    at: deployment.dockerfile?.at ?? deployment.at,
    remedy: "Give the app's image with --image REF.",
  });
}

/** Values that the project commits as an example, where no file is given: what a platform holds itself is not in the repository. */
function exampleVariables(inputs: Inputs, workspace: Workspace): { variables: Record<string, Sourced<string>>; notes: Note[] } {
  const path = inputs.envFile === undefined ? ([".env.example", ".env.sample"] as RepoPath[]).find((each) => workspace.isFile(each)) : undefined;
  const text = path === undefined ? undefined : workspace.read(path);
  if (path === undefined || text === undefined) return { variables: {}, notes: [] };
  const { PORT: _port, ...variables } = parseDotenv(path, text).variables;
  return { variables, notes: [{ text: `the variables of ${path} are set, since those of the deployment are not in the repository` }] };
}
