import { describe, expect, it } from "vitest";
import { failureOf } from "../../test/helpers/failures.ts";
import { readEvent, refuseForkCode } from "./event.ts";

const [head, base, merge] = ["a".repeat(40), "b".repeat(40), "c".repeat(40)];
const own = { id: 1, full_name: "acme/shop" };
const fork = { id: 2, full_name: "mallory/shop" };
const pull = (headRepository: unknown): object => ({ pull_request: { number: 7, head: { sha: head, repo: headRepository }, base: { sha: base, repo: own } } });
const run = (event: unknown, headRepository: unknown): object => ({ workflow_run: { event, head_sha: head, head_repository: headRepository, repository: own } });
const read = (name: string, payload: unknown): ReturnType<typeof readEvent> => readEvent({ name, payload, sha: merge, repository: "acme/shop" });

describe("event", () => {
  it("checks the pushed commit of a pull request, not the merge", () => {
    expect(read("pull_request", pull(own))).toEqual({ name: "pull_request", owner: "acme", repo: "shop", sha: head, pullRequest: { number: 7, headSha: head, baseSha: base, isFork: false } });
    expect(read("pull_request", pull(fork)).pullRequest?.isFork).toBe(true);
    expect(read("pull_request", pull(null)).pullRequest?.isFork).toBe(true);
  });

  it("knows no pull request in a merge queue, a run after another, and a push", () => {
    expect(read("merge_group", { merge_group: { head_sha: head } })).toEqual({ name: "merge_group", owner: "acme", repo: "shop", sha: head });
    expect(read("workflow_run", run("push", own)).sha).toBe(head);
    expect(read("push", {})).toEqual({ name: "push", owner: "acme", repo: "shop", sha: merge });
  });

  it.each([{ pull_request: { number: "7; rm", head: { sha: head }, base: { sha: base } } }, { pull_request: { number: 7, head: { sha: "--exec" }, base: { sha: base } } }, null, "x"])(
    "takes nothing from a payload that is not of its kind: %j",
    (payload) => {
      expect(read("pull_request", payload)).toEqual({ name: "pull_request", owner: "acme", repo: "shop", sha: merge });
    },
  );
});

describe("code of a fork in a privileged run", () => {
  const refused: readonly (readonly [string, unknown])[] = [
    ["pull_request_target", pull(fork)],
    ["pull_request_target", pull(null)],
    ["pull_request_target", pull({ full_name: "acme/shop" })],
    ["pull_request_target", {}],
    ["pull_request_target", null],
    ["workflow_run", run("pull_request", fork)],
    ["workflow_run", run("pull_request", null)],
    ["workflow_run", run("pull_request_target", own)],
    ["workflow_run", run("workflow_run", own)],
    ["workflow_run", run(undefined, own)],
    ["workflow_run", {}],
    ["issue_comment", { issue: { number: 7, pull_request: {} } }],
    ["issue_comment", {}],
  ];

  it.each(refused)("is refused: %s %j", (name, payload) => {
    const failure = failureOf(() => refuseForkCode({ name, payload }, false));
    expect(failure.kind).toBe("refused");
    expect(failure.message).toContain(`started by ${name} and `);
    expect(failure.remedy).toContain("allow-fork-code");
    expect(() => refuseForkCode({ name, payload }, true)).not.toThrow();
  });

  const taken: readonly (readonly [string, unknown])[] = [
    ["pull_request", pull(fork)],
    ["pull_request", pull(own)],
    ["pull_request_target", pull(own)],
    ["workflow_run", run("push", own)],
    ["workflow_run", run("pull_request", own)],
    ["issue_comment", { issue: { number: 7 } }],
    ["push", {}],
    ["merge_group", {}],
    ["toString", {}],
  ];

  it.each(taken)("is no matter for %s %j", (name, payload) => {
    expect(() => refuseForkCode({ name, payload }, false)).not.toThrow();
  });

  it("names the fork, and no text of its own", () => {
    expect(failureOf(() => refuseForkCode({ name: "pull_request_target", payload: pull(fork) }, false)).message).toContain("the pull request's code is that of the fork mallory/shop");
    expect(failureOf(() => refuseForkCode({ name: "pull_request_target", payload: pull({ id: 3, full_name: "x\n::error::y" }) }, false)).message).not.toContain("::error");
  });
});
