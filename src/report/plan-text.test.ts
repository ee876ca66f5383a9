import { describe, expect, it } from "vitest";
import { renderPlan } from "./plan-text.ts";
import { harmful, hostileReport, hostileTexts, samplePlan } from "../../test/helpers/sample-report.ts";

describe("plan", () => {
  it("gives each value with its place or reason", () => {
    const text = renderPlan(samplePlan());
    expect(text).toMatch(/^Project\n {2}platform {7}compose\n/);
    expect(text).toMatch(/topology +container: nginx runs in a container of its own +<- nginx is a service of compose\.yaml\n/);
    expect(text).toMatch(/start timeout +1 min 0 s +<- the default\n/);
    expect(text).toMatch(/Service app \(app\)\n {2}declared +<- compose\.yaml:2\n {2}image +node:22\n {2}starts +node server\.js +<- Dockerfile:11\n/);
    expect(text).toMatch(/file +nginx\/app\.conf as \/etc\/nginx\/conf\.d\/app\.conf +<- bind of compose\.yaml:12\n/);
    expect(text).toMatch(/route +location \/: proxy_pass http:\/\/app:8080, which dials app:8080 +<- nginx\/app\.conf:14\n/);
    expect(text).toMatch(/root +GET http:\/\/app\.example\.com\/ +<- for the route at nginx\/app\.conf:14\n/);
    expect(text).toMatch(/certificate \/etc\/ssl\/app\.pem +it is not in the repository +<- nginx\/app\.conf:4\n/);
  });

  it("names variables and never shows their values", () => {
    expect(renderPlan(samplePlan())).toMatch(/variable +PASSWORD +<- compose\.yaml:7/);
    expect(renderPlan(samplePlan())).not.toContain("hunter2");
  });

  it.each(hostileTexts)("is clean and keeps its lines: %j", (text) => {
    const plan = hostileReport(text).plan ?? samplePlan();
    expect(renderPlan(plan)).not.toMatch(harmful);
    expect(renderPlan(plan).split("\n")).toHaveLength(renderPlan(samplePlan()).split("\n").length);
  });
});
