import type { RepoPath } from "../../model/location.ts";
import { describe, expect, it } from "vitest";
import { causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import { at, evidence } from "../../../test/helpers/evidence.ts";
import type { AbsentFile, BuildStep, Evidence } from "../../model/evidence.ts";

function step(keyword: string, text: string, absent: readonly AbsentFile[] = []): BuildStep {
  const place = { ...at("Dockerfile", 3), text };
  return { keyword, at: place, lines: [place], workingDir: "/app", absent, mentions: [] };
}

function failed(more: { step?: BuildStep; error?: string; log?: readonly string[] }): Evidence {
  return evidence({ facts: { builds: [{ service: "app", ok: false, durationMs: 1, log: [], line: 3, ...more }] } });
}

describe("copy-source-missing", () => {
  it("takes the only file that can be meant", () => {
    const finding = findingOf("copy-source-missing", failed({ step: step("COPY", "COPY ./a.tx /", [{ name: "./a.tx", alike: [{ path: "a.txt" }] }]) }));
    expect(placeOf(finding)).toBe("Dockerfile:3");
    expect(finding.fix.edits).toEqual([{ path: "Dockerfile", startLine: 3, endLine: 3, replacement: "COPY ./a.txt /" }]);
  });

  it("changes nothing when several files could be meant", () => {
    const absent = { name: "app.jar", alike: [{ path: "a/app.jar" }, { path: "b/app.jar" }] };
    expect(findingOf("copy-source-missing", failed({ step: step("COPY", "COPY app.jar /", [absent]) })).fix.edits).toEqual([]);
  });

  it("is possible alone for what git ignores: it may be there where the image is built for production", () => {
    const uncommittedAt = { path: "proxy/.gitignore" as RepoPath, line: 1, text: "certs/" };
    const finding = findingOf("copy-source-missing", failed({ step: step("COPY", "COPY certs /etc/nginx/certs", [{ name: "certs", alike: [], uncommittedAt }]) }));
    expect(finding).toMatchObject({ confidence: "possible", related: [{ at: uncommittedAt }] });
    expect(finding.title).toBe('COPY names "certs", which proxy/.gitignore keeps out of the repository');
    expect(finding.fix).toMatchObject({ edits: [] });
  });

  it("lets an ignored file through, and points at the line that hides it", () => {
    const finding = findingOf(
      "copy-source-missing",
      failed({ step: step("ADD", "ADD dist /", [{ name: "./dist", alike: [], ignoredAt: { path: ".dockerignore" as never, line: 2, text: "dist" } }]) }),
    );
    expect(finding.title).toBe('ADD names "./dist", which .dockerignore leaves out');
    expect(finding.fix.edits).toEqual([{ path: ".dockerignore", startLine: 2, endLine: 2, replacement: "dist\n!dist" }]);
  });

  it("is not told of a COPY whose files are all there", () => {
    expect(causesOf(failed({ step: step("COPY", "COPY a /b") }))).toEqual(["build-failed"]);
  });
});

describe("dependency-manifest-missing", () => {
  const run = (text: string, absent: AbsentFile): Evidence => failed({ step: step("RUN", text, [absent]) });

  it.each<[string, string, AbsentFile, string | undefined]>([
    ["names the list where the image has it", "RUN pip install -r reqs.txt", { name: "reqs.txt", alike: [{ path: "x/reqs.txt", landed: "/app/x/reqs.txt" }] }, "RUN pip install -r x/reqs.txt"],
    ["names it absolutely outside the working folder", "RUN pip install -r reqs.txt", { name: "reqs.txt", alike: [{ path: "reqs.txt", landed: "/tmp/reqs.txt" }] }, "RUN pip install -r /tmp/reqs.txt"],
    ["copies it first", "RUN bundle install", { name: "Gemfile", alike: [{ path: "Gemfile" }] }, "COPY Gemfile ./Gemfile\nRUN bundle install"],
    ["installs without a lock", "RUN npm ci", { name: "package-lock.json", alike: [] }, "RUN npm install"],
    ["cannot make what nobody wrote", "RUN composer install", { name: "composer.json", alike: [] }, undefined],
    ["does not move a step to another folder", "RUN npm install", { name: "package.json", alike: [{ path: "web/package.json", landed: "/app/web/package.json" }] }, undefined],
  ])("%s", (_name, text, absent, replacement) => {
    const finding = findingOf("dependency-manifest-missing", run(text, absent));
    expect(finding.fix.edits.map((edit) => edit.replacement)).toEqual(replacement === undefined ? [] : [replacement]);
    expect(causesOf(run(text, absent))).toEqual(["dependency-manifest-missing"]);
  });
});

describe("build-failed", () => {
  it("points at the instruction and the line that its output names", () => {
    const mentioned = { ...step("RUN", "RUN tsc"), mentions: [at("src/a.ts", 7)] };
    const finding = findingOf("build-failed", failed({ step: mentioned, error: 'process "tsc" did not complete successfully: exit code: 2', log: ["src/a.ts:7: error TS1", "done"] }));
    expect([placeOf(finding), finding.related.map((each) => each.at.line), finding.title]).toEqual(["Dockerfile:3", [7], "RUN fails with exit code 2: the image of app is not built"]);
    expect(finding.what).toContain("error TS1");
  });

  it("corrects an instruction as the builder proposes", () => {
    const finding = findingOf("build-failed", failed({ step: step("COPPY", "COPPY a b"), error: "dockerfile parse error on line 3: unknown instruction: COPPY (did you mean COPY?)" }));
    expect(finding.fix.edits[0]?.replacement).toBe("COPY a b");
  });

  it.each(["npm error code EAI_AGAIN", "Temporary failure in name resolution", "Could not resolve 'deb.example.org'"])("does not blame the project when the network is away: %s", (line) => {
    const given = failed({ step: step("RUN", "RUN apt-get update"), log: [line] });
    expect(fateOf("build-failed", given)).toBe("unknown");
    expect(causesOf(given)).toEqual([]);
  });

  it("rules nothing out of what never ran", () => {
    expect(fateOf("port-mismatch", failed({ step: step("RUN", "RUN false") }))).toBe("not mentioned");
  });
});
