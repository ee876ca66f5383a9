import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Edit } from "../model/edit.ts";
import type { RepoPath } from "../model/location.ts";
import { applyEdits } from "../text/edits.ts";
import { patchOf } from "./patch.ts";

const folder = mkdtempSync(join(tmpdir(), "upstream-gate-patch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = "my app.conf";
const edit = (startLine: number, endLine: number, replacement: string): Edit => ({ path: path as RepoPath, startLine, endLine, replacement });

/** What git makes of the file with the patch. */
function applied(text: string, edits: readonly Edit[]): string {
  const patch = patchOf([{ path, text, edits }]) ?? "";
  writeFileSync(join(folder, path), text);
  execFileSync("git", ["apply", "--whitespace=nowarn", "-"], { cwd: folder, input: patch, stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() } });
  return readFileSync(join(folder, path), "utf8");
}

const lines = (count: number, end = "\n"): string => Array.from({ length: count }, (_, index) => `line ${index + 1}`).join("\n") + end;

describe("patch", () => {
  it("is what git prints", () => {
    expect(patchOf([{ path: "a.conf", text: lines(9), edits: [edit(5, 5, "five")] }])).toBe(
      "--- a/a.conf\n+++ b/a.conf\n@@ -2,7 +2,7 @@\n line 2\n line 3\n line 4\n-line 5\n+five\n line 6\n line 7\n line 8\n",
    );
  });

  const cases: readonly (readonly [string, string, readonly Edit[]])[] = [
    ["the first line", lines(9), [edit(1, 1, "one")]],
    ["the last line", lines(9), [edit(9, 9, "nine")]],
    ["the last line, without its end", lines(9, ""), [edit(9, 9, "nine")]],
    ["a line near an end that is open", lines(9, ""), [edit(7, 7, "seven")]],
    ["lines put in before the first", lines(9), [edit(1, 0, "zero\nhalf")]],
    ["lines put in after the last", lines(9), [edit(10, 9, "ten")]],
    ["lines put in after a last one without its end", lines(9, ""), [edit(10, 9, "ten")]],
    ["two lines for one, far from another change", lines(40), [edit(3, 3, "a\nb"), edit(30, 31, "c")]],
    ["changes that touch", lines(20), [edit(5, 5, "a\nb"), edit(9, 8, "x"), edit(12, 13, "y")]],
    ["the only line", "x\n", [edit(1, 1, "y")]],
    ["a file with nothing in it", "", [edit(1, 0, "y")]],
  ];

  it.each(cases)("changes %s as the edits do", (_, text, edits) => {
    const expected = applyEdits(text, edits);
    // An empty text has no line whose end could be kept.
    expect(applied(text, edits)).toBe(text === "" ? "y\n" : text.endsWith("\n") && !expected.endsWith("\n") ? `${expected}\n` : expected);
  });

  it("is not made of what a page would change", () => {
    expect(patchOf([{ path, text: "a\r\nb\r\n", edits: [edit(1, 1, "c")] }])).toBeUndefined();
    expect(patchOf([{ path, text: "a\u202eb\n", edits: [edit(1, 1, "c")] }])).toBeUndefined();
    expect(patchOf([{ path: 'a"b', text: "a\n", edits: [edit(1, 1, "c")] }])).toBeUndefined();
    expect(patchOf([])).toBeUndefined();
  });
});
