import { describe, expect, it } from "vitest";
import { runTool } from "../test/helpers/tool.ts";
import { failureOf, rejectionOf } from "../test/helpers/failures.ts";
import { lines, makeRepository, repo } from "../test/helpers/repository.ts";
import { appsOf, changedApps, matrixOf } from "./matrix.ts";
import { usualSettingsPath } from "./settings/read.ts";

const app = (name: string, directory = name): { name: string; directory: ReturnType<typeof repo> } => ({ name, directory: repo(directory) });
const compose = lines("services:", "  web:", "    image: nginx:stable");

describe("appsOf", () => {
  it("takes the configuration's apps, else those that are found", () => {
    const files = { "a/compose.yaml": compose, "b/compose.yaml": compose };
    expect(appsOf(makeRepository(files), undefined)).toEqual([app("a"), app("b")]);
    expect(appsOf(makeRepository({ ...files, [usualSettingsPath]: "apps: { one: { directory: a } }\n" }), undefined)).toEqual([app("one", "a")]);
    expect(appsOf(makeRepository({ ...files, "ci.yml": "apps: { two: { directory: b } }\n" }), "ci.yml")).toEqual([app("two", "b")]);
  });

  it("refuses a repository without any, and more than a matrix can have", () => {
    expect(failureOf(() => appsOf(makeRepository({ "README.md": "" }), undefined)).kind).toBe("project-not-found");
    const many = Array.from({ length: 257 }, (_, index) => `  a${index}: { directory: a${index} }`);
    expect(failureOf(() => appsOf(makeRepository({ [usualSettingsPath]: lines("apps:", ...many) }), undefined)).message).toBe("There are 257 apps; a matrix can have 256 jobs.");
  });
});

describe("changedApps", () => {
  const apps = [app("a"), app("ab"), app("b", "services/b")];

  it.each<[readonly string[], readonly string[]]>([
    [[], []],
    [["a/src/x.js"], ["a"]],
    [
      ["ab/x", "services/b/nginx.conf"],
      ["ab", "b"],
    ],
    [["README.md", "docs/guide.md", "LICENSE"], []],
    [["a/README.md"], []],
    [
      ["a/x", "shared/lib.js"],
      ["a", "ab", "b"],
    ],
    [["services/other.yaml"], ["a", "ab", "b"]],
    [[".github/upstream-gate.yml"], ["a", "ab", "b"]],
  ])("of %j are %j", (changed, expected) => {
    expect(changedApps(apps, changed).map(({ name }) => name)).toEqual(expected);
  });
});

describe("matrixOf", () => {
  it("lists every app without a base, and what changed since one", async () => {
    const folder = makeRepository({ "a/x": "1\n", "b/x": "1\n", "c/x": "1\n" });
    const git = async (...args: readonly string[]): Promise<void> => {
      const { code, err } = await runTool("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b", ...args]);
      if (code !== 0) throw new Error(err);
    };
    await git("init", "-q", "-b", "main");
    await git("add", "-A");
    await git("commit", "-q", "-m", "one");
    await git("mv", "a/x", "a/y");
    await git("rm", "-q", "b/x");
    await git("commit", "-q", "-m", "two");
    const apps = [app("a"), app("b"), app("c")];
    const named = async (base: string | undefined): Promise<string> => JSON.stringify(await matrixOf(folder, apps, base, process.env));
    expect(await named(undefined)).toBe('{"include":[{"app":"a","directory":"a"},{"app":"b","directory":"b"},{"app":"c","directory":"c"}]}');
    expect(await named("HEAD~1")).toBe('{"include":[{"app":"a","directory":"a"},{"app":"b","directory":"b"}]}');
    expect(await named("HEAD")).toBe('{"include":[]}');
    expect((await rejectionOf(matrixOf(folder, apps, "nowhere", process.env))).message).toContain("--base nowhere");
  });
});
