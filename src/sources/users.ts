import type { Service } from "../model/plan.ts";
import type { UserMention } from "../model/source.ts";
import { parseDockerfile, stageLine, targetStage } from "../text/dockerfile.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** The last USER instruction of each image that is built from the repository. */
export function userMentions(workspace: Workspace, services: readonly Service[]): UserMention[] {
  return services.flatMap(({ name, image }) => {
    if (image.kind !== "build" || image.inline !== undefined) return [];
    const text = workspace.read(image.dockerfile);
    const file = text === undefined ? undefined : parseDockerfile(image.dockerfile, text, image.args);
    const stage = file && targetStage(file, image.target);
    if (!file || !stage) return [];
    const last = stageLine(file, stage)
      .stages.flatMap((each) => each.instructions)
      .findLast((instruction) => instruction.keyword === "USER");
    return last ? [{ service: name, user: last.text.trim(), at: last.at }] : [];
  });
}
