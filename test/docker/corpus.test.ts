import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { differences, readCorpus, runCase, type CorpusCase } from "../helpers/corpus-run.ts";
import { requireEngine } from "../helpers/engine.ts";

const corpus = readCorpus();
const wanted = process.env["UPSTREAM_GATE_CORPUS"] ?? "";
const isRecording = process.env["UPSTREAM_GATE_RECORD"] === "write";

/** By default one broken case of each cause and every healthy one; "all", or those whose name holds one of the words. */
function chosen(): CorpusCase[] {
  if (wanted === "all") return corpus;
  if (wanted !== "") return corpus.filter((each) => wanted.split(",").some((word) => each.name.includes(word)));
  const firstOf = new Map(
    corpus
      .filter((each) => each.group === "broken")
      .toReversed()
      .map((each) => [each.expect.cause, each]),
  );
  return corpus.filter((each) => each.group === "healthy" || [...firstOf.values()].includes(each));
}

beforeAll(requireEngine);

describe.concurrent("the corpus in Docker", () => {
  for (const each of chosen()) {
    it(`${each.name} is told as it is: ${each.title}`, async () => {
      const { code, outcome, output, evidence } = await runCase(each, false);
      expect(differences(each.expect, outcome), output).toEqual([]);
      expect(code).toBe(each.expect.verdict === "pass" ? 0 : 1);
      if (isRecording && evidence !== undefined) writeFileSync(join(each.folder, "evidence.json"), evidence);
    });
    if (each.hasFix && !isRecording) {
      it(`${each.name} passes with its fix`, async () => {
        const { outcome, output } = await runCase(each, true);
        expect(differences({ verdict: "pass" }, outcome), output).toEqual([]);
      });
    }
  }
});
