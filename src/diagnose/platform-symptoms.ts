import type { Plan } from "../model/plan.ts";
import { fatalProblems, type PlatformProblem } from "../model/platform.ts";

/** The platform cannot deploy what its file says: nothing is built or booted. */
export interface PlatformSymptom {
  readonly kind: "platform";
  readonly problem: PlatformProblem;
}

/** What the platform refuses is known before anything is built: then there is no other symptom. */
export function readPlatformSymptoms(plan: Plan): PlatformSymptom[] {
  return fatalProblems(plan).map((problem) => ({ kind: "platform", problem }));
}
