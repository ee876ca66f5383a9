import type { Engine, OwnedObject } from "../docker/engine.ts";
import { isAbandoned, isAlive, runLabel } from "../docker/labels.ts";

/** Which objects to remove. */
export type Leftover = (object: OwnedObject) => boolean;

/** What runs that have died left behind. */
export const abandoned: Leftover = (object) => isAbandoned(object.labels, Date.now());

/** What any run made, but for those that go on. */
export const notInUse: Leftover = (object) => !isAlive(object.labels);

/** What one run made. */
export function ofRun(id: string): Leftover {
  return (object) => object.labels[runLabel] === id;
}

/** Removes objects that carry our label, containers first; answers how many are gone. Nothing without the label is ever touched. */
export async function removeLeftovers(engine: Engine, isLeftover: Leftover): Promise<number> {
  const objects = (await engine.owned()).filter(isLeftover);
  const ofKind = (kind: OwnedObject["kind"]): OwnedObject[] => objects.filter((object) => object.kind === kind);
  const removals = await Promise.allSettled(ofKind("container").map((object) => engine.remove(object.id)));
  const rest = await Promise.allSettled([
    ...ofKind("network").map((object) => engine.removeNetwork(object.id)),
    ...ofKind("volume").map((object) => engine.removeVolume(object.id)),
    ...ofKind("image").map((object) => engine.removeImage(object.id)),
  ]);
  return [...removals, ...rest].filter((result) => result.status === "fulfilled").length;
}
