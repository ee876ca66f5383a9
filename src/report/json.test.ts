import { describe, expect, it } from "vitest";
import type { Finding, WitnessKind } from "../model/finding.ts";
import type { FailureKind } from "../model/failure.ts";
import type { ProofResult } from "../model/experiment.ts";
import type { Platform, Topology } from "../model/plan.ts";
import { renderJson } from "./json.ts";
import { errorsOf, readSchema, type JsonObject } from "../../test/helpers/schema-check.ts";
import { brokenReport, failedReport, harmful, hostileReport, hostileTexts, passedReport, sampleFinding, sampleProbe } from "../../test/helpers/sample-report.ts";

const root = readSchema("report");
const parse = (text: string): JsonObject => JSON.parse(text) as JsonObject;

describe("JSON report", () => {
  const bare = sampleFinding({ related: [], evidence: [], proof: { result: "not-attempted" } });
  const { location: _, ...placeless } = bare;
  const unanswered = { ...failedReport(placeless), probes: [sampleProbe()].map(({ status: _status, ...probe }) => ({ ...probe, error: "refused" as const })) };

  it.each([
    ["fail", failedReport()],
    ["pass", passedReport()],
    ["error", brokenReport()],
    ["fail without place, proof or answer", unanswered],
    ...hostileTexts.map((text): [string, ReturnType<typeof failedReport>] => [`hostile ${JSON.stringify(text)}`, hostileReport(text)]),
  ])("follows its schema: %s", (_name, report) => {
    expect(errorsOf(root, root, parse(renderJson(report)))).toEqual([]);
  });

  it.each(hostileTexts)("can be printed: %j", (text) => {
    const json = renderJson(hostileReport(text));
    expect(json).not.toMatch(harmful);
    expect(json).not.toMatch(/##\[|^\s*::/m);
    expect(parse(json)["findings"]).toMatchObject([{ title: text, location: { path: `dir/na\nme${text}` } }]);
  });

  it("has the contract's fields and no others", () => {
    const data = parse(renderJson(failedReport()));
    expect(Object.keys(data)).toEqual(["schema", "tool", "verdict", "failure", "plan", "findings", "ruledOut", "unknown", "probes", "timings", "apps"]);
    expect(data["findings"]).toEqual([
      {
        cause: "port-mismatch",
        title: "nginx dials app:8080, but the app listens on 3000",
        level: "error",
        confidence: "proven",
        location: { path: "nginx/app.conf", line: 14, endLine: 14, column: 5 },
        related: [{ path: "Dockerfile", line: 9, note: "the port is set here" }],
        what: "nginx dials port 8080 of app; node listens on 3000.",
        why: "A connection to a port without a listener is refused, and nginx answers 502.",
        fix: { text: "Dial port 3000.", edits: [{ path: "nginx/app.conf", startLine: 14, endLine: 14, replacement: "    proxy_pass http://app:3000;" }], safe: true },
        evidence: [
          { kind: "socket", text: "node listens on 0.0.0.0:3000" },
          { kind: "nginx", text: "connect() failed (111: Connection refused) while connecting to upstream" },
        ],
        proof: { result: "confirmed", intervention: "nginx dials app:3000 instead of app:8080", control: "GET / -> 502", treatment: "GET / -> 200, 3 of 3" },
      },
    ]);
    expect(data["probes"]).toMatchObject([{ trial: "control", durationMs: 0.3 }, { via: "direct" }, { trial: "control" }, { trial: "treatment", status: 200 }]);
  });

  it("gives what is known when the run could not be made", () => {
    const data = parse(renderJson(brokenReport()));
    expect(data).toMatchObject({
      verdict: "error",
      failure: { kind: "engine-unreachable", message: "Docker does not answer at unix:///var/run/docker.sock" },
      plan: { platform: "", topology: "", topologyBecause: "", supplied: [] },
      findings: [],
    });
    expect(parse(renderJson(unanswered))).toMatchObject({ failure: null, findings: [{ location: null, proof: { result: "not-attempted", control: "" } }], probes: [{ status: null }] });
  });

  it("has a schema that refuses what the contract does not know", () => {
    const broken: readonly ((data: JsonObject) => void)[] = [
      (data) => (data["extra"] = 1),
      (data) => delete data["unknown"],
      (data) => (data["schema"] = 2),
      (data) => (data["verdict"] = "warn"),
      (data) => (data["failure"] = { kind: "bored", message: "" }),
      (data) => (data["ruledOut"] = [{ cause: "No Kebab", because: "" }]),
      (data) => (data["probes"] = [{ name: "", request: "", via: "proxy", status: "502", durationMs: 1, trial: "control" }]),
      (data) => (data["probes"] = [{ name: "", request: "", via: "proxy", status: 502, durationMs: 1, trial: "first" }]),
    ];
    for (const change of broken) {
      const data = parse(renderJson(failedReport()));
      change(data);
      expect(errorsOf(root, root, data), String(change)).not.toEqual([]);
    }
  });

  it("has a schema whose words are the model's", () => {
    const words = {
      failures: {
        usage: 1,
        "config-invalid": 1,
        "project-not-found": 1,
        refused: 1,
        "engine-unreachable": 1,
        "engine-too-old": 1,
        "tool-missing": 1,
        "image-unavailable": 1,
        "disk-full": 1,
        interrupted: 1,
        "timed-out": 1,
        internal: 1,
      } satisfies Record<FailureKind, 1>,
      witnesses: { socket: 1, log: 1, nginx: 1, exit: 1, attempt: 1, cgroup: 1, config: 1 } satisfies Record<WitnessKind, 1>,
      proofs: { confirmed: 1, refuted: 1, inconclusive: 1, "not-attempted": 1 } satisfies Record<ProofResult, 1>,
      platforms: { compose: 1, dockerfile: 1, amvera: 1, upsun: 1, "": 1 } satisfies Record<Platform | "", 1>,
      topologies: { container: 1, host: 1, shared: 1, "": 1 } satisfies Record<Topology | "", 1>,
      confidences: { proven: 1, likely: 1, possible: 1 } satisfies Record<Finding["confidence"], 1>,
      levels: { error: 1, warning: 1, notice: 1 } satisfies Record<Finding["level"], 1>,
    };
    const enums = JSON.stringify(root).match(/"enum":\[[^\]]*\]/g) ?? [];
    for (const each of Object.values(words)) expect(enums).toContain(`"enum":${JSON.stringify(Object.keys(each))}`);
  });
});
