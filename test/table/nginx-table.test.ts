import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../helpers/corpus-run.ts";
import { requireEngine } from "../helpers/engine.ts";
import { runTool } from "../helpers/tool.ts";
import { backends, type Backend } from "./backends.ts";
import { shapes, type Shape } from "./shapes.ts";

/*
 * Every shape of nginx with every backend that makes sense there: the right configuration has to pass, the wrong one has to fail with a
 * cause of the right kind. `npm run table` runs all and writes docs/nginx-table.md; UPSTREAM_GATE_TABLE=words runs those whose name
 * holds one of the words and writes nothing.
 */
const root = join(import.meta.dirname, "..", "..");
const wanted = (process.env["UPSTREAM_GATE_TABLE"] ?? "").split(",").filter((word) => word !== "");
const results = new Map<string, string>();

interface Cell {
  readonly shape: Shape;
  readonly backend: Backend;
}

const nameOf = ({ shape, backend }: Cell): string => `${shape.name}, ${backend.name}`;
const cells = shapes.flatMap((shape) => backends.filter((backend) => shape.project(backend, false) !== undefined).map((backend): Cell => ({ shape, backend })));
const chosen = cells.filter((cell) => wanted.length === 0 || wanted.some((word) => nameOf(cell).includes(word)));

async function run({ shape, backend }: Cell, isWrong: boolean): Promise<{ code: number; outcome: Outcome | undefined; topology: string; output: string }> {
  const scratch = mkdtempSync(join(tmpdir(), "upstream-gate-table-"));
  const repository = join(scratch, "repo");
  try {
    for (const [name, text] of Object.entries(shape.project(backend, isWrong) ?? {})) {
      mkdirSync(dirname(join(repository, name)), { recursive: true });
      writeFileSync(join(repository, name), text);
    }
    const path = join(scratch, "report.json");
    const { code, out, err } = await runTool(process.execPath, [join(root, "dist", "cli.js"), "check", repository, "--no-prove", "--report", path]);
    const report = code <= 1 ? (JSON.parse(readFileSync(path, "utf8")) as Outcome & { plan: { topology: string } }) : undefined;
    return { code, outcome: report, topology: report?.plan.topology ?? "", output: out + err };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

beforeAll(requireEngine);

describe.concurrent("shapes of nginx and backends", () => {
  it.each(chosen.map((cell) => [nameOf(cell), cell] as const))("%s", async (name, cell) => {
    results.set(name, "not as it should be");
    const green = await run(cell, false);
    expect(green.code, green.output).toBe(0);
    expect(green.topology, green.output).toBe(cell.shape.topology);
    const red = await run(cell, true);
    expect(red.code, red.output).toBe(1);
    const errors = red.outcome?.findings.filter((finding) => finding.level === "error") ?? [];
    expect(errors.length, red.output).toBe(1);
    expect(cell.backend.causes, red.output).toContain(errors[0]?.cause);
    results.set(name, `passes; \`${errors[0]?.cause}\` at ${errors[0]?.location?.path}:${errors[0]?.location?.line}`);
  });
});

afterAll(() => {
  if (wanted.length > 0) return;
  const lines = shapes.flatMap((shape) => [
    `## ${shape.name}`,
    "",
    `Topology: ${shape.topology}`,
    "",
    "| backend | right configuration; wrong configuration |",
    "|---|---|",
    ...backends.map((backend) => `| ${backend.name} | ${results.get(nameOf({ shape, backend })) ?? "makes no sense here"} |`),
    "",
  ]);
  const head = [
    "# Shapes of nginx and backends",
    "",
    "Each cell is two projects, run for real: one that is right and has to pass, one whose configuration is wrong and has to fail",
    "with the cause shown. Made by `npm run table`.",
    "",
  ];
  writeFileSync(join(root, "docs", "nginx-table.md"), [...head, ...lines].join("\n"));
});
