import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { renderJson } from "../../src/report/json.ts";
import { diagnoseEvidence } from "../../src/replay.ts";
import { blindFolder, readCorpus, runCase, type CorpusCase, type Outcome } from "../helpers/corpus-run.ts";
import { requireEngine } from "../helpers/engine.ts";
import { mark, renderScore, type Scored } from "../helpers/score.ts";
import { runTool } from "../helpers/tool.ts";

/*
 * The scoreboard. `npm run score` runs the whole corpus for real and writes docs/accuracy.md; `npm run score:replay` scores the stored
 * evidence and prints the same page. A case that is told otherwise does not fail the run: it is counted. The evidence of a blind case is
 * kept as it came, so that both score it alike. With UPSTREAM_GATE_SCORED=FILE every score is noted there as it comes, and those that stand
 * there are taken over: a run that was broken off goes on.
 */
const root = join(import.meta.dirname, "..", "..");
const isReplay = process.env["UPSTREAM_GATE_SCORE"] === "replay";
const corpus = [...readCorpus(blindFolder), ...readCorpus()].filter((each) => !isReplay || existsSync(join(each.folder, "evidence.json")));
const notes = process.env["UPSTREAM_GATE_SCORED"];
const noted = notes !== undefined && existsSync(notes) ? readFileSync(notes, "utf8").trim().split("\n") : [];
const scored: Scored[] = noted.map((line) => JSON.parse(line) as Scored);

async function outcomeOf(each: CorpusCase): Promise<Outcome> {
  if (!isReplay) return runAndKeep(each);
  return JSON.parse(renderJson(diagnoseEvidence(readFileSync(join(each.folder, "evidence.json"), "utf8"), each.name))) as Outcome;
}

async function runAndKeep(each: CorpusCase): Promise<Outcome> {
  const { outcome, evidence } = await runCase(each, false);
  if (evidence !== undefined && each.expect.verdict === "fail" && each.folder.startsWith(blindFolder)) writeFileSync(join(each.folder, "evidence.json"), evidence);
  return outcome;
}

beforeAll(() => (isReplay ? undefined : requireEngine()));

describe.concurrent("the scoreboard", () => {
  const left = corpus.filter((each) => !scored.some(({ name, isBlind }) => name === each.name && isBlind === each.isBlind));
  it.each(left.map((each) => [each.name, each] as const))("%s", async (_name, each) => {
    const score = mark(each, await outcomeOf(each));
    scored.push(score);
    if (notes !== undefined) appendFileSync(notes, `${JSON.stringify(score)}\n`);
  });
  it.runIf(left.length === 0)("has run before", () => undefined);
});

afterAll(async () => {
  const { out } = await runTool("git", ["-C", root, "log", "-1", "--format=%h"]);
  const how = isReplay ? "from stored evidence" : "by running every case in Docker";
  const page = renderScore(scored, [`Measured on ${new Date().toISOString().slice(0, 10)} ${how}, at commit ${out.trim()}; \`npm run score\` makes this page anew.`]);
  if (!isReplay) writeFileSync(join(root, "docs", "accuracy.md"), page);
  process.stdout.write(`${page}\n`);
});
