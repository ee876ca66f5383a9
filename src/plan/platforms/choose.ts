import type { Inputs } from "../../model/inputs.ts";
import type { RepoPath } from "../../model/location.ts";
import type { Plan } from "../../model/plan.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { planAmvera } from "./amvera/plan.ts";
import { filesOf, platformFacts } from "./facts.ts";
import { planUpsun } from "./upsun/plan.ts";
import { upsunFiles } from "./upsun/read.ts";

/** Makes the plan of a platform's project; `file` is undefined where the platform does without one. */
export type PlanPlatform = (inputs: Inputs, workspace: Workspace, file: RepoPath | undefined) => Plan;

/** The platforms that can be planned. */
const planners: Readonly<Record<keyof typeof platformFacts, PlanPlatform>> = { amvera: planAmvera, upsun: planUpsun };

/**
 * The plan by the platform that is asked for or whose file stands at the root; undefined when it is none of them. A platform does not
 * read Compose files, so its own file goes before those; a configuration or Compose file that the user names goes before both.
 */
export function planByPlatform(inputs: Inputs, workspace: Workspace): Plan | undefined {
  const { platform } = inputs;
  if (platform === "compose" || platform === "dockerfile") return undefined;
  const isNamed = inputs.composeFiles.length > 0 || inputs.nginxConfigs.length > 0;
  const wanted = platform === "auto" ? (isNamed ? [] : Object.values(platformFacts)) : [platformFacts[platform]];
  for (const facts of wanted) {
    const { read } = filesOf(facts, (path) => workspace.isFile(path));
    const plan = planners[facts.id];
    if (read !== undefined || (facts.id === "upsun" && upsunFiles(workspace).length > 0) || platform !== "auto") return plan(inputs, workspace, read);
  }
  return undefined;
}
