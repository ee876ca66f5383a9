import type { RepoPath } from "../model/location.ts";
import type { Plan, Service } from "../model/plan.ts";

/**
 * Folders of the container that hold the proxy's configuration, and folders of the repository that it gets a copy of for itself: our
 * logs, which stand in the configuration there, would break another nginx that reads the same files.
 */
export function proxyFolders(plan: Plan, service: Service): { configFolders: string[]; ownFolders: RepoPath[] } {
  const paths = [plan.proxy.main, ...plan.proxy.files.map((file) => file.container)];
  const own = service.mounts.flatMap((mount) => (mount.kind === "files" && mount.isFolder && paths.some((path) => path.startsWith(`${mount.target}/`)) ? [mount.repo] : []));
  return { configFolders: [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/"))))], ownFolders: own };
}
