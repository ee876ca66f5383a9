import { describe, expect, it } from "vitest";
import { lines, makeWorkspace, repo, type Files } from "../../test/helpers/repository.ts";
import type { BuildStep } from "../model/evidence.ts";
import type { ImageBuild } from "../model/plan.ts";
import { describeStep } from "./build-step.ts";
import { missingManifest } from "./manifest-words.ts";

interface Failed {
  readonly dockerfile: readonly string[];
  readonly files?: Files;
  readonly line: number;
  readonly endLine?: number;
  readonly log?: readonly string[];
  readonly context?: string;
}

function stepOf({ dockerfile, files = {}, line, endLine, log = [], context = "" }: Failed): BuildStep | undefined {
  const path = context === "" ? "Dockerfile" : `${context}/Dockerfile`;
  const workspace = makeWorkspace({ [path]: lines(...dockerfile), ...files });
  const build: ImageBuild = { kind: "build", context: repo(context), dockerfile: repo(path), args: {} };
  return describeStep(workspace, build, { service: "app", ok: false, durationMs: 1, log, line, ...(endLine === undefined ? {} : { endLine }) });
}

const absentOf = (failed: Failed): unknown => stepOf(failed)?.absent;

describe("the step of a failed build", () => {
  it("is known by its line, with its physical lines and its folder", () => {
    const step = stepOf({ dockerfile: ["FROM a", "WORKDIR /srv", "WORKDIR app", "RUN one \\", "  && two"], line: 4, endLine: 5 });
    expect(step).toMatchObject({ keyword: "RUN", workingDir: "/srv/app", at: { path: "Dockerfile", line: 4 }, absent: [], mentions: [] });
    expect(step?.lines.map((each) => each.text)).toEqual(["RUN one \\", "  && two"]);
  });

  it.each<[string, Failed, unknown]>([
    ["a FROM", { dockerfile: ["FROM a:b"], line: 1 }, "FROM"],
    ["an instruction that there is not", { dockerfile: ["FROM a", "EXPOSES 80"], line: 2 }, "EXPOSES"],
  ])("may be %s", (_name, failed, keyword) => {
    expect(stepOf(failed)?.keyword).toBe(keyword);
  });

  it.each<[string, Failed, unknown]>([
    ["nothing when all is there", { dockerfile: ["FROM a", "COPY x y /z/"], files: { x: "", "y/a": "" }, line: 2 }, []],
    ["nothing of another stage", { dockerfile: ["FROM a", "COPY --from=b /x /x"], line: 2 }, []],
    ["a file in other case", { dockerfile: ["FROM a", "COPY Main.py /"], files: { "main.py": "" }, line: 2 }, [{ name: "Main.py", alike: [{ path: "main.py" }] }]],
    ["a misspelt file", { dockerfile: ["FROM a", "COPY requirments.txt /"], files: { "requirements.txt": "" }, line: 2 }, [{ name: "requirments.txt", alike: [{ path: "requirements.txt" }] }]],
    ["a file in another folder", { dockerfile: ["FROM a", "COPY app.jar /"], files: { "artifacts/app.jar": "" }, line: 2 }, [{ name: "app.jar", alike: [{ path: "artifacts/app.jar" }] }]],
    ["a file above the context", { dockerfile: ["FROM a", "COPY ../shared /shared"], files: { "shared/x": "" }, line: 2, context: "app" }, [{ name: "../shared", alike: [], outside: "shared" }]],
    ["a file that is nowhere", { dockerfile: ["FROM a", "COPY x.tar.gz /"], line: 2 }, [{ name: "x.tar.gz", alike: [] }]],
    ["the one of several that is missing", { dockerfile: ["FROM a", 'COPY ["a.txt", "no such", "/x/"]'], files: { "a.txt": "" }, line: 2 }, [{ name: "no such", alike: [] }]],
  ])("names %s", (_name, failed, expected) => {
    expect(absentOf(failed)).toEqual(expected);
  });

  it("names the line of the ignore file that hides a source", () => {
    const failed = { dockerfile: ["FROM a", "COPY dist /dist"], files: { "dist/x": "", ".dockerignore": "*.md\n\n# made by the build\ndist\n!dist/keep\n" }, line: 2 };
    expect(absentOf(failed)).toMatchObject([{ name: "dist", ignoredAt: { path: ".dockerignore", line: 4 } }]);
  });

  it("says where the image has the list of packages that a step does not find", () => {
    const log = ["ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'requirements.txt'"];
    const failed = { dockerfile: ["FROM a", "WORKDIR /app", "COPY . .", "RUN pip install -r requirements.txt"], files: { "deps/requirements.txt": "" }, line: 4, log };
    expect(absentOf(failed)).toEqual([{ name: "requirements.txt", alike: [{ path: "deps/requirements.txt", landed: "/app/deps/requirements.txt" }] }]);
  });

  it("says that no step before it copies the list", () => {
    const log = ["go: go.mod file not found in current directory or any parent directory"];
    const failed = { dockerfile: ["FROM a", "WORKDIR /src", "COPY cmd cmd", "RUN go build ./cmd", "COPY go.mod ."], files: { "go.mod": "", "cmd/main.go": "" }, line: 4, log };
    expect(absentOf(failed)).toEqual([{ name: "go.mod", alike: [{ path: "go.mod" }] }]);
  });

  it("names the lines of the project that its output names, and no others", () => {
    const log = ["src/cart.ts:2:7 - error TS2304: Cannot find name 'x'.", "/usr/lib/node_modules/tsc.js:10", "src/cart.ts(2,7): error", "src/none.ts:4"];
    const step = stepOf({ dockerfile: ["FROM a", "WORKDIR /app", "COPY . .", "RUN tsc"], files: { "src/cart.ts": "let a;\nlet b = x;\n" }, line: 4, log });
    expect(step?.mentions).toEqual([{ path: "src/cart.ts", line: 2, text: "let b = x;" }]);
  });
});

describe("missingManifest", () => {
  it.each<[string, string | undefined]>([
    ["npm error code ENOENT\nnpm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '/app/package.json'", "/app/package.json"],
    ["npm error The `npm ci` command can only install with an existing package-lock.json or", "package-lock.json"],
    ['error Couldn\'t find a package.json file in "/app"', "package.json"],
    [' ERR_PNPM_NO_LOCKFILE  Cannot install with "frozen-lockfile"', "pnpm-lock.yaml"],
    ["Composer could not find a composer.json file in /var/www", "composer.json"],
    ["Could not locate Gemfile or .bundle/ directory", "Gemfile"],
    ["[ERROR] The goal you specified requires a project to execute but there is no POM in this directory (/src).", "pom.xml"],
    ["Poetry could not find a pyproject.toml file in /app or its parents", "pyproject.toml"],
    ["error: could not find `Cargo.toml` in `/src` or any parent directory", "Cargo.toml"],
    ["ERROR: No matching distribution found for flask==99", undefined],
    ["", undefined],
  ])("reads %j", (log, expected) => {
    expect(missingManifest(log.split("\n"))).toBe(expected);
  });
});
