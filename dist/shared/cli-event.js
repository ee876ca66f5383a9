import { r as refuseForkCode } from "./event.js";
import { readFileSync } from "node:fs";

// src/github/cli-event.ts
/** The same refusal for the command line tool in a step of a workflow: the runner leaves the event in the environment. Throws a Failure of kind "refused". */
function refuseUntrustedStep(environment, isAllowed) {
	if (environment["GITHUB_ACTIONS"] === "true") refuseForkCode({
		name: environment["GITHUB_EVENT_NAME"] ?? "",
		payload: payloadAt(environment["GITHUB_EVENT_PATH"])
	}, isAllowed);
}
/** What cannot be read tells nothing. */
function payloadAt(path) {
	try {
		return JSON.parse(readFileSync(path ?? "", "utf8"));
	} catch {
		return;
	}
}

export { refuseUntrustedStep };