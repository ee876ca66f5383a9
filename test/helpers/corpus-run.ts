import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parse } from "yaml";
import { rules } from "../../src/diagnose/rules/index.ts";
import { runTool } from "./tool.ts";

const root = join(import.meta.dirname, "..", "..");
export const corpusFolder = join(root, "test", "corpus");
/** Cases that wait for their first meeting with the rules: only the scoreboard runs them. */
export const blindFolder = join(root, "test", "blind");

/** What a case says shall come of it. */
export interface Expectation {
  readonly verdict: "pass" | "fail";
  readonly cause?: string;
  /** Accepted places, best first. */
  readonly at?: readonly string[];
  readonly confidence?: string;
}

export interface CorpusCase {
  /** Path below the corpus folder. */
  readonly name: string;
  readonly folder: string;
  readonly group: "broken" | "near-miss" | "healthy";
  readonly title: string;
  readonly args: readonly string[];
  readonly expect: Expectation;
  readonly hasFix: boolean;
  /** Whether it was written by somebody who had not written, or read, the rule. */
  readonly isBlind: boolean;
}

/** The parts of a report that a case speaks of. */
export interface Outcome {
  readonly verdict: string;
  readonly failure?: { readonly kind: string; readonly message: string } | null;
  readonly findings: readonly { readonly cause: string; readonly level: string; readonly confidence: string; readonly location?: { readonly path: string; readonly line: number } | null }[];
}

/** Every case of the corpus, by name. */
export function readCorpus(base = corpusFolder): CorpusCase[] {
  return casesBelow(base)
    .map((folder) => readCase(base, folder))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function casesBelow(folder: string): string[] {
  if (existsSync(join(folder, "case.yaml"))) return [folder];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => casesBelow(join(folder, entry.name)));
}

function readCase(base: string, folder: string): CorpusCase {
  const { title, args, expect, blind } = parse(readFileSync(join(folder, "case.yaml"), "utf8")) as { title: string; args?: string[]; expect: Expectation; blind?: boolean };
  const name = relative(base, folder);
  const group = name.startsWith("near-miss/") ? "near-miss" : name.startsWith("healthy/") ? "healthy" : "broken";
  return { name, folder, group, title, args: args ?? [], expect, hasFix: existsSync(join(folder, "fix.patch")), isBlind: blind === true };
}

/** In what an outcome differs from the expectation; empty when in nothing. A cause that has no rule yet may only be left unnamed. */
export function differences(expect: Expectation, outcome: Outcome): string[] {
  if (outcome.verdict === "error") return [`could not run: ${outcome.failure?.message ?? "no report"}`];
  const errors = outcome.findings.filter((finding) => finding.level === "error");
  const named = errors.map((finding) => `${finding.cause} at ${showPlace(finding.location)}`).join(", ");
  if (expect.verdict === "pass") return outcome.verdict === "pass" && errors.length === 0 ? [] : [`expected a pass, got ${named || "an unexplained failure"}`];
  if (outcome.verdict !== "fail") return [`expected a failure, got ${outcome.verdict}`];
  if (expect.cause !== undefined && !rules.some((rule) => rule.id === expect.cause)) return errors.length === 0 ? [] : [`${named}, though it is ${expect.cause}, for which there is no rule`];
  const [first, ...others] = errors;
  const place = showPlace(first?.location);
  return [
    ...(first?.cause === expect.cause ? [] : [`cause ${first?.cause ?? "none"}, expected ${expect.cause}`]),
    ...(others.length === 0 ? [] : [`more than one error: ${named}`]),
    ...(expect.at === undefined || expect.at.includes(place) ? [] : [`place ${place}, expected ${expect.at.join(" or ")}`]),
    ...(expect.confidence === undefined || first?.confidence === expect.confidence ? [] : [`${first?.confidence ?? "nothing"}, expected ${expect.confidence}`]),
  ];
}

function showPlace(location: { readonly path: string; readonly line: number } | null | undefined): string {
  return location ? `${location.path}:${location.line}` : "nowhere";
}

/** One real run of the built command line on a copy of a case's project. */
export interface CaseRun {
  readonly code: number;
  readonly outcome: Outcome;
  readonly output: string;
  readonly evidence?: string;
}

/** Runs a case for real, repaired by its patch when `fixed`. */
export async function runCase(each: CorpusCase, fixed: boolean): Promise<CaseRun> {
  const scratch = mkdtempSync(join(tmpdir(), "upstream-gate-case-"));
  try {
    const repo = join(scratch, "repo");
    cpSync(join(each.folder, "repo"), repo, { recursive: true });
    if (fixed) await applyPatch(repo, join(each.folder, "fix.patch"));
    const report = join(scratch, "report.json");
    const evidence = join(scratch, "evidence.json");
    const { code, out, err } = await runTool(process.execPath, [join(root, "dist", "cli.js"), "check", repo, ...each.args, "--format", "pretty", "--report", report, "--evidence", evidence]);
    const outcome = existsSync(report)
      ? (JSON.parse(readFileSync(report, "utf8")) as Outcome)
      : { verdict: "error", failure: { kind: "none", message: `no report was written: ${err}` }, findings: [] };
    return { code, outcome, output: out + err, ...(existsSync(evidence) ? { evidence: withoutArchives(readFileSync(evidence, "utf8")) } : {}) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Where a machine fetches its distribution's packages from is its own affair. */
function withoutArchives(evidence: string): string {
  return evidence.replace(/((?:Get|Hit|Ign|Err):\d+ https?:\/\/)[^/\s"]+/g, "$1archive.example");
}

/** Applies a patch of paths relative to the project. Rejects when it does not fit. */
export async function applyPatch(repo: string, patch: string): Promise<void> {
  const { code, out, err } = await runTool("patch", ["-p1", "--no-backup-if-mismatch", "--binary", "-i", patch], { cwd: repo });
  if (code !== 0) throw new Error(`${patch} does not apply: ${out}${err}`);
}
