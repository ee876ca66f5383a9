import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failureOf } from "../../test/helpers/failures.ts";
import { makeRepository, repo } from "../../test/helpers/repository.ts";
import { isSideFile, isSkipped, isSourceFile } from "./source-files.ts";
import { Workspace } from "./workspace.ts";

/** A project with links that lead inside, outside and in a circle. */
function linked(): Workspace {
  const outside = makeRepository({ "secret.txt": "s3cret" });
  const root = makeRepository({ "a.txt": "one\ntwo\r\n", "dir/b.txt": "b" });
  symlinkSync("a.txt", join(root, "inside"));
  symlinkSync(join(outside, "secret.txt"), join(root, "outside"));
  symlinkSync(outside, join(root, "folder"));
  symlinkSync("circle", join(root, "circle"));
  return new Workspace(root);
}

describe("Workspace", () => {
  it("reads inside, also through a link, and never outside", () => {
    const workspace = linked();
    expect(["a.txt", "inside", "outside", "folder/secret.txt", "circle", "../x", "none"].map((path) => workspace.read(repo(path))?.slice(0, 3))).toEqual([
      "one",
      "one",
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(["dir", "a.txt", "outside", "folder"].map((path) => workspace.kindOf(repo(path)))).toEqual(["folder", "file", undefined, undefined]);
    expect(workspace.bytes(repo("outside"))).toBeUndefined();
    expect(workspace.list(repo("folder"))).toEqual([]);
  });

  it("lists everything without following links", () => {
    const entries = [...linked().entries(repo(""))].map((entry) => `${entry.path} ${entry.kind}`);
    expect(entries).toEqual(["a.txt file", "circle link", "dir folder", "dir/b.txt file", "folder link", "inside link", "outside link"]);
    expect([...linked().entries(repo(""), (path) => path === "dir")].some((entry) => entry.path.startsWith("dir"))).toBe(false);
  });

  it.each([
    ["a/b", "a/b"],
    ["./a", "a"],
    ["../x", undefined],
    ["/etc/passwd", undefined],
    [".", ""],
  ])("%s is %j in the project", (path, expected) => {
    expect(linked().toRepo(path)).toBe(expected);
  });

  it("lays edits over what is read, and leaves the disk and itself alone", () => {
    const workspace = linked();
    const edit = { path: repo("a.txt"), startLine: 1, endLine: 1, replacement: "changed" };
    const edited = workspace.withEdits([edit]);
    expect([edited.read(repo("a.txt")), edited.bytes(repo("a.txt"))?.toString(), workspace.read(repo("a.txt"))]).toEqual(["changed\ntwo\r\n", "changed\ntwo\r\n", "one\ntwo\r\n"]);
    expect([edited.edits, workspace.edits]).toEqual([[edit], []]);
    expect(workspace.withEdits([])).toBe(workspace);
  });

  it("gives a line as a place, without its line end", () => {
    expect(linked().locate(repo("a.txt"), 2)).toMatchObject({ path: "a.txt", line: 2, text: "two" });
    expect(linked().locate(repo("none"), 2)).toEqual({ path: "none", line: 2 });
  });

  it("does not read what is no text, or too large", () => {
    const root = makeRepository({ "a.bin": "a\0b" });
    writeFileSync(join(root, "big.txt"), "x".repeat(2 * 1024 * 1024 + 1));
    mkdirSync(join(root, "dir"));
    const workspace = new Workspace(root);
    expect(["a.bin", "big.txt", "dir"].map((path) => workspace.read(repo(path)))).toEqual([undefined, undefined, undefined]);
  });

  it("refuses a folder that is none", () => {
    expect(failureOf(() => new Workspace("/none/at/all"))).toMatchObject({ kind: "usage", message: "/none/at/all is not a folder." });
  });
});

describe("source files", () => {
  it.each([
    ["src/main.py", true],
    ["Dockerfile.prod", true],
    [".env.production", true],
    ["config.ru", true],
    ["entrypoint", true],
    ["package-lock.json", false],
    ["app.min.js", false],
    ["logo.png", false],
    ["README.md", false],
    ["bin/www", true],
    ["web/bin/server", true],
  ])("%s is one: %s", (path, expected) => expect(isSourceFile(repo(path))).toBe(expected));

  it.each([
    ["tests/a.py", true],
    ["src/a.test.js", true],
    ["a_test.go", true],
    ["examples/x/a.js", true],
    ["src/contest.py", false],
    ["latest/a.js", false],
  ])("%s decides nothing: %s", (path, expected) => expect(isSideFile(repo(path))).toBe(expected));
  it.each([
    ["node_modules", true],
    ["a/vendor", true],
    ["src", false],
  ])("%s is skipped: %s", (path, expected) => expect(isSkipped(repo(path))).toBe(expected));
});
