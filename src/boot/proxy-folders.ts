import type { Engine } from "../docker/engine.ts";
import type { RunIdentity } from "../docker/labels.ts";
import { fileEntry } from "../docker/tar.ts";
import type { RepoPath } from "../model/location.ts";
import { serviceNamed, type Mount, type Plan, type Service } from "../model/plan.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { uploadFiles } from "./files.ts";
import { volumeName } from "./specification.ts";

/**
 * Folders of the container that hold the proxy's configuration, and folders of the repository that it gets a copy of for itself: our
 * logs, which stand in the configuration there, would break another nginx that reads the same files.
 */
export function proxyFolders(plan: Plan, service: Service): { configFolders: string[]; ownFolders: RepoPath[] } {
  const paths = [plan.proxy.main, ...plan.proxy.files.map((file) => file.container)];
  const own = service.mounts.flatMap((mount) => (mount.kind === "files" && mount.isFolder && paths.some((path) => path.startsWith(`${mount.target}/`)) ? [mount.repo] : []));
  return { configFolders: [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/"))))], ownFolders: own };
}

/** Volumes with files of the repository that this trial or the one before changes: they are filled again. */
export function refilledVolumes(run: RunIdentity, before: Plan, plan: Plan): string[] {
  const edited = [...before.overlay, ...plan.overlay].map((edit) => edit.path);
  const replaced = [...(before.proxy.absent ?? []), ...(plan.proxy.absent ?? [])];
  const proxy = serviceNamed(plan, plan.proxy.service);
  const ownFolders = proxy ? proxyFolders(plan, proxy).ownFolders : [];
  const isTouched = (mount: Extract<Mount, { kind: "files" }>): boolean =>
    edited.some((path) => mount.repo === "" || path.startsWith(`${mount.repo}/`)) || replaced.some((path) => path.startsWith(`${mount.target}/`));
  return plan.services.flatMap((service) => service.mounts.flatMap((mount) => (mount.kind === "files" && isTouched(mount) ? (volumeName(run, mount, service === proxy ? ownFolders : []) ?? []) : [])));
}

/** Files that a trial changes in the proxy's own image are put over it; no new image is needed for text. */
export async function uploadChanged(engine: Engine, workspace: Workspace, plan: Plan, container: string, isReadOnly: boolean): Promise<void> {
  const changed = plan.proxy.files.filter((file) => file.isPart !== true && plan.overlay.some((edit) => edit.path === file.repo));
  const entries = changed.flatMap((file) => {
    const content = workspace.bytes(file.repo);
    return content === undefined ? [] : [fileEntry(file.container, content)];
  });
  await uploadFiles(engine, container, entries, isReadOnly);
}
