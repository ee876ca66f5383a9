import { statSync } from "node:fs";
import type { ServiceRecord } from "../model/evidence.ts";
import type { Service } from "../model/plan.ts";
import type { ProgramFile } from "../model/source.ts";
import { repoPathOf } from "../workspace/paths.ts";
import { resolvePath } from "../text/dockerfile.ts";
import { shellWords } from "../text/shell.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** The repository's files that the start commands of services name. */
export function programFiles(workspace: Workspace, services: readonly Service[], records: readonly ServiceRecord[]): ProgramFile[] {
  return services.flatMap((service) => {
    const record = records.find((each) => each.name === service.name);
    const words = [
      ...new Set(
        [
          ...(record?.image.entrypoint ?? []),
          ...(record?.image.command ?? []),
          ...(service.entrypoint?.value ?? []),
          ...(service.command?.value ?? []),
          ...service.start.map((step) => step.text),
        ].flatMap((text) => shellWords(text).map((word) => word.text)),
      ),
    ];
    return words.flatMap((word) => programFile(workspace, service, resolvePath(service.workingDir ?? record?.image.workingDir ?? "/", word)));
  });
}

function programFile(workspace: Workspace, service: Service, container: string): ProgramFile[] {
  const repo = repoPathOf(service.paths, container)?.repo;
  if (repo === undefined || !workspace.isFile(repo)) return [];
  const bytes = workspace.bytes(repo);
  const mode = statSync(workspace.absolute(repo)).mode;
  return [{ service: service.name, container, at: workspace.locate(repo, 1), isExecutable: (mode & 0o111) !== 0, hasCarriageReturns: bytes?.includes("\r\n") ?? false }];
}
