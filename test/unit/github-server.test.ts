import { afterEach, beforeEach, expect, it } from "vitest";
import { fakeToken, startGithub, type FakeGithub } from "../helpers/github-server.ts";

let github: FakeGithub;

beforeEach(async () => void (github = await startGithub({ number: 7, state: "open", head: { sha: "1".repeat(40) } })));
afterEach(async () => {
  github.problems.length = 0;
  await github.close().catch(() => undefined);
});

async function send(method: string, path: string, body?: object, token = fakeToken): Promise<number> {
  const answer = await fetch(github.url + path, { method, headers: { authorization: `token ${token}` }, ...(body ? { body: JSON.stringify(body) } : {}) });
  return answer.status;
}

const check = { name: "x", head_sha: "1".repeat(40), status: "completed", conclusion: "success", output: { title: "t", summary: "s" } };

it("takes what GitHub publishes", async () => {
  expect(await send("POST", "/repos/acme/shop/check-runs", check)).toBe(201);
  expect(await send("GET", `/repos/acme/shop/commits/${check.head_sha}/check-runs?check_name=x&filter=all&per_page=100&page=1`)).toBe(200);
  expect(github.problems).toEqual([]);
});

it.each<[string, string, object | undefined, string]>([
  ["POST", "/repos/acme/shop/check-runs", { ...check, conclusion: "green" }, "conclusion must be equal to one of the allowed values"],
  ["POST", "/repos/acme/shop/check-runs", { ...check, head_sha: undefined }, "must have required property 'head_sha'"],
  ["POST", "/repos/acme/shop/check-runs", { ...check, summary: "s" }, "must NOT have additional properties"],
  ["POST", "/repos/acme/shop/check-runs", { ...check, output: { title: "t", summary: "s".repeat(65_536) } }, "must NOT have more than 65535 characters"],
  ["POST", "/repos/acme/shop/pulls/7/comments", { body: "x", path: "a", commit_id: "1", line: "4" }, "line must be integer"],
  ["POST", "/repos/acme/shop/issues/7/comments", {}, "must have required property 'body'"],
  ["GET", "/repos/acme/shop/issues/seven/comments", undefined, "issue_number=seven"],
  ["GET", "/repos/acme/shop/issues/7/comments?perpage=100", undefined, "no query perpage"],
  ["PUT", "/repos/acme/shop/pulls/7/merge", {}, "is no operation that is published"],
])("finds fault with %s %s %j", async (method, path, body, problem) => {
  await send(method, path, body);
  expect(github.problems.join("\n")).toContain(problem);
  await expect(github.close()).rejects.toThrow("do not fit");
});

it("finds fault with another token", async () => {
  await send("GET", "/repos/acme/shop/pulls/7", undefined, "other");
  expect(github.problems).toEqual(["authorization: token other"]);
});
