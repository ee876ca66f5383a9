import { readFileSync } from "node:fs";
import { refuseForkCode } from "./event.ts";

/** The same refusal for the command line tool in a step of a workflow: the runner leaves the event in the environment. Throws a Failure of kind "refused". */
export function refuseUntrustedStep(environment: NodeJS.ProcessEnv, isAllowed: boolean): void {
  if (environment["GITHUB_ACTIONS"] === "true") refuseForkCode({ name: environment["GITHUB_EVENT_NAME"] ?? "", payload: payloadAt(environment["GITHUB_EVENT_PATH"]) }, isAllowed);
}

/** What cannot be read tells nothing. */
function payloadAt(path: string | undefined): unknown {
  try {
    return JSON.parse(readFileSync(path ?? "", "utf8"));
  } catch {
    return undefined;
  }
}
