import { joinPath, type Location, type RepoPath, type Sourced } from "../../model/location.ts";
import type { Note } from "../../model/plan.ts";
import { parseDotenv } from "../../text/dotenv.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { exampleFor } from "./examples.ts";
import { baseOf, type ComposeFiles, type ComposeLocator } from "./files.ts";
import type { ComposeService } from "./model.ts";
import { valueAt } from "./values.ts";

interface EnvFile {
  readonly path: RepoPath | undefined;
  readonly written: string;
  readonly required: boolean;
  readonly at?: Location;
}

/** The variables of a service: its variables files in order, then `environment`, each with its line. */
export function serviceVariables(
  workspace: Workspace,
  files: ComposeFiles,
  locator: ComposeLocator,
  name: string,
  service: ComposeService,
  outer: NodeJS.ProcessEnv,
  fallback: RepoPath | undefined,
): { readonly variables: Record<string, Sourced<string>>; readonly notes: readonly Note[] } {
  const variables: Record<string, Sourced<string>> = {};
  const notes: Note[] = [];
  for (const file of envFilesOf(files, name, 0)) {
    const used = workspace.isFile(file.path) ? file.path : ((file.path && exampleFor(workspace, file.path)) ?? fallback);
    if (used !== file.path && (file.required || used !== undefined)) {
      notes.push({
        text: used === undefined ? `${file.written} is not in the repository: its variables are not set` : `${file.written} is not in the repository: ${used} is used in its place`,
        ...(file.at ? { at: file.at } : {}),
      });
    }
    const text = used === undefined ? undefined : workspace.read(used);
    if (used !== undefined && text !== undefined) Object.assign(variables, parseDotenv(used, text, outer).variables);
  }
  for (const [key, value] of Object.entries(service.environment ?? {})) {
    const given = value ?? outer[key];
    if (given === undefined) continue;
    const at = locator.entry(name, ["environment"], (entry, mapKey) => mapKey === key || (typeof entry === "string" && (entry === key || entry.startsWith(`${key}=`))));
    variables[key] = at ? { value: given, at } : { value: given };
  }
  return { variables, notes };
}

function envFilesOf(files: ComposeFiles, name: string, depth: number): EnvFile[] {
  return files.parsed.flatMap((file) => {
    const folder = baseOf(files, file.path);
    const extended = valueAt(file.data, ["services", name, "extends"]);
    const parent = typeof extended === "string" ? extended : valueAt(extended, ["service"]);
    const inherited = typeof parent === "string" && parent !== name && depth < 5 ? envFilesOf(files, parent, depth + 1) : [];
    const value = valueAt(file.data, ["services", name, "env_file"]);
    const list: unknown[] = value === undefined || value === null ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
    return [
      ...inherited,
      ...list.flatMap((entry, index) => {
        const written = typeof entry === "string" ? entry : valueAt(entry, ["path"]);
        if (typeof written !== "string") return [];
        const at = file.locate(["services", name, "env_file", index]) ?? file.locate(["services", name, "env_file"]);
        return [{ written, path: joinPath(folder, written), required: valueAt(entry, ["required"]) !== false, ...(at ? { at } : {}) }];
      }),
    ];
  });
}
