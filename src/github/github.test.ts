import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as core from "@actions/core";
import { context } from "@actions/github";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { brokenReport, failedReport, hostileReport, hostileTexts, passedReport } from "../../test/helpers/sample-report.ts";
import { pathPrefix, repositoryPrefix } from "./checkout.ts";
import { readInputs, type ActionInputs } from "./inputs.ts";
import { liveLog } from "./live-log.ts";
import { publish } from "./publish.ts";
import { withCommandsStopped } from "./quiet-log.ts";

let folder = "";
let written = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "upstream-gate-"));
  written = "";
  for (const name of ["summary", "output"]) writeFileSync(join(folder, name), "");
  vi.stubEnv("GITHUB_STEP_SUMMARY", join(folder, "summary"));
  vi.stubEnv("GITHUB_OUTPUT", join(folder, "output"));
  vi.stubEnv("GITHUB_WORKSPACE", folder);
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
  // The summary remembers its path for good.
  Reflect.set(core.summary, "_filePath", undefined);
  context.payload = {};
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** The commands that a runner would take from an output, in both of its syntaxes; `add-mask` left out. */
function commandsIn(output: string): string[] {
  const taken: string[] = [];
  let token: string | undefined;
  for (const line of output.split(/\r?\n/)) {
    const name = /^\s*::([\w-]+)(?: [^:]*)?::/.exec(line)?.[1] ?? /##\[([\w-]+)(?: [^\]]*)?\]/.exec(line)?.[1];
    if (name === undefined) continue;
    if (token !== undefined) token = name === token ? undefined : token;
    else if (name === "stop-commands") token = line.split("::").at(-1);
    else if (name !== "add-mask") taken.push(name);
  }
  expect(token).toBeUndefined();
  return taken;
}

const outputs = (): string => readFileSync(join(folder, "output"), "utf8");
const summary = (): string => readFileSync(join(folder, "summary"), "utf8");

describe("publish", () => {
  it("annotates, writes the summary, sets outputs and fails the step", async () => {
    await publish(failedReport(), { summary: "# S\n", text: "the report\n", reportPath: "r.json", evidencePath: "e.json" });
    expect(written).toContain("::error title=port-mismatch%3A nginx dials app%3A8080%2C but the app listens on 3000,file=nginx/app.conf,line=14::nginx dials port 8080");
    expect(written).toContain("file=Dockerfile,line=9::the port is set here. See nginx/app.conf:14.");
    expect(commandsIn(written)).toEqual(["error", "notice"]);
    expect(written).toContain("\nport-mismatch at nginx/app.conf:14: nginx dials app:8080, but the app listens on 3000.");
    expect(process.exitCode).toBe(1);
    expect(summary()).toBe("# S\n");
    for (const pair of [/verdict<<(\S+)\nfail\n/, /cause<<(\S+)\nport-mismatch\n/, /findings<<(\S+)\n1\n/, /report<<(\S+)\nr\.json\n/, /evidence<<(\S+)\ne\.json\n/]) expect(outputs()).toMatch(pair);
  });

  it("leaves a passed step alone", async () => {
    await publish(passedReport(), { summary: "ok" });
    expect(written).toBe("");
    expect(process.exitCode).toBeUndefined();
    expect(outputs()).toMatch(/cause<<\S+\n\n/);
  });

  it("fails in one sentence when the run could not be made", async () => {
    await publish(brokenReport(), { summary: "" });
    expect(written).toContain("Could not run: Docker does not answer at unix:///var/run/docker.sock.\n");
    expect(outputs()).toMatch(/verdict<<\S+\nerror\n/);
  });

  it("warns when the summary or the outputs cannot be written", async () => {
    vi.stubEnv("GITHUB_STEP_SUMMARY", join(folder, "absent", "summary"));
    vi.stubEnv("GITHUB_OUTPUT", join(folder, "absent", "output"));
    await publish(passedReport(), { summary: "x" });
    expect(commandsIn(written)).toEqual(["warning", "warning"]);
    vi.stubEnv("GITHUB_STEP_SUMMARY", undefined);
    Reflect.set(core.summary, "_filePath", undefined);
    written = "";
    await publish(passedReport(), { summary: "x" });
    expect(written).toContain("::warning::The job summary was not written: ");
  });

  it("warns when the summary is too large, and writes none of it", async () => {
    await publish(passedReport(), { summary: "é".repeat(524_289) });
    expect(written).toContain("::warning::The job summary was not written: it has 1048578 bytes");
    expect(summary()).toBe("");
  });

  it("puts nothing on a generated file", async () => {
    await publish(failedReport(), { summary: "", generated: new Set(["nginx/app.conf"]) });
    expect(written).toContain("file=Dockerfile,line=9::");
    expect(written).not.toContain("file=nginx/app.conf");
  });

  it("puts the checked folder before the paths", async () => {
    mkdirSync(join(folder, ".git"));
    mkdirSync(join(folder, "services", "web"), { recursive: true });
    await publish(failedReport(), { summary: "", directory: "services/web" });
    expect(written).toContain("file=services/web/nginx/app.conf,line=14");
  });

  it.each(hostileTexts)("lets no text give a command: %j", async (text) => {
    await publish(hostileReport(text), { summary: text, text: `${text}\n`, reportPath: text });
    expect(commandsIn(written)).toEqual(["error", "notice"]);
    const unguarded = written.replace(/^::(?:stop-commands::)?[0-9a-f]{8}-[0-9a-f-]{27}(?:::)?$/gm, "");
    expect(commandsIn(unguarded)).toEqual(["error", "notice"]);
  });
});

