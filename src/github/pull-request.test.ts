import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeToken, startGithub, type FakeGithub } from "../../test/helpers/github-server.ts";
import { brokenReport, failedReport, harmful, hostileTexts, passedReport, sampleFinding } from "../../test/helpers/sample-report.ts";
import type { Edit } from "../model/edit.ts";
import type { RepoPath } from "../model/location.ts";
import type { Report } from "../model/verdict.ts";
import { readEvent } from "./event.ts";
import { identityOf } from "./identity.ts";
import { postReport, type PostContext } from "./pull-request.ts";
import { connectGithub } from "./rest.ts";

const base = "b".repeat(40);
const own = { id: 1, full_name: "acme/shop" };
const conf = `${["upstream app {", "    server app:8080;", "}", "", "server {", ...Array.from({ length: 8 }, (_, index) => `    # ${index}`)].join("\n")}\n    proxy_pass http://app:8080;\n}\n`;
const shown = "    # 5\n    # 6\n    # 7\n    proxy_pass http://app:8080;\n}".split("\n");
/** A diff that shows lines 11 to 15. */
const patch = ["@@ -11,4 +11,5 @@ server {", ...shown.slice(0, 3).map((line) => ` ${line}`), `+${shown[3]}`, ` ${shown[4]}`].join("\n");
const inDiff = { filename: "nginx/app.conf", status: "modified", patch };
const replaced: Edit = { path: "nginx/app.conf" as RepoPath, startLine: 14, endLine: 14, replacement: "    proxy_pass http://app:3000;" };

let github: FakeGithub;
let printed = "";

beforeEach(async () => {
  github = await startGithub({ number: 7, state: "open", head: { sha: "1".repeat(40) } });
  github.files = [inDiff];
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await github.close();
  if (printed.includes(fakeToken)) throw new Error("the token was printed");
});

interface Run extends Partial<Omit<PostContext, "event">> {
  readonly event?: { readonly name: string; readonly payload: unknown };
  readonly files?: Readonly<Record<string, string>>;
}

/** One run of the gate on the pull request as it stands at the server. */
async function run(report: Report, { event: given, files = { "nginx/app.conf": conf }, ...more }: Run = {}): Promise<void> {
  const payload = { pull_request: { number: 7, head: { sha: github.pull.head.sha, repo: own }, base: { sha: base, repo: own } } };
  const event = readEvent({ ...(given ?? { name: "pull_request", payload }), sha: "c".repeat(40), repository: "acme/shop" });
  await postReport(report, {
    api: connectGithub(fakeToken, github.url, event, { request: 2000, all: 4000 }),
    event,
    identity: identityOf({ name: "", directory: ".", matrix: "null", workflow: "CI", job: "gate" }),
    wanted: { check: true, comment: true, suggest: true },
    prefix: "",
    runUrl: "https://github.com/acme/shop/actions/runs/1",
    read: (path) => Promise.resolve(files[path]),
    isNeutral: false,
    ...more,
  });
}

function push(digit: string): void {
  github.pull = { ...github.pull, head: { sha: digit.repeat(40) } };
}

const routes = (): string[] => github.taken.flatMap(({ route, status }) => (route.startsWith("GET") || status >= 400 ? [] : [route]));
const notices = (): string[] => printed.split("\n").filter((line) => line.startsWith("::notice"));
const withEdits = (...edits: Edit[]): Report => failedReport(sampleFinding({ fix: { text: "Dial port 3000.", edits, safe: true } }));

const [postComment, patchComment] = ["POST /repos/{owner}/{repo}/issues/{issue_number}/comments", "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}"];
const [postReview, patchReview] = ["POST /repos/{owner}/{repo}/pulls/{pull_number}/comments", "PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}"];
const deleteReview = "DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}";
const [postCheck, patchCheck] = ["POST /repos/{owner}/{repo}/check-runs", "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}"];

