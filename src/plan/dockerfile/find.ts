import type { RepoPath } from "../../model/location.ts";
import { walk, parseNginx } from "../../nginx/parser.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { isSideFile, isSkipped } from "../../workspace/source-files.ts";

/** A file of the repository that reads like nginx configuration with routes. */
export interface FoundConfig {
  readonly path: RepoPath;
  /** A full configuration (`http { }`), or a fragment that the distribution includes. */
  readonly isFull: boolean;
  readonly isTemplate: boolean;
  readonly routes: number;
}

/** Names under which an app's recipe is looked for in a folder. */
const dockerfileName = /^(Dockerfile|Containerfile)$/;
const deepest = 4;

/** All Dockerfiles of the repository, nearest to the root first. */
export function findDockerfiles(workspace: Workspace): RepoPath[] {
  return filesBelow(workspace)
    .filter((path) => dockerfileName.test(path.slice(path.lastIndexOf("/") + 1)))
    .toSorted(byDepth);
}

/** Files that hold an nginx configuration with a pass directive, the likeliest first. */
export function findNginxConfigs(workspace: Workspace): FoundConfig[] {
  return filesBelow(workspace)
    .filter(
      (path) =>
        /\.(conf|template|tmpl|nginx|vhost)$|(^|\/)(sites-(available|enabled)|nginx)\/[^/]+$|nginx/i.test(path) &&
        !/\.(md|ya?ml|json|sh|service|py|js|ts|html|lock|Dockerfile|erb|ep|j2|jinja2?|mustache|hbs|tt|sample|example|dist|bak|old|orig)$|(^|\/)Dockerfile/i.test(path) &&
        !isSideFile(path),
    )
    .flatMap((path) => readCandidate(workspace, path) ?? [])
    .toSorted((a, b) => rank(b) - rank(a) || byDepth(a.path, b.path));
}

/** Reads a file as nginx configuration; undefined when it has neither servers nor routes. */
export function readCandidate(workspace: Workspace, path: RepoPath): FoundConfig | undefined {
  const text = workspace.read(path);
  if (text === undefined) return undefined;
  const { directives } = parseNginx(text, path);
  const all = [...walk(directives)];
  const routes = all.filter((directive) => /^(proxy|fastcgi|uwsgi|scgi|grpc)_pass$/.test(directive.name)).length;
  const hasServer = all.some((directive) => directive.name === "server" && directive.block);
  if (!hasServer || routes === 0) return undefined;
  return { path, isFull: directives.some((directive) => directive.name === "http" && directive.block), isTemplate: /\.(template|tmpl)$/.test(path), routes };
}

function rank(found: FoundConfig): number {
  const path = found.path.toLowerCase();
  return (
    (path.includes("prod") ? 2 : 0) + (/(^|\/)(nginx|deploy|proxy|infra|docker)\//.test(path) ? 1 : 0) + (/\b(dev|local|example|sample|old|bak)\b/.test(path) ? -4 : 0) + (found.routes > 0 ? 1 : 0)
  );
}

function filesBelow(workspace: Workspace): RepoPath[] {
  const paths: RepoPath[] = [];
  for (const entry of workspace.entries("" as RepoPath, (path) => isSkipped(path) || path.split("/").length > deepest + 1)) {
    if (entry.kind === "file") paths.push(entry.path);
    if (paths.length > 20_000) break;
  }
  return paths;
}

function byDepth(a: RepoPath, b: RepoPath): number {
  return a.split("/").length - b.split("/").length || (a < b ? -1 : 1);
}
