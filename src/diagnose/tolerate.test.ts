import { describe, expect, it } from "vitest";
import { at, crashCase, evidence, refusedCase } from "../../test/helpers/evidence.ts";
import type { CauseSetting } from "../model/inputs.ts";
import { diagnose, type DiagnosisWithSymptoms } from "./diagnose.ts";
import { tolerate } from "./tolerate.ts";

const mismatch = diagnose(refusedCase(["0.0.0.0:3000"]));
const set = (cause: string, level: CauseSetting["level"]): CauseSetting => ({ cause, level, at: at(".github/upstream-gate.yml", 4) });

describe("tolerate", () => {
  it("changes nothing without a setting, or with one for another cause", () => {
    expect(tolerate(mismatch, [])).toEqual({ ...mismatch, failing: mismatch.symptoms });
    expect(tolerate(mismatch, [set("app-hangs", "off")])).toEqual({ ...mismatch, failing: mismatch.symptoms });
    expect(tolerate(diagnose(evidence()), [set("app-hangs", "off")]).failing).toEqual([]);
  });

  it("lowers a finding, which then fails nothing, and still tells the symptoms", () => {
    const lowered = tolerate(mismatch, [set("port-mismatch", "warning")]);
    expect(lowered.findings).toMatchObject([{ cause: "port-mismatch", level: "warning" }]);
    expect([lowered.failing, lowered.symptoms]).toEqual([[], mismatch.symptoms]);
    expect(lowered.unknown).toEqual(mismatch.unknown);
  });

  it("drops a finding that is switched off, and says so", () => {
    const off = tolerate(mismatch, [set("port-mismatch", "off")]);
    expect([off.findings, off.failing]).toEqual([[], []]);
    expect(off.unknown[0]).toEqual({ cause: "port-mismatch", because: "it was found and is switched off at .github/upstream-gate.yml:4: it does not fail the gate" });
  });

  it("fails still on a symptom that another cause explains, or none", () => {
    const crash = diagnose(crashCase(["Traceback (most recent call last):", '  File "/app/a.py", line 1, in <module>', "ValueError: no"]));
    const both: DiagnosisWithSymptoms = {
      findings: [...mismatch.findings, ...crash.findings],
      ruledOut: [],
      unknown: [],
      symptoms: [...mismatch.symptoms, ...crash.symptoms, "nginx answered 502 for /x"],
      candidates: [...mismatch.candidates, ...crash.candidates.map((each) => ({ ...each, symptom: each.symptom + mismatch.symptoms.length }))],
    };
    const one = tolerate(both, [set("port-mismatch", "off")]);
    expect(one.findings.map((finding) => finding.cause)).toEqual(crash.findings.map((finding) => finding.cause));
    expect(one.failing).toEqual([...crash.symptoms, "nginx answered 502 for /x"]);
    const all = tolerate(both, [set("port-mismatch", "off"), ...crash.findings.map(({ cause }) => set(cause, "off"))]);
    expect(all.findings).toEqual([]);
    expect(all.failing).toEqual(["nginx answered 502 for /x"]);
    expect(all.unknown.at(-1)).toEqual({ cause: "unrecognised", because: "nginx answered 502 for /x" });
  });
});