describe("a red run on a pull request", () => {
  it("puts the proven edit beside its line, a comment, and a check run on the pushed commit", async () => {
    await run(failedReport());
    expect(routes()).toEqual([postReview, postComment, postCheck]);
    const [review] = github.reviews;
    expect(review).toMatchObject({ path: "nginx/app.conf", line: 14, start_line: null });
    expect(review?.body).toMatch(/\n```suggestion\n {4}proxy_pass http:\/\/app:3000;\n```$/);
    expect(review?.body).toContain("Proven: `nginx dials app:3000 instead of app:8080`: `GET / -> 200, 3 of 3`.");
    expect(github.comments[0]?.body).toContain("`port-mismatch`** at `nginx/app.conf:14`: nginx dials app:8080, but the app listens on 3000. (proven)");
    expect(github.comments[0]?.body).toContain("It stands in the diff as a suggestion, ready to commit: `nginx/app.conf`.");
    expect(github.checks[0]).toMatchObject({ name: "Upstream Gate", head_sha: "1".repeat(40), status: "completed", conclusion: "failure" });
    expect(notices()).toEqual([]);
  });

  it("updates on the next push, and repeats nothing", async () => {
    await run(failedReport());
    push("2");
    await run(failedReport());
    expect(routes().slice(3)).toEqual([patchComment, postCheck]);
    expect([github.comments.length, github.reviews.length]).toEqual([1, 1]);
    expect(github.comments[0]?.body).toContain("Commit 2222222.");
  });

  it("updates its check run when the job is run again", async () => {
    await run(failedReport());
    await run(passedReport());
    expect(github.checks).toHaveLength(1);
    expect(github.checks[0]).toMatchObject({ conclusion: "success", head_sha: "1".repeat(40) });
    expect(routes()).toContain(patchCheck);
  });

  it("rewrites a suggestion whose fix is another now, and takes one away whose line is gone", async () => {
    await run(failedReport());
    await run(withEdits({ ...replaced, replacement: "    proxy_pass http://app:4000;" }));
    expect(github.reviews.map(({ body }) => /app:\d+;/.exec(body)?.[0])).toEqual(["app:4000;"]);
    Object.assign(github.reviews[0] ?? {}, { line: null });
    await run(failedReport());
    expect(github.reviews.map(({ body }) => /app:\d+;/.exec(body)?.[0])).toEqual(["app:3000;"]);
    expect(routes()).toContain(deleteReview);
  });

  it("resolves everything when it is green, once", async () => {
    await run(failedReport());
    push("2");
    await run(passedReport());
    expect(github.comments[0]?.body).toContain("Resolved. 1 probe through nginx answered as expected.");
    expect(github.reviews).toEqual([]);
    expect(github.checks.map(({ conclusion }) => conclusion)).toEqual(["failure", "success"]);
    push("3");
    await run(passedReport());
    expect(routes().filter((route) => route === deleteReview)).toHaveLength(1);
    push("4");
    await run(failedReport());
    expect(github.reviews).toHaveLength(1);
  });

  it("keeps a suggestion that was answered, as resolved, and makes it again when the failure is back", async () => {
    await run(failedReport());
    github.reviews.push({ id: 1, body: "Not so sure.", path: "nginx/app.conf", line: 14, user: { login: "ann", type: "User" }, in_reply_to_id: github.reviews[0]?.id ?? 0 });
    push("2");
    await run(passedReport());
    push("3");
    await run(passedReport());
    expect(github.reviews[0]?.body).toMatch(/`port-mismatch`\*\*: resolved\. .* as of 2222222\.$/);
    expect(github.reviews[0]?.body).not.toContain("suggestion\n");
    expect(routes().filter((route) => route === patchReview)).toHaveLength(1);
    await run(failedReport());
    expect(github.reviews).toHaveLength(2);
    expect(github.reviews[0]?.body).toContain("```suggestion\n");
  });

  it("says nothing on a pull request that was healthy all along", async () => {
    await run(passedReport());
    expect(routes()).toEqual([postCheck]);
    expect(printed).toBe("");
  });

  it("says nothing new of a run that could not be made, and does not leave an old report as it was", async () => {
    await run(brokenReport());
    expect(github.comments).toEqual([]);
    await run(failedReport());
    push("2");
    await run(brokenReport());
    expect(github.comments[0]?.body).toContain("could not run");
    expect(github.checks.at(-1)).toMatchObject({ conclusion: "failure" });
    expect(github.reviews[0]?.body).toContain("```suggestion\n");
  });
});

