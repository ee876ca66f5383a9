import { getInput } from "@actions/core";
import { context } from "@actions/github";
import { failure } from "../model/failure.ts";
import { refuseForkCode, shaAt } from "./event.ts";

/** What the workflow asked for, in the words of the command line. */
export interface ActionInputs {
  /** As written; relative to the workspace. */
  readonly directory: string;
  /** By the name of the option without dashes: `{ "compose-file": ["a.yaml"], "no-prove": true }`. Inputs left empty are absent. */
  readonly options: Readonly<Record<string, string | string[] | boolean>>;
}

const textInputs = ["config", "app", "platform", "topology", "image", "base", "start-timeout", "memory", "cpus", "network", "report", "evidence", "sarif", "junit", "html", "logs"] as const;
const listInputs = ["compose-file", "nginx-config", "env-file", "allow"] as const;

/**
 * Reads the action's inputs. In a pull request and in a merge queue `base` is the commit that it is made against, unless it is set. Throws a
 * FailureError of kind "usage" for a switch that is neither true nor false.
 */
export function readInputs(): ActionInputs {
  const options: Record<string, string | string[] | boolean> = {};
  for (const name of textInputs) {
    const value = name === "base" ? getInput(name) || impliedBase() : getInput(name);
    if (value !== "") options[name] = value;
  }
  for (const name of listInputs) {
    const values = readList(name);
    if (values.length > 0) options[name] = values;
  }
  if (!readSwitch("prove", true)) options["no-prove"] = true;
  if (readSwitch("keep", false)) options["keep"] = true;
  return { directory: getInput("directory") || ".", options };
}

/** Refuses a fork's code in a privileged run, unless the workflow names it with `allow-fork-code`. Throws a Failure of kind "refused". */
export function refuseUntrustedEvent(): void {
  refuseForkCode({ name: context.eventName, payload: context.payload }, readSwitch("allow-fork-code", false));
}

/** What the action is to do besides checking one project, and what with. */
export interface ActionMode {
  readonly mode: "check" | "matrix" | "merge";
  /** Files and folders of JSON reports. */
  readonly reports: readonly string[];
  /** The matrix whose apps must have a report; as JSON. */
  readonly apps: string;
}

/** Throws a FailureError of kind "usage" for a mode that there is not. */
export function readMode(): ActionMode {
  const modes = ["check", "matrix", "merge"] as const;
  const given = getInput("mode") || "check";
  const mode = modes.find((each) => each === given);
  if (!mode) throw failure("usage", `The input "mode" is ${JSON.stringify(given)}; it can be check, matrix or merge.`, { remedy: "Correct it, or leave it out." });
  return { mode, reports: readList("reports"), apps: getInput("apps") };
}

function readList(name: string): string[] {
  const lines = getInput(name).split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

/** An input that is true or false. Throws a Failure of kind "usage" for anything else. */
export function readSwitch(name: string, usual: boolean): boolean {
  const value = getInput(name).toLowerCase();
  if (value === "") return usual;
  if (value === "true" || value === "false") return value === "true";
  throw failure("usage", `The input "${name}" is ${JSON.stringify(value)}; it can be true or false.`, { remedy: `Set ${name} to true or false, or leave it out.` });
}

/** The commit that a pull request or a group of the merge queue is made against; "" for other events. */
function impliedBase(): string {
  return shaAt(context.payload, "pull_request", "base", "sha") ?? shaAt(context.payload, "merge_group", "base_sha") ?? "";
}
