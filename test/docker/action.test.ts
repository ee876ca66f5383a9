import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { docker, requireEngine } from "../helpers/engine.ts";
import { fakeToken, startGithub, type FakeGithub } from "../helpers/github-server.ts";
import { nodes, Runner, type Event, type Job, type StepResult } from "../helpers/runner.ts";
import { runTool } from "../helpers/tool.ts";

const root = join(import.meta.dirname, "..", "..");
const [head, base] = ["1".repeat(40), "b".repeat(40)];
const own = { id: 1, full_name: "acme/shop" };
const fork = { id: 2, full_name: "mallory/shop" };
const pullRequest = (name: string, headRepository: object): Event => ({ name, payload: { pull_request: { number: 7, head: { sha: head, repo: headRepository }, base: { sha: base, repo: own } } } });
const found = nodes();
const newest = found.get(24) ?? found.get(20) ?? "";
const oldest = found.get(20) ?? newest;

let red: Runner;
let green: Runner;
let github: FakeGithub;

beforeAll(async () => {
  await requireEngine();
  if (newest === "") throw new Error("neither Node 20 nor Node 24 is here");
  red = new Runner((workspace) => cpSync(join(root, "examples", "compose-502"), workspace, { recursive: true }));
  green = new Runner((workspace) => cpSync(join(root, "examples", "compose-fixed"), workspace, { recursive: true }));
});

afterAll(() => {
  red.close();
  green.close();
});

beforeEach(async () => {
  github = await startGithub({ number: 7, state: "open", head: { sha: head } });
  github.files = [{ filename: "nginx/app.conf", status: "modified", patch: "@@ -4,4 +4,4 @@\n \n     location / {\n-        proxy_pass http://app:3000;\n+        proxy_pass http://app:8080;\n" }];
});

afterEach(async () => {
  await github.close();
});

const job = (node: string, event: Event): Job => ({ node, event, sha: "c".repeat(40), token: fakeToken, apiUrl: github.url });

/** What is on the engine under the id of the run that a step made. */
async function left(step: StepResult): Promise<string[]> {
  expect(step.state["run"]).toMatch(/^[0-9a-f]{12}$/);
  const filter = ["--filter", `label=upstream-gate.run=${step.state["run"]}`];
  const lists = await Promise.all(
    [
      ["ps", "-aq"],
      ["network", "ls", "-q"],
      ["volume", "ls", "-q"],
      ["images", "-q"],
    ].map((list) => runTool(docker, [...list, ...filter])),
  );
  return lists.flatMap(({ out }) => out.split("\n").filter((line) => line !== ""));
}

