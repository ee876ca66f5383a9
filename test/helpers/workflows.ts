import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const folder = join(import.meta.dirname, "..", "..", "examples", "workflows");

export interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

export interface WorkflowJob {
  readonly name?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

/** The example workflows by name, with their text. */
export function exampleWorkflows(): [string, Workflow, string][] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".yml"));
  return names.map((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    return [name, parse(text) as Workflow, text];
  });
}

/** The step of a workflow that is the gate, with the job it is in. */
export function gateOf({ jobs }: Workflow): { readonly job: WorkflowJob; readonly inputs: Readonly<Record<string, string>> } {
  for (const job of Object.values(jobs)) {
    const step = job.steps.find(({ uses }) => uses?.startsWith("upstream-gate/upstream-gate@") === true);
    if (step) return { job, inputs: Object.fromEntries(Object.entries(step.with ?? {}).map(([name, value]) => [name, String(value)])) };
  }
  throw new Error("no step is the gate");
}
