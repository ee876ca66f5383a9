import { describe, expect, it } from "vitest";
import { evidence, refusedCase } from "../test/helpers/evidence.ts";
import { failureOf } from "../test/helpers/failures.ts";
import { diagnoseEvidence } from "./replay.ts";

describe("diagnoseEvidence", () => {
  it("finds in stored evidence what was found when it was gathered", () => {
    const report = diagnoseEvidence(JSON.stringify(refusedCase(["0.0.0.0:3000"])), "e.json");
    expect(report.verdict).toBe("fail");
    expect(report.findings[0]).toMatchObject({ cause: "port-mismatch", location: { path: "nginx/app.conf", line: 14 } });
    expect(report.probes.map((probe) => probe.trial)).toEqual(["first", "first"]);
    expect(report.sockets[0]?.service).toBe("app");
  });

  it("passes a healthy run, and one in which a fact that nothing asks for is missing", () => {
    expect(diagnoseEvidence(JSON.stringify(evidence()), "e.json")).toMatchObject({ verdict: "pass", findings: [] });
    expect(diagnoseEvidence(JSON.stringify(evidence({ facts: { sockets: "not read", sources: "not read: nothing failed" } })), "e.json")).toMatchObject({ verdict: "pass", sockets: [] });
  });

  it("does not pass a run whose facts are incomplete", () => {
    expect(diagnoseEvidence(JSON.stringify(evidence({ facts: { probes: "nothing was started" } })), "e.json")).toMatchObject({ verdict: "fail", findings: [], probes: [] });
  });

  it("keeps what was tried", () => {
    const first = refusedCase(["0.0.0.0:3000"]);
    const subject = "app@nginx/app.conf:14";
    const tried = { ...first, experiments: [{ cause: "port-mismatch", subject, proof: { result: "confirmed" as const } }] };
    expect(diagnoseEvidence(JSON.stringify(tried), "e.json").findings[0]).toMatchObject({ confidence: "proven", fix: { safe: true } });
  });

  it.each([
    ["no JSON", "{", /e\.json is not JSON/],
    ["nothing", "", /e\.json is not JSON/],
    ["null", "null", /is not an evidence file/],
    ["a text", '"evidence"', /is not an evidence file/],
    ["a list", "[1]", /is not an evidence file/],
    ["a JSON report", '{"schema":1,"verdict":"pass"}', /is not an evidence file/],
    ["facts that are empty", JSON.stringify({ ...evidence(), facts: {} }), /is not an evidence file: its facts tell nothing of builds/],
    ["facts that are no facts", JSON.stringify({ ...evidence(), facts: Object.fromEntries(Object.keys(evidence().facts).map((key) => [key, 7])) }), /its facts tell nothing of builds/],
    ["a plan that is empty", '{"schema":1,"facts":{},"plan":{},"experiments":[]}', /is not an evidence file: its plan is none/],
    ["a plan that is a list", JSON.stringify({ ...evidence(), plan: [] }), /its plan is none/],
    ["experiments that are no list", JSON.stringify({ ...evidence(), experiments: {} }), /its experiments are no list/],
    ["an older version", '{"schema":0,"facts":{},"plan":{},"experiments":[]}', /has version 0; this program reads version 1/],
    ["a later version", '{"schema":2,"facts":{},"plan":{},"experiments":[]}', /has version 2/],
    ["a version in words", '{"schema":"1","facts":{},"plan":{},"experiments":[]}', /reads version 1/],
  ])("refuses %s", (_name, text, message) => {
    const failure = failureOf(() => diagnoseEvidence(text, "e.json"));
    expect(failure.kind).toBe("usage");
    expect(failure.message).toMatch(message);
    expect(failure.remedy).toBeTruthy();
  });
});
