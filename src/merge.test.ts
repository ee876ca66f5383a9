import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failureOf } from "../test/helpers/failures.ts";
import { makeRepository, repo } from "../test/helpers/repository.ts";
import { errorsOf, readSchema, type JsonObject } from "../test/helpers/schema-check.ts";
import { brokenReport, failedReport, hostileReport, hostileTexts, passedReport, sampleFinding } from "../test/helpers/sample-report.ts";
import { filesOf, mergeFiles } from "./merge.ts";
import type { App } from "./model/inputs.ts";
import type { Report } from "./model/verdict.ts";
import { inRepository } from "./report/app-report.ts";
import { renderConsole } from "./report/console.ts";
import { renderJson } from "./report/json.ts";
import { renderJunit } from "./report/junit.ts";
import { renderMarkdown } from "./report/markdown.ts";
import { renderSarif } from "./report/sarif.ts";
import { readReport } from "./report/read-json.ts";

const app = (name: string): App => ({ name, directory: repo(`services/${name}`) });
const matrix = (...names: readonly string[]): string => JSON.stringify({ include: names.map((name) => ({ app: name, directory: `services/${name}` })) });

/** The merged report of apps, as the files that check would write. */
function merged(reports: Readonly<Record<string, Report>>, given?: string): Report {
  const files = Object.fromEntries(Object.entries(reports).map(([name, report]) => [`${name}.json`, renderJson(inRepository(report, app(name)))]));
  return mergeFiles(filesOf([makeRepository(files)]), given);
}

describe("a report of an app", () => {
  it("has every place as the repository has it", () => {
    const report = inRepository(failedReport(), app("shop"));
    const [finding] = report.findings;
    expect(finding?.location?.path).toBe("services/shop/nginx/app.conf");
    expect(finding?.related[0]?.at.path).toBe("services/shop/Dockerfile");
    expect(finding?.fix.edits[0]?.path).toBe("services/shop/nginx/app.conf");
    const settings = inRepository(failedReport(sampleFinding({ location: { path: repo(".github/upstream-gate.yml"), line: 3 } })), app("shop"));
    expect(settings.findings[0]?.location?.path).toBe(".github/upstream-gate.yml");
    const excerpts = [{ path: repo("nginx/app.conf"), from: 14, lines: ["proxy_pass http://app:8080;"] }];
    expect(inRepository({ ...failedReport(), excerpts }, app("shop")).excerpts?.map((excerpt) => excerpt.path)).toEqual(["services/shop/nginx/app.conf"]);
    expect(inRepository(failedReport(), undefined)).toEqual(failedReport());
  });

  it("is written and read back with its app", () => {
    const report = readReport(renderJson(inRepository(failedReport(), app("shop"))), "shop.json");
    expect(report).toMatchObject({ verdict: "fail", app: app("shop"), findings: [{ cause: "port-mismatch", location: { path: "services/shop/nginx/app.conf", line: 14 } }] });
    expect(renderJson(report)).toBe(
      renderJson(inRepository({ ...failedReport(), plan: undefined as never }, app("shop"))).replace(/"plan": \{[^}]*\}/, /"plan": \{[^}]*\}/.exec(renderJson(report))?.[0] ?? ""),
    );
  });
});

