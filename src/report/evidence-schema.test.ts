import { describe, expect, it } from "vitest";
import { evidenceVersion, type Evidence } from "../model/evidence.ts";
import { noTimings } from "../model/timings.ts";
import { errorsOf, readSchema, type JsonObject } from "../../test/helpers/schema-check.ts";
import { samplePlan } from "../../test/helpers/sample-report.ts";

const root = readSchema("evidence");
const evidence: Evidence = {
  schema: evidenceVersion,
  tool: { name: "upstream-gate", version: "0.1.0" },
  run: "r1",
  plan: samplePlan(),
  facts: {
    builds: { value: [] },
    services: { missing: "nothing was booted" },
    sockets: { value: [{ service: "app", sockets: [], readAt: 1 }] },
    proxy: { value: { state: "running", observed: true, startErrors: [], errors: [], attempts: [] } },
    probes: { value: [] },
    sources: { missing: "the project was not read" },
    paths: { value: { records: [], workers: [], users: {} } },
    protocols: { value: [] },
  },
  experiments: [{ cause: "port-mismatch", subject: "nginx/app.conf:14 app", proof: { result: "confirmed", control: "502", treatment: "200" } }],
  timings: noTimings,
};
const asJson = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

describe("evidence schema", () => {
  it("takes what the model calls evidence", () => {
    expect(errorsOf(root, root, asJson(evidence))).toEqual([]);
  });

  it.each([
    ["another version", { ...evidence, schema: 2 }],
    ["an unknown field", { ...evidence, secrets: [] }],
    ["a key that is neither collected nor missing", { ...evidence, facts: { ...evidence.facts, builds: {} } }],
    ["a list where one thing belongs", { ...evidence, facts: { ...evidence.facts, proxy: { value: [] } } }],
    ["a key left out", { ...evidence, facts: { builds: { value: [] } } }],
    ["a proof of another kind", { ...evidence, experiments: [{ cause: "x", subject: "y", proof: { result: "maybe" } }] }],
    ["a negative time", { ...evidence, timings: { ...noTimings, total: -1 } }],
  ])("refuses %s", (_name, broken) => {
    expect(errorsOf(root, root, asJson(broken))).not.toEqual([]);
  });
});
