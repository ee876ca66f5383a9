import { failure } from "../model/failure.ts";

/** What the runner tells of the event: its name, and the payload as it was parsed; nothing in the payload is taken for granted. */
export interface EventSource {
  readonly name: string;
  readonly payload: unknown;
  /** GITHUB_SHA and GITHUB_REPOSITORY ("owner/name"). */
  readonly sha: string;
  readonly repository: string;
}

/** The pull request that an event is about. */
export interface PullRequestEvent {
  readonly number: number;
  /** The commit that was pushed, which is not the merge that is checked out. */
  readonly headSha: string;
  readonly baseSha: string;
  /** The code is another repository's, or nobody knows whose. */
  readonly isFork: boolean;
}

/** What of the event matters to the gate. */
export interface GateEvent {
  readonly name: string;
  readonly owner: string;
  readonly repo: string;
  /** The commit that checks belong to. */
  readonly sha: string;
  readonly pullRequest?: PullRequestEvent;
}

/** Reads an event. Parts that are absent or not of their kind are left out. */
export function readEvent({ name, payload, sha, repository }: EventSource): GateEvent {
  const [owner = "", repo = ""] = repository.split("/");
  const pullRequest = pullRequestOf(payload);
  const ofQueue = shaAt(payload, "merge_group", "head_sha");
  const ofRun = shaAt(payload, "workflow_run", "head_sha");
  return { name, owner, repo, sha: pullRequest?.headSha ?? ofQueue ?? ofRun ?? sha, ...(pullRequest ? { pullRequest } : {}) };
}

function pullRequestOf(payload: unknown): PullRequestEvent | undefined {
  const number = at(payload, "pull_request", "number");
  const headSha = shaAt(payload, "pull_request", "head", "sha");
  const baseSha = shaAt(payload, "pull_request", "base", "sha");
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 1 || headSha === undefined || baseSha === undefined) return undefined;
  return { number, headSha, baseSha, isFork: !isSameRepository(at(payload, "pull_request", "head", "repo"), at(payload, "pull_request", "base", "repo")) };
}

/** Events whose runs have the base repository's token and secrets, whoever wrote the code that a workflow then checks out. */
const privilegedEvents: Readonly<Record<string, (payload: unknown) => string | undefined>> = {
  pull_request_target: strangerOfPullRequest,
  workflow_run: strangerOfRun,
  issue_comment: strangerOfComment,
};

/**
 * Throws a Failure of kind "refused" where code of a fork would be built and run with the base repository's token and secrets. What
 * the event does not tell counts as a fork's. `isAllowed`: the workflow says that this is meant.
 */
export function refuseForkCode({ name, payload }: Pick<EventSource, "name" | "payload">, isAllowed: boolean): void {
  const whose = Object.hasOwn(privilegedEvents, name) ? privilegedEvents[name]?.(payload) : undefined;
  if (whose === undefined || isAllowed) return;
  throw failure("refused", `This run was started by ${name} and ${whose}: the gate would build and run it within reach of this repository's token and secrets.`, {
    remedy: "Start the workflow on pull_request, where a fork's code has neither. Where the job has nothing worth stealing, set the input allow-fork-code to true.",
  });
}

function strangerOfPullRequest(payload: unknown): string | undefined {
  const head = at(payload, "pull_request", "head", "repo");
  if (isSameRepository(head, at(payload, "pull_request", "base", "repo"))) return undefined;
  return `the pull request's code is ${ownerOf(head)}`;
}

/** A run that was itself started by such an event does not tell whose code it carries on. */
function strangerOfRun(payload: unknown): string | undefined {
  const trigger = at(payload, "workflow_run", "event");
  const head = at(payload, "workflow_run", "head_repository");
  const base = at(payload, "workflow_run", "repository") ?? at(payload, "repository");
  if (typeof trigger !== "string" || Object.hasOwn(privilegedEvents, trigger)) return "the run before it does not tell whose code it is about";
  return isSameRepository(head, base) ? undefined : `the code of the run before it is ${ownerOf(head)}`;
}

function strangerOfComment(payload: unknown): string | undefined {
  const issue = at(payload, "issue");
  const isPlainIssue = typeof issue === "object" && issue !== null && !("pull_request" in issue);
  return isPlainIssue ? undefined : "a comment does not tell whose code the pull request has";
}

function ownerOf(repository: unknown): string {
  const name = at(repository, "full_name");
  return typeof name === "string" && /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(name) ? `that of the fork ${name}` : "that of a fork that is gone or not named";
}

function isSameRepository(a: unknown, b: unknown): boolean {
  const [one, other] = [at(a, "id"), at(b, "id")];
  return typeof one === "number" && one === other;
}

/** A commit's hash at a path of keys; undefined where there is none, or something else. */
export function shaAt(payload: unknown, ...path: readonly string[]): string | undefined {
  const value = at(payload, ...path);
  return typeof value === "string" && /^[0-9a-f]{40,64}$/.test(value) ? value : undefined;
}

/** What stands at a path of keys in parsed JSON; undefined where there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inside, key) => (typeof inside === "object" && inside !== null && Object.hasOwn(inside, key) ? (inside as Record<string, unknown>)[key] : undefined), value);
}
