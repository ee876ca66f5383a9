import { readFileSync } from "node:fs";
import { devNull } from "node:os";
import type { Inputs } from "../../model/inputs.ts";
import type { RepoPath } from "../../model/location.ts";
import type { Note } from "../../model/plan.ts";
import { parseDotenv } from "../../text/dotenv.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { exampleFor } from "./examples.ts";
import type { ComposeFiles } from "./files.ts";
import type { Interpolation } from "./model.ts";

/** What fills `${…}`: the given file, `.env`, else a committed example. */
export interface FoundInterpolation extends Interpolation {
  /** A file of the repository to use where a service's own variables file is absent. */
  readonly fallback?: RepoPath;
  readonly notes: readonly Note[];
}

/** Finds what fills `${…}` in Compose files; `outer` is the environment that Compose runs in. */
export function interpolationOf(inputs: Inputs, workspace: Workspace, files: ComposeFiles, outer: NodeJS.ProcessEnv): FoundInterpolation {
  if (inputs.envFile !== undefined) {
    const inside = workspace.toRepo(inputs.envFile);
    return { path: inputs.envFile, notes: [], names: namesIn(givenText(inputs.envFile), outer, inside), ...(inside === undefined ? {} : { fallback: inside }) };
  }
  const usual = (files.folder === "" ? ".env" : `${files.folder}/.env`) as RepoPath;
  const isThere: boolean = workspace.isFile(usual);
  if (isThere) return { notes: [], names: namesIn(workspace.read(usual), outer, usual) };
  const example = exampleFor(workspace, usual);
  // Compose itself would follow the link, or wait for the pipe.
  if (example === undefined && workspace.isStray(usual)) return { path: devNull, names: namesIn("", outer, undefined), notes: [{ text: `${usual} is not a file inside the project: it is not read` }] };
  if (example === undefined) return { notes: [], names: namesIn("", outer, undefined) };
  const names = namesIn(workspace.read(example), outer, example);
  return { path: workspace.absolute(example), fallback: example, names, notes: [{ text: `${usual} is not in the repository: ${example} is used in its place` }] };
}

/** A file that cannot be read is told by Compose. */
function givenText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function namesIn(text: string | undefined, outer: NodeJS.ProcessEnv, from: RepoPath | undefined): Interpolation["names"] {
  const { variables } = parseDotenv(from ?? ("" as RepoPath), text ?? "", outer);
  const value = (name: string): string | undefined => outer[name] ?? variables[name]?.value;
  return { has: (name) => (value(name) ?? "") !== "", value, ...(from === undefined ? {} : { from }) };
}
