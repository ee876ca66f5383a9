import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import { describe, expect, it } from "vitest";
import { rules as catalogue } from "../diagnose/rules/index.ts";
import { renderSarif, type SarifRule } from "./sarif.ts";
import { at, brokenReport, failedReport, hostileReport, hostileTexts, passedReport, sampleFinding } from "../../test/helpers/sample-report.ts";
import type { Report } from "../model/verdict.ts";

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
    readonly invocations: readonly { readonly executionSuccessful: boolean }[];
    readonly results: readonly {
      readonly ruleIndex?: number;
      readonly message: { readonly text: string };
      readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }[];
      readonly partialFingerprints: { readonly primaryLocationLineHash: string };
    }[];
  }[];
}

const rules: readonly SarifRule[] = [
  { id: "loopback-bind", title: "a", doc: { what: "b", why: "c", fix: "d" } },
  { id: "port-mismatch", title: "a", doc: { what: "b", why: "c", fix: "d" } },
];
const runOf = (report: Report, prefix?: string): Sarif["runs"][number] => {
  const [run] = (JSON.parse(renderSarif(report, rules, prefix)) as Sarif).runs;
  if (run === undefined) throw new Error("no run");
  return run;
};
const printOf = (report: Report): string | undefined => runOf(report).results[0]?.partialFingerprints.primaryLocationLineHash;

const isValid = makeValidator();

function makeValidator(): ValidateFunction {
  const schema = JSON.parse(readFileSync(new URL("../../node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json", import.meta.url), "utf8")) as { $schema?: string; id?: string };
  // Its draft is older than what the validator knows; nothing in it but these two names tells.
  delete schema.$schema;
  delete schema.id;
  return new Ajv({ strict: false, validateSchema: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
}

/** What the published schema of SARIF 2.1.0 finds wrong. */
function breachesOf(log: string): string[] {
  return isValid(JSON.parse(log)) ? [] : (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe("SARIF", () => {
  it("is valid by the published schema, whatever a project says", () => {
    for (const report of [failedReport(), brokenReport(), passedReport(), ...hostileTexts.map(hostileReport)]) expect(breachesOf(renderSarif(report, catalogue, "services/web/"))).toEqual([]);
    expect(breachesOf(renderSarif(failedReport(), catalogue).replace('"startLine": 14', '"startLine": 0'))).not.toEqual([]);
  });

  it("has help for every rule of the catalogue, with its page", () => {
    const { driver } = (JSON.parse(renderSarif(passedReport(), catalogue)) as { runs: [{ tool: { driver: { rules: { id: string; help: { text: string; markdown: string }; helpUri: string }[] } } }] })
      .runs[0].tool;
    expect(driver.rules).toHaveLength(catalogue.length);
    for (const { id, help, helpUri } of driver.rules) {
      expect(help.text.length, id).toBeGreaterThan(80);
      expect(help.markdown).toContain("**Fix.**");
      expect(helpUri).toBe(`https://github.com/upstream-gate/upstream-gate/blob/main/docs/causes/${id}.md`);
    }
  });

  it("tells two findings of one line apart, and each by the same mark in every run", () => {
    const report = { ...failedReport(), findings: [sampleFinding(), sampleFinding({ title: "again" })] };
    const prints = runOf(report).results.map((result) => result.partialFingerprints.primaryLocationLineHash);
    expect(prints[0]).toMatch(/:1$/);
    expect(prints[1]).toBe(prints[0]?.replace(/:1$/, ":2"));
    expect(runOf(report).results.map((result) => result.partialFingerprints.primaryLocationLineHash)).toEqual(prints);
  });

  it("has a result with rule, place, related places and fingerprint", () => {
    const run = runOf(failedReport());
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(["loopback-bind", "port-mismatch"]);
    expect(run.results).toMatchObject([
      {
        ruleId: "port-mismatch",
        ruleIndex: 1,
        level: "error",
        locations: [{ physicalLocation: { artifactLocation: { uri: "nginx/app.conf", uriBaseId: "%SRCROOT%" }, region: { startLine: 14, startColumn: 5 } } }],
        relatedLocations: [{ id: 1, physicalLocation: { artifactLocation: { uri: "Dockerfile" }, region: { startLine: 9 } }, message: { text: "the port is set here." } }],
        partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{16}:1$/) as unknown },
      },
    ]);
  });

  it("keeps the fingerprint when lines move, and changes it with the line's text", () => {
    const text = "    proxy_pass http://app:8080;";
    const first = printOf(failedReport(sampleFinding({ location: at("nginx/app.conf", 14, text) })));
    expect(printOf(failedReport(sampleFinding({ location: at("nginx/app.conf", 99, `  ${text}`) })))).toBe(first);
    expect(printOf(failedReport(sampleFinding({ location: at("nginx/app.conf", 14, "proxy_pass http://app:1;") })))).not.toBe(first);
    expect(printOf(failedReport(sampleFinding({ service: "other", location: at("nginx/app.conf", 14, text) })))).not.toBe(first);
  });

  it("uses the related place when there is no other, and leaves out what has none", () => {
    const { location: _, ...placeless } = sampleFinding();
    expect(runOf(failedReport(placeless)).results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe("Dockerfile");
    expect(runOf(failedReport({ ...placeless, related: [] })).results).toEqual([]);
  });

  it("says that a run could not be made", () => {
    expect(runOf(brokenReport()).invocations).toMatchObject([
      { executionSuccessful: false, toolExecutionNotifications: [{ message: { text: expect.stringContaining("Docker does not answer") as unknown } }] },
    ]);
    expect(runOf(failedReport()).invocations).toEqual([{ executionSuccessful: true }]);
  });

  it("makes a relative URI of any path", () => {
    const place = at("a b/#x?\ny%0A/../\ud800é", 1);
    expect(runOf(failedReport(sampleFinding({ location: place })), "services/web/").results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
      "services/web/a%20b/%23x%3F%0Ay%250A/../%EF%BF%BD%C3%A9",
    );
  });

  it.each(hostileTexts)("never has an empty message: %j", (text) => {
    const { results } = runOf(hostileReport(text));
    expect(results[0]?.message.text).toMatch(/\S/);
    expect(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^[\w.~%!'()*/-]+$/);
  });
});
