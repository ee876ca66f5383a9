import type { Location } from "../../model/location.ts";
import type { Note } from "../../model/plan.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import type { ComposeFiles } from "./files.ts";

/** A variable that Compose files use and nothing sets. */
export interface MissingVariable {
  readonly name: string;
  readonly at?: Location;
}

/** Names shown before the rest is only counted. */
const mostShown = 20;

/** Variables that the files demand with `${NAME:?…}` and for which `isKnown` does not hold, each at its first use. */
export function demandedVariables(workspace: Workspace, files: ComposeFiles, isKnown: (name: string) => boolean): MissingVariable[] {
  const found = new Map<string, MissingVariable>();
  for (const { path } of files.parsed) {
    (workspace.read(path) ?? "").split("\n").forEach((line, index) => {
      if (line.trimStart().startsWith("#")) return;
      for (const [whole, name = ""] of line.matchAll(/(?<!\$)\$\{([A-Za-z_]\w*):?\?/g)) {
        if (!isKnown(name) && !found.has(name)) found.set(name, { name, at: workspace.locate(path, index + 1, { column: line.indexOf(whole) + 1 }) });
      }
    });
  }
  return [...found.values()];
}

/** Where the files use a variable, by its first line. */
export function variableUse(workspace: Workspace, files: ComposeFiles, name: string): Location | undefined {
  const use = new RegExp(`\\$\\{?${name.replace(/\W/g, "")}\\b`);
  for (const { path } of files.parsed) {
    const index = (workspace.read(path) ?? "").split("\n").findIndex((line) => use.test(line));
    if (index !== -1) return workspace.locate(path, index + 1);
  }
  return undefined;
}

/** "A (compose.yaml:3), B (compose.yaml:7)". */
export function listVariables(missing: readonly MissingVariable[]): string {
  const shown = missing.slice(0, mostShown).map(({ name, at }) => (at ? `${name} (${at.path}:${at.line})` : name));
  return `${shown.join(", ")}${missing.length > mostShown ? ` and ${missing.length - mostShown} more` : ""}`;
}

/** One note for all variables that are empty because nothing sets them. */
export function unsetNotes(missing: readonly MissingVariable[], folder: string): Note[] {
  const [first] = missing;
  if (!first) return [];
  const at = first.at ? { at: first.at } : {};
  if (missing.length === 1) return [{ text: `the variable ${first.name} is not set: it is empty`, ...at }];
  return [{ text: `variables that are not set, and so empty: ${listVariables(missing)}; values can stand in ${folder === "" ? "" : `${folder}/`}.env.example`, ...at }];
}

/** What to do about variables that nothing sets: the file that is committed, or one for this run. */
export function variablesRemedy(missing: readonly MissingVariable[], folder: string, used: string | undefined): string {
  const example = used ?? `${folder === "" ? "" : `${folder}/`}.env.example`;
  const values = missing.slice(0, mostShown).map(({ name }) => `${name}=…`);
  const file = used === undefined ? `Commit ${example} with a value for each, which is used where there is no .env` : `Add them to ${example}`;
  return `${file}; or for one run: printf '%s\\n' ${values.join(" ")} > ci.env && upstream-gate check --env-file ci.env`;
}
