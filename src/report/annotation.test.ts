import { describe, expect, it } from "vitest";
import { annotationsOf } from "./annotation.ts";
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
          "nginx dials port 8080 of app; node listens on 3000.\nA connection to a port without a listener is refused, and nginx answers 502.\nFix: Dial port 3000.\nConfidence: proven. More: upstream-gate explain port-mismatch",
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

  it.each(hostileTexts)("holds clean and bounded texts: %j", (text) => {
    for (const { path, title, message } of annotationsOf(hostileReport(text.repeat(300)))) {
      expect(`${path}${title}`).not.toMatch(/\n/);
      expect(`${path}${title}${message}`).not.toMatch(harmful);
      expect(message.length).toBeLessThanOrEqual(4096);
    }
  });
});
