import { repoPath, type RepoPath } from "../model/location.ts";
import type { ServiceRecord } from "../model/evidence.ts";
import type { Plan, Service } from "../model/plan.ts";
import type { FrameMention } from "../model/source.ts";
import { repoPathOf } from "../workspace/paths.ts";
import { resolvePath } from "../text/dockerfile.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** How programs name a line of a file: group 1 is the path, group 2 the line. */
const shapes: readonly RegExp[] = [
  /File "([^"]+)", line (\d+)/g, // Python
  /\bin (\/[^\s:()]+|[\w./-]+\.php) on line (\d+)/g, // PHP
  /((?:\/|\b)[\w.@+/-]*\.[A-Za-z]\w*)[:(](\d+)/g, // most others
  /((?:\/|\b)[\w.@+/-]*?[\w-]+): (?:line )?(\d+): /g, // shells
];

const mostFrames = 300;

/** The places that containers' output names, as far as the repository has them. */
export function frameMentions(workspace: Workspace, plan: Plan, records: readonly ServiceRecord[], files: readonly RepoPath[]): FrameMention[] {
  const found = new Map<string, FrameMention>();
  for (const record of records) {
    const service = plan.services.find((each) => each.name === record.name);
    if (!service) continue;
    for (const { text } of record.log) {
      for (const [, file = "", line = ""] of shapes.flatMap((shape) => [...text.matchAll(shape)])) {
        const key = `${record.name} ${file}:${line}`;
        const path = found.has(key) ? undefined : repoFile(workspace, service, record, files, file);
        if (path !== undefined && found.size < mostFrames) found.set(key, { service: record.name, file, at: workspace.locate(path, Number(line)) });
      }
    }
  }
  return [...found.values()];
}

/** The repository's file behind a path of the container; for a path of a build stage, the one file that ends alike. */
function repoFile(workspace: Workspace, service: Service, record: ServiceRecord, files: readonly RepoPath[], file: string): RepoPath | undefined {
  const container = resolvePath(record.image.workingDir || "/", file);
  const mapped = repoPathOf(service.paths, container)?.repo;
  if (mapped !== undefined) return workspace.isFile(mapped) && isOwn(mapped) ? mapped : undefined;
  if (!isOwn(container)) return undefined;
  return bySuffix(service, files, container);
}

function isOwn(path: string): boolean {
  return !/(^|\/)(node_modules|site-packages|dist-packages|vendor|gems|\.venv|venv)\//.test(path) && !path.startsWith("/usr/lib/") && !path.startsWith("/usr/local/lib/");
}

function bySuffix(service: Service, files: readonly RepoPath[], container: string): RepoPath | undefined {
  const context = service.image.kind === "build" ? service.image.context : undefined;
  if (context === undefined) return undefined;
  const inside = files.filter((path) => context === "" || path.startsWith(`${context}/`));
  const parts = container.split("/").filter((part) => part !== "");
  for (let from = 0; from < parts.length; from++) {
    const suffix = repoPath(parts.slice(from).join("/"));
    const matching = inside.filter((path) => path === suffix || path.endsWith(`/${suffix}`));
    if (matching.length === 1) return matching[0];
  }
  return undefined;
}
