import { Environment, type BootContext } from "./boot/environment.ts";
import { buildImages, type BuildContext } from "./build/build.ts";
import { outcomeOf } from "./laboratory.ts";
import type { BuildRecord } from "./model/evidence.ts";
import { FailureError } from "./model/failure.ts";
import type { Plan } from "./model/plan.ts";
import { fatalProblems } from "./model/platform.ts";
import type { TrialProbe } from "./model/verdict.ts";
import { observe } from "./probe/observe.ts";
import { editsOf } from "./prove/apply.ts";
import type { Laboratory, Outcome } from "./prove/experiment.ts";
import type { Workspace } from "./workspace/workspace.ts";

/** What trials of a project are made with whose image could not be built. */
export interface BuildLaboratoryContext {
  readonly plan: Plan;
  readonly workspace: Workspace;
  readonly build: BuildContext;
  readonly boot: BootContext;
  readonly replan: (workspace: Workspace) => Promise<Plan>;
  readonly mentionsPort: (service: string, port: number | string) => boolean;
  readonly namedHosts: (service: string) => readonly string[];
  readonly onProbes: (probes: readonly TrialProbe[]) => void;
}

/** A laboratory without an environment: each trial builds the images and, when they can be built, boots and asks the whole project. */
export function makeBuildLaboratory(context: BuildLaboratoryContext): Laboratory {
  return {
    control: () => trial(context, context.plan, context.workspace, "control"),
    async treatment(intervention) {
      try {
        const workspace = context.workspace.withEdits(editsOf(intervention));
        return await trial(context, await context.replan(workspace), workspace, "treatment");
      } catch (error) {
        if (error instanceof FailureError && error.failure.kind !== "interrupted") return `the change could not be made: ${error.failure.message}`;
        throw error;
      }
    },
  };
}

async function trial(context: BuildLaboratoryContext, plan: Plan, workspace: Workspace, name: TrialProbe["trial"]): Promise<Outcome> {
  if (fatalProblems(plan).length > 0) return refusedOutcome;
  const { images, records } = await buildImages(plan, { ...context.build, workspace });
  if (records.some((record) => !record.ok)) return unbuiltOutcome(records);
  const environment = await Environment.boot(plan, images, workspace, context.boot);
  try {
    const { results } = await observe({ environment, mentionsPort: context.mentionsPort, namedHosts: context.namedHosts });
    context.onProbes(results.map((result) => ({ ...result, trial: name })));
    return outcomeOf(environment, results);
  } finally {
    await environment.close();
  }
}

/** What a trial showed that its platform refuses. */
export const refusedOutcome: Outcome = { probes: [], states: new Map([["the platform", "refuses its file"]]) };

/** What a trial showed that ended with the build. */
export function unbuiltOutcome(records: readonly BuildRecord[]): Outcome {
  return { probes: [], states: new Map(records.filter((record) => !record.ok).map((record) => [record.service, "could not be built"])) };
}
