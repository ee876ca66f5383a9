import type { RepoPath } from "../../model/location.ts";
import { parseYaml } from "../../text/yaml.ts";
import { hostingRules, type Deployment } from "./deployment.ts";
import { placeIn, textAt, textsAt } from "./yaml-values.ts";

/** Reads App Engine's `app.yaml`; undefined for a file of that name that is another tool's. */
export function readAppEngine(file: RepoPath, text: string): Deployment | undefined {
  const yaml = parseYaml(file, text);
  const runtime = textAt(yaml, ["runtime"]);
  if (!runtime || !/^(?:python|nodejs|node|ruby|go|php|java|custom)/.test(runtime.value)) return undefined;
  const command = textAt(yaml, ["entrypoint"]) ?? (/^python3/.test(runtime.value) ? { value: "gunicorn -b :$PORT main:app", at: placeIn(yaml, ["runtime"]) } : undefined);
  return {
    rules: hostingRules.appEngine,
    file,
    at: placeIn(yaml, ["runtime"]),
    ...(command && runtime.value !== "custom" ? { command } : {}),
    variables: textsAt(yaml, ["env_variables"]),
  };
}