describe("where a suggestion stands", () => {
  const patchIn = (): string => /\n```diff\n([\s\S]*?\n)```/.exec(github.comments[0]?.body ?? "")?.[1] ?? "";

  it("is nowhere when the line is not in the diff: then there is a patch that git takes", async () => {
    github.files = [{ filename: "nginx/app.conf", status: "modified", patch: "@@ -1,2 +1,3 @@\n upstream app {\n+    server app:8080;\n }" }];
    await run(failedReport());
    expect(github.reviews).toEqual([]);
    const folder = mkdtempSync(join(tmpdir(), "upstream-gate-patch-"));
    mkdirSync(join(folder, "nginx"));
    writeFileSync(join(folder, "nginx", "app.conf"), conf);
    execFileSync("git", ["apply", "-"], { cwd: folder, input: patchIn(), env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() } });
    expect(readFileSync(join(folder, "nginx", "app.conf"), "utf8")).toBe(conf.replace("proxy_pass http://app:8080", "proxy_pass http://app:3000"));
    rmSync(folder, { recursive: true });
    expect(JSON.stringify(github.checks[0]?.["output"])).toContain("+    proxy_pass http://app:3000;");
  });

  it("is nowhere when the base has moved and the same number is another line", async () => {
    github.files = [{ ...inDiff, patch: patch.replace("+    proxy_pass http://app:8080;", "+    proxy_pass http://web:8080;") }];
    await run(failedReport());
    expect(github.reviews).toEqual([]);
    expect(patchIn()).toContain("+    proxy_pass http://app:3000;");
  });

  it("is in a renamed file by its present name, and nowhere when it was renamed only", async () => {
    github.files = [{ ...inDiff, status: "renamed", previous_filename: "old.conf" }];
    await run(failedReport());
    expect(github.reviews[0]).toMatchObject({ path: "nginx/app.conf", line: 14 });
    github.reviews = [];
    github.files = [{ filename: "nginx/app.conf", status: "renamed", previous_filename: "old.conf" }];
    await run(failedReport());
    expect(github.reviews).toEqual([]);
    expect(patchIn()).not.toBe("");
  });

  it("is found on a later page of changed files, and comments on theirs", async () => {
    const others = Array.from({ length: 240 }, (_, index) => ({ filename: `src/${index}.ts`, status: "added", patch: "@@ -0,0 +1,1 @@\n+x" }));
    github.files = [...others, inDiff];
    await run(failedReport());
    expect(github.taken.filter(({ route }) => route.endsWith("/files"))).toHaveLength(3);
    expect(github.reviews).toHaveLength(1);
    const chatter = Array.from({ length: 150 }, (_, index) => ({ id: index + 1, body: "LGTM", user: { login: "ann", type: "User" } }));
    github.comments = [...chatter, ...github.comments];
    github.reviews = [...github.reviews, ...chatter.map((each) => ({ ...each, path: "x", line: 1 }))];
    await run(failedReport());
    expect([github.comments.length, github.reviews.length]).toEqual([151, 151]);
  });

  it("spans lines, and repeats a neighbour where lines are only put in", async () => {
    await run(withEdits({ ...replaced, startLine: 13, replacement: "    # seven\n    proxy_pass http://app:3000;" }));
    expect(github.reviews[0]).toMatchObject({ start_line: 13, line: 14 });
    github.reviews = [];
    await run(withEdits({ ...replaced, startLine: 14, endLine: 13, replacement: "    resolver 127.0.0.11;" }));
    expect(github.reviews[0]?.body).toContain("```suggestion\n    resolver 127.0.0.11;\n    proxy_pass http://app:8080;\n```");
    github.reviews = [];
    await run(withEdits({ ...replaced, startLine: 16, endLine: 15, replacement: "# end" }));
    expect(github.reviews[0]?.body).toContain("```suggestion\n}\n# end\n```");
  });

  it("is for all changes of a fix, or for none", async () => {
    await run(withEdits(replaced, { ...replaced, startLine: 2, endLine: 2, replacement: "    server app:3000;" }));
    expect(github.reviews).toEqual([]);
    expect(patchIn().match(/^\+ /gm)).toHaveLength(2);
    await run(withEdits(replaced, { ...replaced, startLine: 12, endLine: 12, replacement: "    # six" }));
    expect(github.reviews.map(({ body }) => /change \d of 2/.exec(body)?.[0])).toEqual(["change 1 of 2", "change 2 of 2"]);
  });

  it("has the checked folder before its path", async () => {
    github.files = [{ ...inDiff, filename: "services/web/nginx/app.conf" }];
    await run(failedReport(), { prefix: "services/web/" });
    expect(github.reviews[0]).toMatchObject({ path: "services/web/nginx/app.conf" });
  });

  it.each([
    ["was not proven", failedReport(sampleFinding({ fix: { text: "x", edits: [replaced], safe: false } })), conf],
    ["was redacted", withEdits({ ...replaced, replacement: "    proxy_set_header X-Key [redacted:KEY];" }), conf],
    ["holds what is not seen", withEdits({ ...replaced, replacement: "    proxy_pass http://app\u202e:3000;" }), conf],
    ["is of a file with other line ends", failedReport(), conf.replaceAll("\n", "\r\n")],
    ["is of a file that is not committed so", failedReport(), undefined],
    ["is beyond the file", withEdits({ ...replaced, startLine: 99, endLine: 99 }), conf],
  ])("is nowhere, and no patch either, when the fix %s", async (_, report, text) => {
    await run(report, { files: text === undefined ? {} : { "nginx/app.conf": text } });
    expect(routes()).toEqual([postComment, postCheck]);
    expect(patchIn()).toBe("");
  });

  it("is resolved when GitHub refuses it: the comment then holds the patch", async () => {
    github.failing.set(postReview, 422);
    await run(failedReport());
    expect(patchIn()).toContain("+    proxy_pass http://app:3000;");
    expect(notices()).toHaveLength(1);
    expect(notices()[0]).toContain("Not posted: suggestions (422 Validation Failed).");
  });
});

