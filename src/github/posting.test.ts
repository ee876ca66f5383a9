import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as core from "@actions/core";
import { context } from "@actions/github";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { failureOf } from "../../test/helpers/failures.ts";
import { fakeToken, startGithub, type FakeGithub } from "../../test/helpers/github-server.ts";
import { brokenReport, failedReport } from "../../test/helpers/sample-report.ts";
import { identityOf } from "./identity.ts";
import { passesWithoutProject, post, publishNeutral, takePosting } from "./posting.ts";

const sha = "c".repeat(40);
const more = { directory: ".", read: () => Promise.resolve(undefined), isNeutral: false };
let github: FakeGithub;
let folder = "";
let printed = "";

beforeEach(async () => {
  github = await startGithub({ number: 7, state: "open", head: { sha } });
  folder = mkdtempSync(join(tmpdir(), "upstream-gate-"));
  printed = "";
  vi.stubEnv("GITHUB_API_URL", github.url);
  vi.stubEnv("GITHUB_REPOSITORY", "acme/shop");
  vi.stubEnv("GITHUB_WORKSPACE", folder);
  for (const name of ["summary", "output"]) writeFileSync(join(folder, name), "");
  vi.stubEnv("GITHUB_STEP_SUMMARY", join(folder, "summary"));
  vi.stubEnv("GITHUB_OUTPUT", join(folder, "output"));
  Reflect.set(core.summary, "_filePath", undefined);
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
  Object.assign(context, { eventName: "push", sha, payload: {}, workflow: "CI", job: "gate", runId: 5 });
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await github.close();
  rmSync(folder, { recursive: true, force: true });
  if (printed.includes(fakeToken)) throw new Error("the token was printed");
});

function taken(inputs: Readonly<Record<string, string>> = {}): ReturnType<typeof takePosting> {
  for (const [name, value] of Object.entries({ token: fakeToken, ...inputs })) vi.stubEnv(`INPUT_${name.toUpperCase()}`, value);
  return takePosting();
}

describe("posting", () => {
  it("takes the token out of the environment", () => {
    expect(taken()).toEqual({ token: fakeToken, wanted: { check: true, comment: true, suggest: true }, name: "" });
    expect(Object.values(process.env)).not.toContain(fakeToken);
  });

  it("goes to the API that the runner names, with the page of the run", async () => {
    await post(failedReport(), taken(), more);
    expect(github.checks[0]).toMatchObject({ head_sha: sha, conclusion: "failure", details_url: "https://github.com/acme/shop/actions/runs/5", external_id: "CI/gate/Upstream%20Gate" });
  });

  it("names the folder as it stands in the workspace", async () => {
    for (const directory of ["./services/web/", join(folder, "services/web")]) await post(failedReport(), taken(), { ...more, directory });
    expect(github.checks.map(({ name }) => name)).toEqual(["Upstream Gate (services/web)"]);
  });

  it("does nothing without a token, when nothing is wanted, outside of a repository, and when it was interrupted", async () => {
    await post(failedReport(), taken({ token: "" }), more);
    await post(failedReport(), taken({ check: "false", comment: "False", suggest: "false" }), more);
    await post({ ...brokenReport(), failure: { kind: "interrupted", message: "Interrupted." } }, taken(), more);
    vi.stubEnv("GITHUB_REPOSITORY", "");
    await post(failedReport(), taken(), more);
    expect(github.taken).toEqual([]);
  });

  it("refuses words that are none of its inputs'", () => {
    expect(failureOf(() => taken({ comment: "never" })).message).toBe('The input "comment" is "never"; it can be true or false.');
    vi.stubEnv("INPUT_IF-NOTHING", "green");
    expect(failureOf(() => passesWithoutProject()).message).toBe('The input "if-nothing" is "green"; it can be neutral or fail.');
  });

  it("tells that nothing applies, and passes", async () => {
    await publishNeutral({ ...brokenReport(), failure: { kind: "project-not-found", message: "There is no Dockerfile in <here>." } }, "r.json");
    expect(printed).toMatch(/^::notice title=Upstream Gate::Nothing to check: There is no Dockerfile in <here>\. /);
    expect(readFileSync(join(folder, "output"), "utf8")).toMatch(/verdict<<\S+\nneutral\n/);
    expect(readFileSync(join(folder, "summary"), "utf8")).toContain("nothing to check\n\nNothing to check: There is no Dockerfile in &lt;here&gt;.");
    expect(process.exitCode).toBeUndefined();
  });
});

describe("identity", () => {
  const parts = { name: "", directory: ".", matrix: "null", workflow: "CI", job: "gate" };

  it.each([
    [{}, "Upstream Gate"],
    [{ directory: "services/web" }, "Upstream Gate (services/web)"],
    [{ directory: "services/web", matrix: '{"directory":"services/web","node":20,"more":{"x":1}}' }, "Upstream Gate (services/web, 20)"],
    [{ matrix: "not JSON" }, "Upstream Gate"],
    [{ name: " gate / web ", matrix: '{"node":20}' }, "gate / web"],
  ])("of %j is %s", (changes, name) => {
    expect(identityOf({ ...parts, ...changes }).name).toBe(name);
  });

  it("has a key that ends no comment", () => {
    expect(identityOf({ ...parts, name: "--> <b>", workflow: "a/b", job: "-" }).key).toBe("a%2Fb/%2D/%2D%2D%3E%20%3Cb%3E");
  });
});
