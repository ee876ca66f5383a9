import { describe, expect, it } from "vitest";
import { renderJunit } from "./junit.ts";
import { brokenReport, failedReport, harmful, hostileReport, hostileTexts, passedReport } from "../../test/helpers/sample-report.ts";

/** The tags of a document, after checking that everything else is text that XML allows. */
function tagsOf(xml: string): string[] {
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  const tag = /<\/?[a-z]+(?: [a-z]+="[^"<&]*(?:&(?:amp|lt|gt|quot|apos);[^"<&]*)*")*\/?>/g;
  expect(body.replace(tag, "").replace(/&(?:amp|lt|gt|quot|apos);/g, "")).not.toMatch(/[<>&]/);
  expect(xml).not.toMatch(harmful);
  expect(xml).not.toMatch(/[\uffff]|\p{Surrogate}/u);
  return body.match(tag) ?? [];
}

describe("JUnit", () => {
  it("has a testcase for each probe and each cause", () => {
    const tags = tagsOf(renderJunit(failedReport()));
    expect(tags).toContain('<testsuite name="upstream-gate" tests="2" failures="2" errors="0" time="12.300">');
    expect(tags).toContain('<testcase classname="upstream-gate.cause" name="port-mismatch" file="nginx/app.conf" line="14" time="0">');
    expect(tags).toContain('<failure type="probe" message="GET http://app.example.com/: 502">');
  });

  it("puts the checked folder before paths, and tells the proof", () => {
    const text = renderJunit(failedReport(), "services/web/");
    expect(text).toContain('file="services/web/nginx/app.conf" line="14"');
    expect(text).toContain("with the change: GET / -&gt; 200, 3 of 3");
  });

  it("is without failures after a pass, and has one error when the run could not be made", () => {
    expect(tagsOf(renderJunit(passedReport()))).toEqual([
      "<testsuites>",
      '<testsuite name="upstream-gate" tests="1" failures="0" errors="0" time="12.300">',
      '<testcase classname="upstream-gate.probe" name="root" time="0.004"/>',
      "</testsuite>",
      "</testsuites>",
    ]);
    expect(tagsOf(renderJunit(brokenReport()))).toContain('<error type="engine-unreachable" message="Could not run: Docker does not answer at unix:///var/run/docker.sock.">');
  });

  it("fails when the gate failed without a cause", () => {
    expect(renderJunit({ ...failedReport(), findings: [], probes: [] })).toContain('<failure type="unexplained"');
  });

  it.each(hostileTexts)("is well-formed: %j", (text) => {
    const tags = tagsOf(renderJunit(hostileReport(text)));
    expect(tags.filter((tag) => tag.startsWith("<failure"))).toHaveLength(tags.filter((tag) => tag === "</failure>").length);
    expect(tags.filter((tag) => tag.startsWith("<testcase"))).toHaveLength(2);
  });
});