describe("what GitHub does not take", () => {
  const writes = [postReview, postComment, postCheck];

  it.each(writes.flatMap((route) => [403, 404, 422, 429, 500, 503].map((status) => [route, status] as const)))("%s with %i is one notice, and the rest is posted", async (route, status) => {
    github.failing.set(route, status);
    await run(failedReport());
    expect(routes()).toEqual(writes.filter((each) => each !== route));
    expect(notices()).toHaveLength(1);
    expect(notices()[0]).toContain(`(${status} `);
    expect(process.exitCode).toBeUndefined();
  });

  it("of a fork's pull request is all of it: one notice, no comment, no throw", async () => {
    for (const route of writes) github.failing.set(route, 403);
    const payload = { pull_request: { number: 7, head: { sha: github.pull.head.sha, repo: { id: 2, full_name: "mallory/shop" } }, base: { sha: base, repo: own } } };
    await run(failedReport(), { event: { name: "pull_request", payload } });
    expect(routes()).toEqual([]);
    expect(notices()).toHaveLength(1);
    expect(notices()[0]).toContain("Not posted: suggestions, comment, check run (403 Resource not accessible by integration). The annotations and the job summary hold the same.");
  });

  it("is a line of the log, no notice, when there is nothing to report", async () => {
    github.failing.set(postCheck, 403);
    await run(passedReport());
    expect(notices()).toEqual([]);
    expect(printed).toContain("Not posted: check run (403");
  });

  it("when reading fails", async () => {
    github.failing.set("GET /repos/{owner}/{repo}/pulls/{pull_number}", 500);
    await run(failedReport());
    expect(routes()).toEqual([postCheck]);
    expect(notices()[0]).toContain("suggestions and comment (500 ");
  });

  it("when nobody is there, or nobody answers", async () => {
    const event = readEvent({ name: "push", payload: {}, sha: "c".repeat(40), repository: "acme/shop" });
    await run(failedReport(), { event: { name: "push", payload: {} }, api: connectGithub(fakeToken, "http://127.0.0.1:1", event) });
    expect(notices()[0]).toContain("Not posted: check run (");
    printed = "";
    await run(failedReport(), { event: { name: "push", payload: {} }, api: connectGithub(fakeToken, github.url, event, { request: 1, all: 1 }) });
    expect(notices()[0]).toContain("Not posted: check run (no answer in time)");
  });
});

