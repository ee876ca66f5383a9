#!/usr/bin/env node
// Runs corpus cases for real and compares with what they expect; --write stores their evidence and reports, --fixed runs the repaired twins.
// usage: node script/record.mjs [--write] [--fixed] [--jobs N] [FILTER...]
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..");
const corpus = join(root, "test", "corpus");
const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: "boolean" }, fixed: { type: "boolean" }, jobs: { type: "string", default: "2" } } });

/** Folders below `folder` that hold a case. */
function casesBelow(folder) {
  if (existsSync(join(folder, "case.yaml"))) return [folder];
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).flatMap((entry) => casesBelow(join(folder, entry.name)));
}

/** Runs the gate on a folder; answers its exit code, report and output. */
function runGate(folder, args, scratch) {
  return new Promise((resolve) => {
    const files = { report: join(scratch, "report.json"), evidence: join(scratch, "evidence.json") };
    const child = spawn(process.execPath, [join(root, "dist", "cli.js"), "check", folder, ...args, "--format", "pretty", "--report", files.report, "--evidence", files.evidence], { env: { ...process.env, NO_COLOR: "1" } });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("close", (code) => resolve({ code, output, report: existsSync(files.report) ? JSON.parse(readFileSync(files.report, "utf8")) : undefined, evidence: existsSync(files.evidence) ? readFileSync(files.evidence, "utf8") : undefined }));
  });
}

/** The causes that have a rule; a case of another one shall fail without a wrong name. */
const known = spawnSync(process.execPath, [join(root, "dist", "cli.js"), "explain"], { encoding: "utf8" }).stdout.split("\n").map((line) => line.split(" ")[0]);

/** What differs from the expectation; empty when nothing does. */
function differences(expect, { code, report }) {
  if (!report || report.verdict === "error") return [`could not run (exit ${code}): ${report?.failure?.message ?? ""}`];
  const errors = report.findings.filter((finding) => finding.level === "error");
  if (expect.verdict === "pass") return code === 0 && errors.length === 0 ? [] : [`expected a pass, got ${errors.map((finding) => finding.cause).join(", ") || "an unexplained failure"}`];
  if (!known.includes(expect.cause)) return code === 1 && errors.length === 0 ? [] : [`exit ${code}: ${errors.map((finding) => `${finding.cause} at ${finding.location?.path}:${finding.location?.line}`).join(", ")}, though ${expect.cause} has no rule`];
  const [first] = errors;
  const place = first?.location ? `${first.location.path}:${first.location.line}` : "nowhere";
  return [
    ...(code === 1 ? [] : [`exit ${code}`]),
    ...(first?.cause === expect.cause ? [] : [`cause ${first?.cause ?? "none"}, expected ${expect.cause}`]),
    ...(errors.length <= 1 ? [] : [`${errors.length} errors: ${errors.map((finding) => finding.cause).join(", ")}`]),
    ...((expect.at ?? []).includes(place) || expect.at === undefined ? [] : [`place ${place}, expected ${expect.at.join(" or ")}`]),
    ...(expect.confidence === undefined || first?.confidence === expect.confidence ? [] : [`${first?.confidence}, expected ${expect.confidence}`]),
  ];
}

async function runCase(folder) {
  const scratch = mkdtempSync(join(tmpdir(), "upstream-gate-case-"));
  const wanted = parse(readFileSync(join(folder, "case.yaml"), "utf8"));
  const repo = join(scratch, "repo");
  try {
    cpSync(join(folder, "repo"), repo, { recursive: true });
    if (values.fixed) {
      const patched = spawnSync("patch", ["-p1", "--no-backup-if-mismatch", "-i", join(folder, "fix.patch")], { cwd: repo, encoding: "utf8" });
      if (patched.status !== 0) return [`fix.patch does not apply: ${patched.stdout.trim()}`];
    }
    const began = performance.now();
    const result = await runGate(repo, wanted.args ?? [], scratch);
    const differing = differences(values.fixed ? { verdict: "pass" } : wanted.expect, result);
    if (values.write && !values.fixed && differing.length === 0) store(folder, result);
    return { differing, seconds: ((performance.now() - began) / 1000).toFixed(1), output: result.output };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Keeps what the replay test reads. A healthy run leaves no evidence. */
function store(folder, { evidence }) {
  if (evidence !== undefined) writeFileSync(join(folder, "evidence.json"), evidence);
}

const chosen = casesBelow(corpus).filter((folder) => positionals.length === 0 || positionals.some((filter) => relative(corpus, folder).includes(filter))).filter((folder) => !values.fixed || existsSync(join(folder, "fix.patch")));
const queue = [...chosen];
let failures = 0;
await Promise.all(
  Array.from({ length: Number(values.jobs) }, async () => {
    for (let folder = queue.shift(); folder; folder = queue.shift()) {
      const result = await runCase(folder);
      const { differing, seconds, output } = Array.isArray(result) ? { differing: result, seconds: "0", output: "" } : result;
      if (differing.length > 0) failures++;
      console.log(`${differing.length === 0 ? "ok  " : "FAIL"} ${relative(corpus, folder)} ${seconds} s${differing.map((each) => `\n       ${each}`).join("")}`);
      if (differing.length > 0 && chosen.length === 1) console.log(output);
    }
  }),
);
console.log(`${chosen.length - failures} of ${chosen.length} as expected`);
process.exitCode = failures === 0 ? 0 : 1;
