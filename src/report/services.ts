import type { Service } from "../model/plan.ts";
import { cleanLine } from "./clean-text.ts";

/** Where a service's image comes from: "postgres:16", "built from web/Dockerfile". */
export function describeImage({ image }: Service): string {
  if (image.kind === "reference") return cleanLine(image.reference, 120);
  const recipe = image.inline === undefined ? image.dockerfile : image.places ? "a Dockerfile of the gate" : "an inline Dockerfile";
  return cleanLine(`built from ${recipe}${image.target === undefined ? "" : `, stage ${image.target}`}`, 160);
}