describe("commands stopped", () => {
  it("uses a new masked token each time, and restores after a throw", () => {
    expect(() =>
      withCommandsStopped(() => {
        process.stdout.write("::error::pwned\n##[error]pwned\n");
        throw new Error("boom");
      }),
    ).toThrow("boom");
    withCommandsStopped(() => {});
    const tokens = [...written.matchAll(/^::stop-commands::(\S+)$/gm)].map((match) => match[1]);
    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) expect(written).toContain(`::add-mask::${token}\n`);
    for (const token of tokens) expect(written.indexOf(`::add-mask::${token}`)).toBeLessThan(written.indexOf(`::stop-commands::${token}`));
    expect(commandsIn(written)).toEqual([]);
  });
});

describe("inputs", () => {
  const read = (inputs: Readonly<Record<string, string>>, event: typeof context.payload = {}): ActionInputs => {
    for (const [name, value] of Object.entries(inputs)) vi.stubEnv(`INPUT_${name.toUpperCase()}`, value);
    context.payload = event;
    return readInputs();
  };
  const base = "0123456789abcdef0123456789abcdef01234567";

  it("is empty when nothing is set", () => {
    expect(read({ prove: "true", keep: "" })).toEqual({ directory: ".", options: {} });
  });

  it("speaks the command line's words", () => {
    const inputs = read({ directory: "web", "compose-file": "a.yaml\n\n  b.yaml \r\n", "nginx-config": "x.conf", "start-timeout": "90s", prove: "False", keep: "true", report: "r.json" });
    expect(inputs).toEqual({ directory: "web", options: { "compose-file": ["a.yaml", "b.yaml"], "nginx-config": ["x.conf"], "start-timeout": "90s", report: "r.json", "no-prove": true, keep: true } });
  });

  it("compares a pull request with its base, unless told otherwise", () => {
    expect(read({}, { pull_request: { number: 1, base: { sha: base } } }).options).toEqual({ base });
    expect(read({}, { merge_group: { base_sha: base } }).options).toEqual({ base });
    expect(read({ base: "main" }, { pull_request: { number: 1, base: { sha: base } } }).options).toEqual({ base: "main" });
    expect(read({ base: "" }, { pull_request: { number: 1, base: { sha: "--upload-pack=x" } } }).options).toEqual({});
  });

  it("refuses a switch that is neither true nor false", () => {
    expect(() => read({ prove: "maybe" })).toThrow('The input "prove" is "maybe"; it can be true or false.');
  });
});

describe("path prefix", () => {
  it("is relative to the checkout that holds the folder", () => {
    for (const path of [".git", "sub/.git", "sub/app", "app/web"]) mkdirSync(join(folder, path), { recursive: true });
    expect(pathPrefix(".", folder)).toBe("");
    expect(pathPrefix("app/web", folder)).toBe("app/web/");
    expect(pathPrefix("sub", folder)).toBe("");
    expect(pathPrefix(join(folder, "sub", "app"), folder)).toBe("app/");
  });

  it("is relative to the workspace without a checkout, and empty outside of it", () => {
    mkdirSync(join(folder, "app"));
    expect(pathPrefix("app", folder)).toBe("app/");
    expect(pathPrefix("/", folder)).toBe("");
  });
});

describe("the live log", () => {
  it("groups what happens by stage, tells how long each took, and lets nothing printed give a command", () => {
    let now = 0;
    const work: (() => void)[] = [];
    const log = liveLog({ write: (text) => void process.stdout.write(text), now: () => now, every: (_, each) => (work.push(each), () => undefined), isVerbose: true });
    log.take({ kind: "stage", stage: "build" });
    for (const text of hostileTexts) log.take({ kind: "output", service: "app", text });
    now = 12_000;
    log.take({ kind: "stage", stage: "probe" });
    log.take({ kind: "wait", what: "app:8080", because: "nginx dials it, and app listens on no port yet" });
    now = 30_000;
    for (const each of work) each();
    log.stop();
    expect(commandsIn(written)).toEqual(["group", "endgroup", "group", "endgroup"]);
    expect(written).toContain("::group::build: building and fetching images\n");
    expect(written).toContain("app | red");
    expect(written).toContain("::endgroup::\nbuild: 12.0 s\n");
    expect(written).toContain("waiting for app:8080 since 18 s: nginx dials it, and app listens on no port yet\n");
    expect(written).toMatch(/::endgroup::\nprobe: 18\.0 s\n$/);
  });
});

describe("the folder of a repository", () => {
  it("is found in the workspace, and above the checked folder without one", () => {
    for (const path of ["sub/.git", "sub/app", "plain"]) mkdirSync(join(folder, path), { recursive: true });
    expect(repositoryPrefix("sub/app", folder)).toBe("app/");
    expect(repositoryPrefix(join(folder, "sub", "app"), undefined)).toBe("app/");
    const above = repositoryPrefix(folder, undefined); // empty, unless temporary files are kept within a repository
    expect(repositoryPrefix(join(folder, "plain"), undefined)).toBe(above === "" ? "" : `${above}plain/`);
  });
});