describe("mergeFiles", () => {
  it("passes when every app passes", () => {
    const report = merged({ a: passedReport(), b: passedReport() }, matrix("a", "b"));
    expect(report).toMatchObject({ verdict: "pass", findings: [], apps: [{ name: "a", directory: "services/a", verdict: "pass" }, { name: "b" }] });
    expect(report.timings.total).toBe(2 * passedReport().timings.total);
    expect(renderConsole(report, { color: false })).toMatch(/^all 2 apps pass\n/);
  });

  it("fails when one fails, names it, and keeps that another could not run", () => {
    const report = merged({ a: passedReport(), b: failedReport(), c: brokenReport() });
    expect(report).toMatchObject({ verdict: "fail", findings: [{ app: "b", title: "b: nginx dials app:8080, but the app listens on 3000", location: { path: "services/b/nginx/app.conf" } }] });
    expect(report.failure).toBeUndefined();
    expect(report.unknown).toContainEqual({ cause: "any", because: expect.stringContaining("c: Could not run:") as string });
    const text = renderConsole(report, { color: false });
    expect(text).toMatch(/^1 of 3 apps pass\n/);
    expect(text).toContain("services/b/nginx/app.conf:14");
    expect(renderMarkdown(report)).toContain("| `c` | error |");
    expect(renderSarif(report, [])).toContain("services/b/nginx/app.conf");
    expect(renderJunit(report)).toContain('file="services/b/nginx/app.conf"');
  });

  it("could not run when one could not and none fails", () => {
    const report = merged({ a: passedReport(), c: brokenReport() });
    expect(report).toMatchObject({ verdict: "error", failure: { kind: "engine-unreachable", message: expect.stringMatching(/^c: /) as string } });
  });

  it("takes an app of the matrix without a report for one that could not run", () => {
    const report = merged({ a: passedReport() }, matrix("a", "b"));
    expect(report).toMatchObject({ verdict: "error", failure: { kind: "interrupted", message: "There is no report of b." }, apps: [{ verdict: "pass" }, { name: "b", verdict: "error" }] });
    expect(merged({}, matrix()).verdict).toBe("pass");
  });

  it("shows of a finding the requests of its own app", () => {
    const other = { ...failedReport(), findings: [], probes: [{ ...failedReport().probes[0]!, request: "GET http://first/", name: "http://first/" }] };
    const report = merged({ a: other, b: failedReport() });
    expect(renderConsole(report, { color: false })).toContain("b: GET http://app.example.com/");
  });

  it("keeps what was expected: a 503 that is right does not fail, a 200 that is wrong does", () => {
    const [probe] = passedReport().probes;
    const odd: Report = { ...passedReport(), plan: undefined as never, probes: [{ ...probe!, status: 503, ok: true }] };
    expect(renderJunit(merged({ a: odd }))).not.toContain("<failure");
  });

  it.each<readonly [string, Report]>([["pass", passedReport()], ["fail", failedReport()], ["error", brokenReport()], ...hostileTexts.map((text) => [text, hostileReport(text)] as const)])(
    "writes what follows the schema: %j",
    (_name, report) => {
      const root = readSchema("report");
      const whole = JSON.parse(renderJson(merged({ a: report, b: passedReport() }))) as JsonObject;
      expect(errorsOf(root, root, whole)).toEqual([]);
    },
  );

  it.each<[string, Readonly<Record<string, string>>, string | undefined, RegExp]>([
    ["a file that is none", { "a.json": "{}" }, undefined, /a\.json is not a report: it has no version/],
    ["a file that is no JSON", { "a.json": "{" }, undefined, /is not JSON/],
    ["a report of another version", { "a.json": '{"schema":2}' }, undefined, /it has version 2, and this program reads version 1/],
    ["a report without findings", { "a.json": '{"schema":1,"tool":{},"verdict":"pass"}' }, undefined, /no verdict, findings and probes/],
    ["nothing at all", {}, undefined, /needs the reports to merge/],
    ["a matrix that is none", {}, "[]", /--matrix is not what plan --matrix prints/],
    ["a matrix that is no JSON", {}, "{", /--matrix is not/],
    ["a matrix with a folder outside", {}, '{"include":[{"app":"a","directory":"../a"}]}', /--matrix is not/],
  ])("refuses %s", (_name, files, given, message) => {
    const folder = makeRepository({ ...files, "x.txt": "" });
    const failure = failureOf(() => mergeFiles(filesOf([folder]), given));
    expect([failure.kind, message.test(failure.message)]).toEqual(["usage", true]);
  });

  it("refuses two reports of one app, and a file that is not there", () => {
    const text = renderJson(inRepository(passedReport(), app("a")));
    const folder = makeRepository({ "a.json": text, "deep/b.json": text });
    expect(failureOf(() => mergeFiles(filesOf([folder]), undefined)).message).toBe("There are two reports of a.");
    expect(failureOf(() => mergeFiles(filesOf([join(folder, "none.json")]), undefined)).message).toContain("none.json cannot be read");
  });
});
