import { cpSync, lstatSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, sep } from "node:path";
import { runCommand, toolEnvironment, type Tool } from "../docker/cli.ts";
import type { Engine } from "../docker/engine.ts";
import { objectName, type RunIdentity } from "../docker/labels.ts";
import type { BuildRecord } from "../model/evidence.ts";
import { failure } from "../model/failure.ts";
import type { RepoPath } from "../model/location.ts";
import { settleAll } from "../model/result.ts";
import type { ImageBuild, Plan, Service } from "../model/plan.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { isDiskFull, isEngineTrouble, isRegistryTrouble, parseBuildFailure } from "./build-log.ts";

export interface BuildContext {
  readonly engine: Engine;
  readonly workspace: Workspace;
  readonly run: RunIdentity;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Found only when they are needed: neither is for a project of ready images. */
  readonly buildx: () => Tool;
  readonly client: () => Tool;
  /** What the builder prints, as it comes; hostile text. */
  readonly onLine: (service: string, line: string) => void;
}

export interface Built {
  /** The image to run for each service; a service whose build failed has none. */
  readonly images: ReadonlyMap<string, string>;
  readonly records: readonly BuildRecord[];
}

/** What can be a name of an image; anything else could be an option or a path of the engine's interface. */
const imageReference = /^[a-z0-9][\w.-]*(?::\d+)?(?:\/[\w.-]*\w)*(?::[\w.-]+)?(?:@\w+:[0-9a-f]+)?$/i;

/** Builds or fetches the images of a plan's services, each once. Throws a Failure for what is not the project's fault. */
export async function buildImages(plan: Plan, context: BuildContext): Promise<Built> {
  const images = new Map<string, string>();
  const records: BuildRecord[] = [];
  const groups = new Map<string, Service[]>();
  for (const service of plan.services) {
    const key = JSON.stringify(service.image.kind === "build" ? { ...service.image, at: undefined } : service.image.reference);
    groups.set(key, [...(groups.get(key) ?? []), service]);
  }
  await settleAll(
    [...groups.values()].map(async (services) => {
      const [first] = services;
      if (!first) return;
      const { image, record } = first.image.kind === "build" ? await buildOne(first, first.image, plan, context) : { image: await fetchOne(first, first.image.reference, context), record: undefined };
      for (const service of services) if (image !== undefined) images.set(service.name, image);
      if (record) records.push(record);
    }),
  );
  return { images, records };
}

async function fetchOne(service: Service, reference: string, context: BuildContext): Promise<string> {
  if (!imageReference.test(reference))
    throw failure("config-invalid", `The service ${service.name} names ${JSON.stringify(reference)}, which is no image.`, {
      ...(service.image.at ? { at: service.image.at } : {}),
      remedy: "Correct the name.",
    });
  if (await context.engine.image(reference)) return reference;
  context.onLine(service.name, `pulling ${reference}`);
  const { program, prefix } = context.client();
  const platform = service.settings.platform === undefined ? [] : ["--platform", service.settings.platform];
  const result = await runCommand(program, [...prefix, "pull", "--quiet", ...platform, "--", reference], { env: toolEnvironment(context.environment), signal: context.signal });
  if (result.code === 0) return reference;
  context.signal.throwIfAborted();
  throw pullFailure(service, reference, result.err.trim());
}

function pullFailure(service: Service, reference: string, words: string): Error {
  const at = service.image.at ?? service.at;
  if (isDiskFull(words)) return failure("disk-full", "The Docker engine has no disk space left.", { remedy: "Free space: docker system prune", detail: words });
  return failure("image-unavailable", `The image ${reference} of the service ${service.name} cannot be pulled.`, {
    ...(at ? { at } : {}),
    remedy: isRegistryTrouble(words) ? "Log in to its registry, or check the network; docker pull shows the same." : "Check its name and tag; docker pull shows the same.",
    detail: words,
  });
}

