import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderConsole } from "../../src/report/console.ts";
import { renderJson } from "../../src/report/json.ts";
import { diagnoseEvidence } from "../../src/replay.ts";
import { differences, readCorpus, type Outcome } from "../helpers/corpus-run.ts";

const corpus = readCorpus();
const recorded = corpus.filter((each) => existsSync(join(each.folder, "evidence.json")));

describe("the corpus from stored evidence", () => {
  it("has evidence of every case that fails", () => {
    const missing = corpus.filter((each) => each.expect.verdict === "fail" && !recorded.includes(each)).map((each) => each.name);
    expect(missing).toEqual([]);
  });

  for (const each of recorded) {
    it(`${each.name} is told as it is`, async () => {
      const report = diagnoseEvidence(readFileSync(join(each.folder, "evidence.json"), "utf8"), each.name);
      expect(differences(each.expect, JSON.parse(renderJson(report)) as Outcome)).toEqual([]);
      await expect(renderConsole(report, { color: false })).toMatchFileSnapshot(join(each.folder, "report.golden.md"));
    });
  }
});
