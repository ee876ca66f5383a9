import { EngineError, type ContainerSpec, type Engine, type VolumeMount } from "../docker/engine.ts";
import { fileEntry, packArchive, streamArchive, type ArchiveEntry } from "../docker/tar.ts";
import { failure, type FailureError } from "../model/failure.ts";
import type { Mount, Service } from "../model/plan.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** A created container and what it was made from. */
export interface Created {
  readonly container: string;
  readonly specification: ContainerSpec;
}

/** Puts what a service binds into its created container: folders through their volumes, files into its file system. */
export async function uploadMounts(engine: Engine, workspace: Workspace, { container, specification }: Created, service: Service, isFilled: (mount: Mount) => boolean): Promise<void> {
  for (const mount of service.mounts) {
    if (mount.kind !== "files" || !mount.isFolder || isFilled(mount)) continue;
    const readOnly = specification.mounts?.find((each) => each.target === mount.target && each.readOnly);
    const fill = (into: string): Promise<void> => engine.upload(into, mount.target, streamArchive(folderEntries(workspace, mount.repo)));
    try {
      await (readOnly ? throughAnother(engine, specification, readOnly, fill) : fill(container));
    } catch (error) {
      throw isOverFile(error) ? folderOverFile(workspace, service, mount) : error;
    }
  }
  const files = service.mounts.flatMap((mount) => singleFile(workspace, mount) ?? []);
  await uploadFiles(engine, container, files, service.settings.readOnly === true);
}

function isOverFile(error: unknown): boolean {
  return error instanceof EngineError && /not a? ?directory|over existing file/.test(error.message);
}

function folderOverFile(workspace: Workspace, { name }: Service, { repo, target, at }: Extract<Mount, { kind: "files" }>): FailureError {
  const what = workspace.kindOf(repo) === undefined ? "which is not in the repository" : "a folder";
  return failure("config-invalid", `${name} binds ${repo}, ${what}, over the file ${target} of its image: Docker makes a folder of what is not there, and mounts no folder over a file.`, {
    remedy: "Commit the file, or an example of it and bind that. What git ignores is not there in CI.",
    ...(at ? { at } : {}),
  });
}

/** The engine refuses to fill a read-only volume: another container, never started, has it writable meanwhile. */
async function throughAnother(engine: Engine, { name, image, labels }: ContainerSpec, mount: VolumeMount, fill: (container: string) => Promise<void>): Promise<void> {
  const filler = await engine.create({ name: `${name}-filler`, image, labels, mounts: [{ ...mount, readOnly: false }] });
  try {
    await fill(filler);
  } finally {
    await engine.remove(filler);
  }
}

/**
 * Puts files at their paths. The engine refuses a read-only container but for its volumes: there each folder is filled on its own.
 */
export async function uploadFiles(engine: Engine, container: string, files: readonly ArchiveEntry[], isReadOnly: boolean): Promise<void> {
  if (files.length === 0) return;
  if (!isReadOnly) return engine.upload(container, "/", await packArchive(files));
  for (const file of files) await uploadIntoVolume(engine, container, file);
}

/** The folder itself may not be there yet: then the nearest one above it that is. */
async function uploadIntoVolume(engine: Engine, container: string, file: ArchiveEntry): Promise<void> {
  let cut = file.path.lastIndexOf("/");
  for (;;) {
    try {
      return await engine.upload(container, `/${file.path.slice(0, Math.max(0, cut))}`, await packArchive([{ ...file, path: file.path.slice(cut + 1) }]));
    } catch (error) {
      const above = file.path.lastIndexOf("/", cut - 1);
      if (above <= 0 || !(await isMissing(engine, container, `/${file.path.slice(0, cut)}`))) throw error;
      cut = above;
    }
  }
}

async function isMissing(engine: Engine, container: string, folder: string): Promise<boolean> {
  return (await engine.download(container, folder)) === undefined;
}

/** The contents of a folder of the repository, as they stand; without its version control. */
export function* folderEntries(workspace: Workspace, folder: Extract<Mount, { kind: "files" }>["repo"]): Generator<ArchiveEntry> {
  for (const entry of workspace.entries(folder, (path) => path === ".git" || path.endsWith("/.git"))) {
    const path = folder === "" ? entry.path : entry.path.slice(folder.length + 1);
    const common = { path, mode: entry.mode, uid: entry.uid, gid: entry.gid };
    if (entry.kind === "folder") yield { kind: "folder", ...common };
    else if (entry.kind === "link") yield { kind: "link", path, target: entry.target ?? "" };
    else {
      const content = workspace.bytes(entry.path);
      if (content !== undefined) yield { kind: "file", content, ...common };
    }
  }
}

function singleFile(workspace: Workspace, mount: Mount): ArchiveEntry | undefined {
  if (mount.kind === "text")
    return { ...fileEntry(mount.target, mount.text, mount.mode), ...(mount.uid === undefined ? {} : { uid: mount.uid }), ...(mount.gid === undefined ? {} : { gid: mount.gid }) };
  if (mount.kind !== "files" || mount.isFolder) return undefined;
  const content = workspace.bytes(mount.repo);
  return content === undefined ? undefined : fileEntry(mount.target, content, 0o644);
}