describe("other events and other gates", () => {
  it("in a merge queue have a check run on the group's commit, and nothing else", async () => {
    await run(failedReport(), { event: { name: "merge_group", payload: { merge_group: { head_sha: "d".repeat(40) } } } });
    expect(github.taken.map(({ route }) => route)).toEqual(["GET /repos/{owner}/{repo}/commits/{ref}/check-runs", postCheck]);
    expect(github.checks[0]).toMatchObject({ head_sha: "d".repeat(40), conclusion: "failure" });
  });

  it("leave a pull request alone that has a newer commit, or is closed", async () => {
    const payload = { pull_request: { number: 7, head: { sha: "0".repeat(40), repo: own }, base: { sha: base, repo: own } } };
    await run(failedReport(), { event: { name: "pull_request", payload } });
    github.pull = { ...github.pull, state: "closed" };
    await run(failedReport());
    expect(routes()).toEqual([postCheck, postCheck]);
  });

  it("keep to their own comments: shards, jobs and strangers", async () => {
    const shard = (matrix: string, job = "gate"): Run => ({ identity: identityOf({ name: "", directory: ".", matrix, workflow: "CI", job }) });
    await run(failedReport(), shard('{"node": 20}'));
    await run(failedReport(), shard('{"node": 24}'));
    await run(failedReport(), shard('{"node": 24}', "other"));
    expect([github.comments.length, github.reviews.length, github.checks.length]).toEqual([3, 3, 3]);
    expect(github.checks.map(({ name }) => name)).toEqual(["Upstream Gate (20)", "Upstream Gate (24)", "Upstream Gate (24)"]);
    github.comments = github.comments.slice(0, 1).map((comment) => ({ ...comment, user: { login: "mallory", type: "User" } }));
    await run(passedReport(), shard('{"node": 20}'));
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain("port-mismatch");
  });

  it("know the comments of a user's own token", async () => {
    github.viewer = "ann";
    await run(failedReport());
    github.comments = github.comments.map((comment) => ({ ...comment, user: { login: "ann", type: "User" } }));
    await run(passedReport());
    expect(github.comments[0]?.body).toContain("Resolved.");
  });

  it("are neutral where nothing applies", async () => {
    await run({ ...brokenReport(), failure: { kind: "project-not-found", message: "The repository has no Dockerfile." } }, { isNeutral: true });
    expect(routes()).toEqual([postCheck]);
    expect(github.checks[0]).toMatchObject({ conclusion: "neutral" });
  });

  it.each([
    [{ check: false, comment: true, suggest: true }, [postReview, postComment]],
    [{ check: true, comment: false, suggest: true }, [postReview, postCheck]],
    [{ check: true, comment: true, suggest: false }, [postComment, postCheck]],
  ])("post what is wanted only: %j", async (wanted, expected) => {
    await run(failedReport(), { wanted });
    expect(routes()).toEqual(expected);
  });
});

describe("hostile text", () => {
  it.each(hostileTexts)("changes nothing but text: %j", async (text) => {
    const edit = { ...replaced, replacement: `    # ${text.replace(/[\r\n]/g, " ")}` };
    await run(failedReport(sampleFinding({ title: text, what: text, why: text, fix: { text, edits: [edit], safe: true } })), {
      identity: identityOf({ name: text, directory: text, matrix: JSON.stringify({ text }), workflow: text, job: text }),
    });
    const bodies = [...github.comments, ...github.reviews].map(({ body }) => body);
    for (const body of bodies) {
      expect(body.match(/<!--/g)).toHaveLength(1);
      expect(body).toMatch(/^<!-- upstream-gate:\w+:[^\s<>]*(?<!-) -->\n/);
      expect(body).not.toMatch(harmful);
    }
    for (const { body } of github.reviews) {
      const [, fence = ""] = /\n(`{3,})suggestion\n/.exec(body) ?? [];
      expect(body.split("\n").filter((line) => line === fence)).toHaveLength(1);
    }
  });
});
