import { r as failure } from "./failure.js";

// src/github/event.ts
/** Reads an event. Parts that are absent or not of their kind are left out. */
function readEvent({ name, payload, sha, repository }) {
	const [owner = "", repo = ""] = repository.split("/");
	const pullRequest = pullRequestOf(payload);
	const ofQueue = shaAt(payload, "merge_group", "head_sha");
	const ofRun = shaAt(payload, "workflow_run", "head_sha");
	return {
		name,
		owner,
		repo,
		sha: pullRequest?.headSha ?? ofQueue ?? ofRun ?? sha,
		...pullRequest ? { pullRequest } : {}
	};
}
function pullRequestOf(payload) {
	const number = at(payload, "pull_request", "number");
	const headSha = shaAt(payload, "pull_request", "head", "sha");
	const baseSha = shaAt(payload, "pull_request", "base", "sha");
	if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 1 || headSha === void 0 || baseSha === void 0) return void 0;
	return {
		number,
		headSha,
		baseSha,
		isFork: !isSameRepository(at(payload, "pull_request", "head", "repo"), at(payload, "pull_request", "base", "repo"))
	};
}
/** Events whose runs have the base repository's token and secrets, whoever wrote the code that a workflow then checks out. */
const privilegedEvents = {
	pull_request_target: strangerOfPullRequest,
	workflow_run: strangerOfRun,
	issue_comment: strangerOfComment
};
/**
* Throws a Failure of kind "refused" where code of a fork would be built and run with the base repository's token and secrets. What
* the event does not tell counts as a fork's. `isAllowed`: the workflow says that this is meant.
*/
function refuseForkCode({ name, payload }, isAllowed) {
	const whose = Object.hasOwn(privilegedEvents, name) ? privilegedEvents[name]?.(payload) : void 0;
	if (whose === void 0 || isAllowed) return;
	throw failure("refused", `This run was started by ${name} and ${whose}: the gate would build and run it within reach of this repository's token and secrets.`, { remedy: "Start the workflow on pull_request, where a fork's code has neither. Where the job has nothing worth stealing, set the input allow-fork-code to true." });
}
function strangerOfPullRequest(payload) {
	const head = at(payload, "pull_request", "head", "repo");
	if (isSameRepository(head, at(payload, "pull_request", "base", "repo"))) return void 0;
	return `the pull request's code is ${ownerOf(head)}`;
}
/** A run that was itself started by such an event does not tell whose code it carries on. */
function strangerOfRun(payload) {
	const trigger = at(payload, "workflow_run", "event");
	const head = at(payload, "workflow_run", "head_repository");
	const base = at(payload, "workflow_run", "repository") ?? at(payload, "repository");
	if (typeof trigger !== "string" || Object.hasOwn(privilegedEvents, trigger)) return "the run before it does not tell whose code it is about";
	return isSameRepository(head, base) ? void 0 : `the code of the run before it is ${ownerOf(head)}`;
}
function strangerOfComment(payload) {
	const issue = at(payload, "issue");
	return typeof issue === "object" && issue !== null && !("pull_request" in issue) ? void 0 : "a comment does not tell whose code the pull request has";
}
function ownerOf(repository) {
	const name = at(repository, "full_name");
	return typeof name === "string" && /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(name) ? `that of the fork ${name}` : "that of a fork that is gone or not named";
}
function isSameRepository(a, b) {
	const [one, other] = [at(a, "id"), at(b, "id")];
	return typeof one === "number" && one === other;
}
/** A commit's hash at a path of keys; undefined where there is none, or something else. */
function shaAt(payload, ...path) {
	const value = at(payload, ...path);
	return typeof value === "string" && /^[0-9a-f]{40,64}$/.test(value) ? value : void 0;
}
/** What stands at a path of keys in parsed JSON; undefined where there is none. */
function at(value, ...path) {
	return path.reduce((inside, key) => typeof inside === "object" && inside !== null && Object.hasOwn(inside, key) ? inside[key] : void 0, value);
}

export { shaAt as i, readEvent as n, refuseForkCode as r, at as t };