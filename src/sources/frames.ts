import type { RepoPath } from "../model/location.ts";
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
  / at (\S+) line (\d+)/g, // Perl
  / in ((?:[A-Za-z]:)?[^\s:][^:]*):line (\d+)/g, // .NET
  /((?:\/|\b)[\w.@+/-]*\.[A-Za-z]\w*)>?[:(](\d+)/g, // most others
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
        const path = found.has(key) ? undefined : repoFile(workspace, service, record, files, file, packagedPath(text, file));
        if (path !== undefined && found.size < mostFrames) found.set(key, { service: record.name, file, at: workspace.locate(path, Number(line)) });
      }
    }
  }
  return [...found.values()];
}

/** Java names a file without its folder, which is that of the class's package: "com/acme/Main.java". */
function packagedPath(text: string, file: string): string | undefined {
  const packageName = /\bat (?:[\w.@-]*\/{1,2})?((?:[a-z_]\w*\.)+)[A-Z]/.exec(text)?.[1];
  return packageName === undefined || file.includes("/") ? undefined : `${packageName.replaceAll(".", "/")}${file}`;
}

/** The repository's file behind a path of the container; for a path of a build stage or a name without folders, the one file that ends alike. */
function repoFile(workspace: Workspace, service: Service, record: ServiceRecord, files: readonly RepoPath[], file: string, packaged: string | undefined): RepoPath | undefined {
  const container = resolvePath(record.image.workingDir || "/", file);
  const mapped = repoPathOf(service.paths, container)?.repo;
  if (mapped !== undefined && workspace.isFile(mapped)) return isOwn(mapped) ? mapped : undefined;
  if ((mapped !== undefined && file.includes("/")) || !isOwn(container)) return undefined;
  return packaged === undefined ? bySuffix(service, files, container) : onlyOne(sourcesOf(service, files), packaged);
}

function isOwn(path: string): boolean {
  return !/(^|\/)(node_modules|site-packages|dist-packages|vendor|gems|\.venv|venv)\//.test(path) && !path.startsWith("/usr/lib/") && !path.startsWith("/usr/local/lib/");
}

function bySuffix(service: Service, files: readonly RepoPath[], container: string): RepoPath | undefined {
  const inside = sourcesOf(service, files);
  const parts = container.split("/").filter((part) => part !== "");
  return parts.map((_, from) => onlyOne(inside, parts.slice(from).join("/"))).find((path) => path !== undefined);
}

/** The files that a service can be built from. */
function sourcesOf(service: Service, files: readonly RepoPath[]): readonly RepoPath[] {
  const context = service.image.kind === "build" ? service.image.context : undefined;
  return context === undefined ? [] : files.filter((path) => context === "" || path.startsWith(`${context}/`));
}

function onlyOne(files: readonly RepoPath[], ending: string): RepoPath | undefined {
  const matching = files.filter((path) => path === ending || path.endsWith(`/${ending}`));
  return matching.length === 1 ? matching[0] : undefined;
}
