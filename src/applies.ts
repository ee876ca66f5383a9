import type { Failure } from "./model/failure.ts";
import type { Inputs } from "./model/inputs.ts";
import type { RepoPath } from "./model/location.ts";
import { usualSettingsPath } from "./settings/read.ts";
import { isSkipped, isSourceFile } from "./workspace/source-files.ts";
import { Workspace } from "./workspace/workspace.ts";

const mostFiles = 20_000;
const platformFile = /^(?:amvera\.ya?ml|\.upsun\/.+|\.platform(?:\.app\.yaml|\/.+))$/;
const nginxWord = /nginx|openresty|\b(?:proxy|fastcgi|uwsgi|scgi|grpc)_pass\b/i;

/**
 * Whether a project was not found because there is none that the gate is for: nobody named or configured one, no file of a platform is there, and no
 * program or configuration in the folder speaks of nginx. A folder too large to be looked through counts as one that has something.
 */
export function isNothingToCheck(failure: Failure | undefined, inputs: Inputs): boolean {
  if (failure?.kind !== "project-not-found") return false;
  const workspace = new Workspace(inputs.directory);
  const isNamed =
    workspace.isFile(usualSettingsPath as RepoPath) ||
    inputs.platform !== "auto" ||
    inputs.composeFiles.length > 0 ||
    inputs.nginxConfigs.length > 0 ||
    inputs.image !== undefined ||
    inputs.config !== undefined ||
    inputs.probes.length > 0;
  return !isNamed && !hasTraceOfNginx(workspace);
}

function hasTraceOfNginx(workspace: Workspace): boolean {
  let files = 0;
  for (const { path, kind } of workspace.entries("" as RepoPath, (each) => isSkipped(each) || each === ".github")) {
    if (++files > mostFiles || platformFile.test(path) || nginxWord.test(path)) return true;
    if (kind === "file" && isSourceFile(path) && nginxWord.test(workspace.read(path) ?? "")) return true;
  }
  return false;
}