// oxlint-disable-next-line no-control-regex -- it is what a terminal is told
const colour = /\u001b\[[\d;]*m/g;

/** What a reader of the log sees, kept as a file where that is asked for. */
function keep(name: string, main: StepResult, post?: StepResult): void {
  const folder = process.env["UPSTREAM_GATE_TRANSCRIPTS"];
  if (folder === undefined) return;
  const log = (step: StepResult): string =>
    step.out
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<token>")
      .replace(/upstream-gate-runner-\w+/g, "upstream-gate-runner")
      .replace(/(?:^ *[\d.]+ m?s {2}app \| .*\n)+/gm, "          app | (the builder's lines)\n")
      .replace(colour, "")
      .replace(/ +$/gm, "");
  mkdirSync(folder, { recursive: true });
  const parts = [
    `# main, exit code ${main.code}`,
    log(main),
    ...(post ? [`# post, exit code ${post.code}`, log(post)] : []),
    "# outputs",
    ...Object.entries(main.outputs).map(([key, value]) => `${key}=${value}`),
  ];
  writeFileSync(join(folder, `${name}.txt`), `${parts.map((part) => part.trimEnd()).join("\n")}\n`);
}

const annotations = (step: StepResult, level: string): string[] =>
  step.commands.filter(({ name }) => name === level).map(({ properties, message }) => `${properties["file"]}:${properties["line"]} ${message.split("\n")[0]}`);

describe("the action as a runner runs it", () => {
  it("is red on the line, beside it as a suggestion, and leaves nothing", async () => {
    const event = pullRequest("pull_request", own);
    const main = await red.main({}, job(newest, event)).ended;
    const post = await red.post({}, job(newest, event), main.state);
    keep("red", main, post);
    expect([main.code, post.code, post.out]).toEqual([1, 0, ""]);
    expect(annotations(main, "error")[0]).toMatch(/^nginx\/app\.conf:6 nginx dials port 8080/);
    expect(main.outputs).toMatchObject({ verdict: "fail", cause: "port-mismatch" });
    expect(main.summary).toContain("port-mismatch");
    expect(github.reviews[0]?.body).toMatch(/```suggestion\n +proxy_pass http:\/\/app:3000;\n```$/);
    expect(github.comments).toHaveLength(1);
    expect(github.checks[0]).toMatchObject({ head_sha: head, conclusion: "failure" });
    expect(main.out).not.toContain(fakeToken);
    expect(await left(main)).toEqual([]);
  });

  it("is red for a fork too, with one notice of what its token may not do", async () => {
    for (const route of ["POST /repos/{owner}/{repo}/issues/{issue_number}/comments", "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments", "POST /repos/{owner}/{repo}/check-runs"])
      github.failing.set(route, 403);
    const main = await red.main({}, job(oldest, pullRequest("pull_request", fork))).ended;
    keep("fork", main);
    expect(main.code).toBe(1);
    expect(main.outputs).toMatchObject({ verdict: "fail", cause: "port-mismatch" });
    expect(main.commands.filter(({ message }) => message.startsWith("Not posted"))).toHaveLength(1);
    expect(await left(main)).toEqual([]);
  });

  it.each([...found])("is green and silent on Node %i", async (_, node) => {
    const event: Event = { name: "merge_group", payload: { merge_group: { head_sha: head } } };
    const main = await green.main({}, job(node, event)).ended;
    const post = await green.post({}, job(node, event), main.state);
    keep("green", main, post);
    expect([main.code, post.code, post.out]).toEqual([0, 0, ""]);
    expect(main.commands.filter(({ name }) => /error|warning|notice/.test(name))).toEqual([]);
    expect(main.outputs).toMatchObject({ verdict: "pass", cause: "", findings: "0" });
    expect(github.checks[0]).toMatchObject({ head_sha: head, conclusion: "success" });
    expect(await left(main)).toEqual([]);
  });

  it("ends in time when it is cancelled, posts nothing, and leaves nothing", async () => {
    const event = pullRequest("pull_request", own);
    let cancelled = 0;
    const main = await red.main({}, job(newest, event), (line, step) => {
      if (cancelled > 0 || !/^ *[\d.]+ m?s {2}\S+ started$/.test(line)) return;
      cancelled = performance.now();
      step.cancel();
    }).ended;
    const took = performance.now() - cancelled;
    const post = await red.post({}, job(newest, event), main.state);
    keep("cancelled", main, post);
    expect(cancelled).toBeGreaterThan(0);
    expect([main.code, main.signal, post.code]).toEqual([1, null, 0]);
    expect(took).toBeLessThan(10_000);
    expect(main.outputs).toMatchObject({ verdict: "error" });
    expect(github.taken).toEqual([]);
    expect(await left(main)).toEqual([]);
  });

  const hardEnds: readonly (readonly [string, readonly NodeJS.Signals[], readonly [number | null, string | null]])[] = [
    ["was killed", ["SIGKILL"], [null, "SIGKILL"]],
    ["had no time to clean up between the interrupt and the request to end", ["SIGINT", "SIGTERM"], [3, null]],
  ];

  it.each(hardEnds)("cleans up afterwards when it %s", async (_, signals, ended) => {
    const event = pullRequest("pull_request", own);
    let isSent = false;
    const main = await red.main({}, job(newest, event), (line, step) => {
      if (isSent || !/^ *[\d.]+ m?s {2}\S+ started$/.test(line)) return;
      isSent = true;
      // Two signals in one moment would be one.
      for (const [index, signal] of signals.entries()) setTimeout(() => step.send(signal), 20 * index);
    }).ended;
    expect([main.code, main.signal]).toEqual(ended);
    expect((await left(main)).length).toBeGreaterThan(0);
    const post = await red.post({}, job(newest, event), main.state);
    keep(signals.join("-").toLowerCase(), main, post);
    expect(post.code).toBe(0);
    expect(post.out).toMatch(/^Removed \d+ objects that the run had left\.\n$/);
    expect(await left(main)).toEqual([]);
  });

  it.each([...found])("refuses a fork's code in a privileged run on Node %i, before anything is read or started", async (_, node) => {
    const event = pullRequest("pull_request_target", fork);
    const main = await red.main({}, job(node, event)).ended;
    const post = await red.post({}, job(node, event), main.state);
    keep("refused", main, post);
    expect([main.code, post.code, post.out]).toEqual([1, 0, ""]);
    expect(annotations(main, "error")[0]).toContain("Could not run: This run was started by pull_request_target and the pull request's code is that of the fork mallory/shop");
    expect(main.state).toEqual({});
    expect(github.taken).toEqual([]);
  });

  it("is neutral where nothing applies, and not where something is named", async () => {
    const empty = new Runner((workspace) => writeFileSync(join(workspace, "README.md"), "# A library\n"));
    const event = pullRequest("pull_request", own);
    const main = await empty.main({}, job(newest, event)).ended;
    expect([main.code, main.outputs["verdict"]]).toEqual([0, "neutral"]);
    expect(annotations(main, "notice")).toHaveLength(1);
    expect(github.checks[0]).toMatchObject({ conclusion: "neutral" });
    const strict = await empty.main({ "if-nothing": "fail" }, job(newest, event)).ended;
    expect([strict.code, strict.outputs["verdict"]]).toEqual([1, "error"]);
    const named = await empty.main({ platform: "compose" }, job(newest, event)).ended;
    expect([named.code, named.outputs["verdict"]]).toEqual([1, "error"]);
    empty.close();
  });
});
