import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leftovers, requireEngine } from "../helpers/engine.ts";
import { runTool } from "../helpers/tool.ts";

const root = join(import.meta.dirname, "..", "..");
const cli = join(root, "dist", "cli.js");
const project = mkdtempSync(join(tmpdir(), "upstream-gate-cleanup-"));

/** Every line of progress is a moment at which a run can be cut off. */
function runUntil(line: number, signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, "check", project, "--format", "pretty"], { env: { ...process.env, UPSTREAM_GATE_PROGRESS: "always" } });
    const lines: string[] = [];
    let rest = "";
    child.stderr.on("data", (chunk: Buffer) => {
      const parts = (rest + chunk.toString("utf8")).split("\n");
      rest = parts.pop() ?? "";
      lines.push(...parts);
      if (lines.length >= line && !child.killed) child.kill(signal);
    });
    child.stdout.resume();
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, lines }));
  });
}

beforeAll(async () => {
  await requireEngine();
  cpSync(join(root, "examples", "compose-502"), project, { recursive: true });
  await runTool(process.execPath, [cli, "clean"]);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe("what a run leaves behind", () => {
  it("is nothing after a run that fails", async () => {
    const { code } = await runTool(process.execPath, [cli, "check", project, "--no-prove"]);
    expect(code).toBe(1);
    expect(await leftovers()).toEqual([]);
  });

  it("is nothing after SIGTERM, which ends it with exit code 3", async () => {
    for (const line of [1, 2, 3, 4, 5, 6, 8, 10]) {
      const { code } = await runUntil(line, "SIGTERM");
      expect(code).toBe(3);
      expect(await leftovers(), `after line ${line}`).toEqual([]);
    }
  });

  it("is nothing after the next run, however a run was killed before", async () => {
    const seen: number[] = [];
    for (const line of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      const { code } = await runUntil(line, "SIGKILL");
      expect(code).toBe(null);
      seen.push((await leftovers()).length);
    }
    // The kills came in the middle of something: otherwise the next run would have nothing to remove.
    expect(seen.some((count) => count > 0)).toBe(true);
    await runTool(process.execPath, [cli, "check", project, "--no-prove"]);
    expect(await leftovers()).toEqual([]);
  });

  it("is removed by clean too", async () => {
    await runUntil(5, "SIGKILL");
    const { code } = await runTool(process.execPath, [cli, "clean"]);
    expect(code).toBe(0);
    expect(await leftovers()).toEqual([]);
  });

  it("does not include what a run beside it uses: two at once give the same answer", async () => {
    const runs = await Promise.all([1, 2].map(() => runTool(process.execPath, [cli, "check", project, "--no-prove"])));
    expect(runs.map(({ code }) => code)).toEqual([1, 1]);
    for (const { out } of runs) expect(out).toContain("port-mismatch");
    expect(await leftovers()).toEqual([]);
  });
});