async function buildOne(service: Service, build: ImageBuild, plan: Plan, context: BuildContext): Promise<{ image?: string; record: BuildRecord }> {
  const started = performance.now();
  refuseStray(service, build, context.workspace);
  const tag = `${objectName(context.run, service.name)}:${plan.overlay.length > 0 ? "changed" : "latest"}`;
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "upstream-gate-build-")));
  try {
    const first = await runBuild(service, build, plan, context, tag, folder);
    const result = first.code !== 0 && lacksFrontend(first.err) ? await runBuild(service, build, plan, context, tag, folder, true) : first;
    context.signal.throwIfAborted();
    const durationMs = Math.round(performance.now() - started);
    if (result.code === 0) return { image: tag, record: { service: service.name, ok: true, durationMs, log: [] } };
    const failed = parseBuildFailure(result.err);
    if (failed.line === undefined && isEngineTrouble(failed.error))
      throw failure("engine-unreachable", `buildx does not reach the Docker engine: ${failed.error.slice(0, 300)}`, {
        remedy: "Check that this succeeds: docker buildx inspect",
        detail: failed.error,
      });
    if (isDiskFull(failed.error)) throw failure("disk-full", "The Docker engine has no disk space left.", { remedy: "Free space: docker system prune", detail: failed.error });
    if (isRegistryTrouble(failed.error)) throw baseFailure(service, build, failed.error, failed.line);
    return { record: { service: service.name, ok: false, durationMs, ...failed } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The builder follows the links of the path to a context and to a Dockerfile, wherever they lead. */
function refuseStray(service: Service, build: ImageBuild, workspace: Workspace): void {
  const ignored = ignoreFiles(build);
  const stray = [build.context, ...(build.inline === undefined ? [build.dockerfile] : []), ...ignored].find((path) => workspace.isStray(path));
  if (stray === undefined) return;
  throw failure("refused", `The service ${service.name} is built from ${stray}, which is neither a file nor a folder inside the project.`, {
    ...(build.at ? { at: build.at } : {}),
    remedy: "Put what it leads to into the project.",
  });
}

function ignoreFiles({ context, dockerfile }: ImageBuild): RepoPath[] {
  return [`${dockerfile}.dockerignore`, context === "" ? ".dockerignore" : `${context}/.dockerignore`] as RepoPath[];
}

function baseFailure(service: Service, build: ImageBuild, words: string, line: number | undefined): Error {
  return failure("image-unavailable", `The base image of the service ${service.name} cannot be pulled: ${words.slice(0, 300)}`, {
    at: build.places?.[(line ?? 1) - 1] ?? { path: build.dockerfile, line: line ?? 1 },
    remedy: "Log in to its registry, or check the network; docker build shows the same.",
  });
}

/** Whether the image that a `# syntax=` line names cannot be had; the engine has a frontend of its own. */
function lacksFrontend(words: string): boolean {
  return /failed to (?:resolve source metadata for|solve:) [^\n]*docker\/dockerfile/.test(words);
}

async function runBuild(service: Service, build: ImageBuild, plan: Plan, context: BuildContext, tag: string, folder: string, withoutSyntax = false): ReturnType<typeof runCommand> {
  const { program, prefix } = context.buildx();
  const changed = plan.overlay.some((edit) => build.context === "" || edit.path.startsWith(`${build.context}/`) || edit.path === build.dockerfile);
  const source = changed ? changedContext(build, context.workspace, folder) : context.workspace.absolute(build.context);
  const dockerfile = dockerfilePath(build, context.workspace, folder, changed || withoutSyntax, withoutSyntax);
  const options = [
    "--load",
    "--progress",
    "plain",
    "--tag",
    tag,
    "--file",
    dockerfile,
    ...Object.entries(context.run.labels).flatMap(([name, value]) => ["--label", `${name}=${value}`]),
    ...Object.entries(build.args).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
    ...(build.target === undefined ? [] : ["--target", build.target]),
    ...(service.settings.platform === undefined ? [] : ["--platform", service.settings.platform]),
  ];
  // Run by itself it does not heed DOCKER_TLS_VERIFY; run as the client runs it, it does.
  const isPlugin = Boolean(context.environment["DOCKER_TLS_VERIFY"]);
  return runCommand(program, [...prefix, ...(isPlugin ? ["buildx"] : []), "build", ...options, source], {
    env: { ...toolEnvironment(context.environment), ...(isPlugin ? { DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND: "docker" } : {}), BUILDX_NO_DEFAULT_ATTESTATIONS: "1", BUILDKIT_PROGRESS: "plain" },
    signal: context.signal,
    onErrorLine: (line) => context.onLine(service.name, line),
  });
}

function dockerfilePath(build: ImageBuild, workspace: Workspace, folder: string, changed: boolean, withoutSyntax: boolean): string {
  if (build.inline === undefined && !changed) return workspace.absolute(build.dockerfile);
  const path = join(folder, "Dockerfile");
  const text = build.inline ?? workspace.read(build.dockerfile) ?? "";
  // The line stays, so that the builder's line numbers are those of the project's file.
  // Beside the Dockerfile it goes before the one of the context.
  if (build.takesAll === true) writeFileSync(`${path}.dockerignore`, `${[".git", ...(build.leftOut ?? [])].join("\n")}\n`);
  writeFileSync(path, withoutSyntax ? text.replace(/^(\s*)#\s*syntax\s*=.*$/im, "$1# ") : text);
  return path;
}

/** A copy of the build context with the trial's edits in it. */
function changedContext(build: ImageBuild, workspace: Workspace, folder: string): string {
  const copy = join(folder, "context");
  cpSync(workspace.absolute(build.context), copy, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith("/.git") && isCopied(path) });
  for (const path of new Set(workspace.edits.map((edit) => edit.path))) {
    const inside = build.context === "" ? path : path.startsWith(`${build.context}/`) ? path.slice(build.context.length + 1) : undefined;
    const text = workspace.read(path);
    if (inside !== undefined && text !== undefined) writeInside(copy, inside, text);
  }
  return copy;
}

/** Pipes, sockets and devices cannot be copied, and no build needs them. */
function isCopied(path: string): boolean {
  const stats = lstatSync(path);
  return stats.isFile() || stats.isDirectory() || stats.isSymbolicLink();
}

/** Writes into the copy and nowhere else: a link in it may lead back to the project, or outside. */
function writeInside(copy: string, path: string, text: string): void {
  const target = realpathSync(join(copy, path, ".."));
  const file = join(target, basename(path));
  const link = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (target !== copy && !target.startsWith(copy + sep)) throw failure("refused", `${path} cannot be changed for a trial: a link leads out of the build's folder.`);
  if (link) rmSync(file);
  writeFileSync(file, text);
}
