import { describe, expect, it } from "vitest";
import { annotationsLeft, annotationsOf } from "./annotation.ts";
import { renderMarkdown } from "./markdown.ts";
import { causePage } from "./pages.ts";
import { withoutGenerated } from "./generated.ts";
import { at, brokenReport, failedReport, harmful, hostileReport, hostileTexts, passedReport, sampleFinding } from "../../test/helpers/sample-report.ts";

describe("annotations", () => {
  it("puts one error on the line, and notices on related lines", () => {
    expect(annotationsOf(failedReport())).toEqual([
      {
        level: "error",
        path: "nginx/app.conf",
        line: 14,
        title: "port-mismatch: nginx dials app:8080, but the app listens on 3000",
        message:
          "nginx dials port 8080 of app; node listens on 3000.\nA connection to a port without a listener is refused, and nginx answers 502.\nFix: Dial port 3000.\n" +
          "Proof: changed: nginx dials app:3000 instead of app:8080\nwithout the change: GET / -> 502\nwith the change: GET / -> 200, 3 of 3\n" +
          `Confidence: proven. More: ${causePage("port-mismatch")}`,
      },
      { level: "notice", path: "Dockerfile", line: 9, title: "port-mismatch: nginx dials app:8080, but the app listens on 3000", message: "the port is set here. See nginx/app.conf:14." },
    ]);
  });

  it("shows at most two related lines", () => {
    const related = [1, 2, 3].map((line) => ({ at: at("a", line), note: "here" }));
    expect(annotationsOf(failedReport(sampleFinding({ related }))).map(({ line }) => line)).toEqual([14, 1, 2]);
  });

  it("keeps the level of what does not fail", () => {
    const findings = [sampleFinding({ level: "notice" }), sampleFinding({ level: "warning" })];
    expect(annotationsOf({ ...passedReport(), findings }).map(({ level }) => level)).toEqual(["notice", "warning"]);
    expect(annotationsOf(passedReport())).toEqual([]);
  });

  it("makes one error of a failure, and of a fail that nothing explains", () => {
    expect(annotationsOf(brokenReport())).toMatchObject([
      { level: "error", path: ".github/upstream-gate.yml", line: 3, message: "Could not run: Docker does not answer at unix:///var/run/docker.sock.\nStart Docker." },
    ]);
    const [unexplained, ...more] = annotationsOf({ ...failedReport(), findings: [] });
    expect(unexplained).toMatchObject({ level: "error", title: "Upstream Gate failed" });
    expect(unexplained).not.toHaveProperty("path");
    expect(more).toEqual([]);
  });

  it("leaves room for the step's own error", () => {
    const findings = Array.from({ length: 30 }, () => sampleFinding({ related: [] }));
    expect(annotationsOf({ ...failedReport(), findings })).toHaveLength(9);
  });

  it("keeps its budget by rank, and leaves the rest to the summary", () => {
    const findings = Array.from({ length: 4000 }, (_, index) => sampleFinding({ title: `finding ${index} ends`, location: at("a.conf", index + 1) }));
    const report = { ...failedReport(), findings };
    const shown = annotationsOf(report);
    expect(["error", "warning", "notice"].map((level) => shown.filter((each) => each.level === level).length)).toEqual([9, 0, 10]);
    expect(shown[8]?.title).toBe("port-mismatch: finding 8 ends");
    const left = annotationsLeft(report);
    expect(left).toHaveLength(8000 - 19);
    expect(left[0]?.title).toBe("port-mismatch: finding 9 ends");
    const summary = renderMarkdown(report);
    expect(summary).toContain("**Without an annotation, as a runner keeps ten of a kind** (7981)\n\n- `a.conf:10`: port-mismatch: finding 9 ends\n");
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(64 * 1024);
  });

  it("stands on the first line of a place of several", () => {
    const [error] = annotationsOf(failedReport(sampleFinding({ location: { ...at("Dockerfile", 4), endLine: 9 } })));
    expect(error).toMatchObject({ path: "Dockerfile", line: 4 });
    expect(error).not.toHaveProperty("endLine");
  });

  it("leaves generated files alone: the next line of the project's own is taken, or none", () => {
    const report = failedReport(
      sampleFinding({
        location: at("dist/server.js", 3),
        related: [
          { at: at("dist/b.js", 1), note: "x" },
          { at: at("src/server.js", 7), note: "the port is set here" },
        ],
      }),
    );
    const placed = annotationsOf(withoutGenerated(report, (path) => path.startsWith("dist/")));
    expect(placed.map(({ path, line }) => [path, line])).toEqual([["src/server.js", 7]]);
    expect(placed[0]?.message).toContain("It was seen at dist/server.js:3, a generated file.");
    expect(annotationsOf(withoutGenerated(report, () => true))).toMatchObject([{ level: "error", title: expect.stringContaining("port-mismatch") as unknown }]);
    expect(annotationsOf(withoutGenerated(report, () => true))[0]).not.toHaveProperty("path");
  });

  it.each(hostileTexts)("holds clean and bounded texts: %j", (text) => {
    for (const { path, title, message } of annotationsOf(hostileReport(text.repeat(300)))) {
      expect(`${path}${title}`).not.toMatch(/\n/);
      expect(`${path}${title}${message}`).not.toMatch(harmful);
      expect(message.length).toBeLessThanOrEqual(4096);
    }
  });
});
