import type { Environment } from "./boot/environment.ts";
import { memoryPeak } from "./boot/look.ts";
import { buildImages, type BuildContext } from "./build/build.ts";
import type { Intervention } from "./model/experiment.ts";
import { FailureError } from "./model/failure.ts";
import type { Edit } from "./model/edit.ts";
import { serviceNamed, type ImageSource, type Plan } from "./model/plan.ts";
import type { TrialProbe } from "./model/verdict.ts";
import { observe } from "./probe/observe.ts";
import { applyIntervention, describeIntervention, editsOf, servicesOf } from "./prove/apply.ts";
import type { Laboratory, Outcome } from "./prove/experiment.ts";
import type { Workspace } from "./workspace/workspace.ts";

/** What trials are made with. */
export interface LaboratoryContext {
  readonly environment: Environment;
  readonly plan: Plan;
  readonly images: ReadonlyMap<string, string>;
  readonly workspace: Workspace;
  readonly first: Outcome;
  readonly build: BuildContext;
  /** Plans the project as it reads with edits laid over it. */
  readonly replan: (workspace: Workspace) => Promise<Plan>;
  readonly mentionsPort: (service: string, port: number | string) => boolean;
  readonly namedHosts: (service: string) => readonly string[];
  readonly onProbes: (probes: readonly TrialProbe[]) => void;
}

/** A laboratory over the running environment: containers that a change does not touch stay as they are. */
export function makeLaboratory(context: LaboratoryContext): Laboratory {
  const { environment, plan, images, workspace } = context;
  const run = async (trial: TrialProbe["trial"]): Promise<Outcome> => {
    const { results } = await observe({ environment, mentionsPort: context.mentionsPort, namedHosts: context.namedHosts, isRepeated: true });
    context.onProbes(results.map((result) => ({ ...result, trial })));
    return outcomeOf(environment, results);
  };
  return {
    async control(intervention) {
      // Time cannot be taken back: the first trial is what happens without more of it.
      if (intervention.kind === "extend-start" && intervention.health !== true) return context.first;
      // Nor can what a dependency has set up meanwhile.
      if (intervention.kind === "start-after") return context.first;
      environment.note("control trial: the same once more, unchanged");
      await environment.change(plan, images, workspace, servicesOf(intervention));
      return run("control");
    },
    async treatment(intervention) {
      environment.note(`treatment trial: ${describeIntervention(intervention)}`);
      try {
        if (intervention.kind === "start-after" && !(await environment.listens(intervention.dependency, plan.startTimeout.value))) return `${intervention.dependency} took no connections`;
        const changed = await changedTrial(context, intervention);
        if (typeof changed === "string") return changed;
        await environment.change(changed.plan, changed.images, changed.workspace, servicesOf(intervention));
        const outcome = await run("treatment");
        return intervention.kind === "raise-memory" ? { ...outcome, peaks: await peakOf(environment, intervention.service) } : outcome;
      } catch (error) {
        if (error instanceof FailureError && error.failure.kind !== "interrupted") return `the change could not be made: ${error.failure.message}`;
        throw error;
      }
    },
  };
}

/** What a service took of memory so far: the kernel's own record, else what it takes now. */
async function peakOf(environment: Environment, service: string): Promise<ReadonlyMap<string, number>> {
  const running = environment.all().find((each) => each.service.name === service && each.isRunning);
  if (!running) return new Map();
  const [peak, usage] = await Promise.all([memoryPeak(environment.engine, running.container), environment.engine.usage(running.container)]);
  return new Map([[service, peak ?? usage?.memoryPeak ?? 0]]);
}

interface Changed {
  readonly plan: Plan;
  readonly images: ReadonlyMap<string, string>;
  readonly workspace: Workspace;
}

async function changedTrial(context: LaboratoryContext, intervention: Intervention): Promise<Changed | string> {
  const edits = editsOf(intervention);
  if (edits.length === 0) return { plan: applyIntervention(context.plan, intervention), images: context.images, workspace: context.workspace };
  const workspace = context.workspace.withEdits(edits);
  const plan = applyIntervention(await context.replan(workspace), intervention);
  const rebuilt = await rebuild(context, plan, workspace, edits);
  return typeof rebuilt === "string" ? rebuilt : { plan, workspace, images: rebuilt };
}

/** Builds anew what has a changed file in its context; the proxy's own text files are uploaded in place of a build. */
async function rebuild(context: LaboratoryContext, plan: Plan, workspace: Workspace, edits: readonly Edit[]): Promise<ReadonlyMap<string, string> | string> {
  const deployed = new Set([...plan.proxy.files.map((file) => file.repo), ...(plan.platformFiles ?? [])]);
  const touched = edits.filter((edit) => !deployed.has(edit.path));
  const services = plan.services.filter((service) => {
    const { image } = service;
    if (plan.platformFiles && isRewritten(image, serviceNamed(context.plan, service.name)?.image)) return true;
    return image.kind === "build" && touched.some((edit) => edit.path === image.dockerfile || image.context === "" || edit.path.startsWith(`${image.context}/`));
  });
  if (services.length === 0) return context.images;
  const built = await buildImages({ ...plan, services }, { ...context.build, workspace });
  const failed = built.records.find((record) => !record.ok);
  return failed ? `the changed image of ${failed.service} could not be built: ${(failed.error ?? "").slice(0, 200)}` : new Map([...context.images, ...built.images]);
}

/** Whether a platform builds otherwise since its file reads otherwise. */
function isRewritten(image: ImageSource, before: ImageSource | undefined): boolean {
  const key = (each: ImageSource | undefined): string => JSON.stringify({ ...each, at: undefined, places: undefined });
  return key(image) !== key(before);
}

/** What a trial showed, for the proof. */
export function outcomeOf(environment: Environment, probes: Outcome["probes"]): Outcome {
  const states = environment.all().map((running): [string, string] => {
    const [exit] = running.exits;
    return [running.service.name, running.startError !== undefined ? "could not be started" : exit ? `exit code ${exit.code}` : running.startedAt === 0 ? "not started" : "running"];
  });
  const ended = environment.all().filter((running) => running.exits.length > 0);
  const words = ended.map((running): [string, string] => [running.service.name, (running.log.lines().findLast((line) => line.text.trim() !== "")?.text ?? "").replace(/[\d:./-]+/g, "#")]);
  return { probes, states: new Map(states), words: new Map(words) };
}
