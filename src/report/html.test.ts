import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { brokenReport, failedReport, harmful, hostileReport, hostileTexts, passedReport, sampleFinding } from "../../test/helpers/sample-report.ts";
import { style, styleHash } from "./html-style.ts";
import { renderHtml } from "./html.ts";

/** The tags of a page, after checking that each is well-formed and closed and that the rest is text. */
function tagsOf(page: string): string[] {
  const body = page.replace(/^<!doctype html>/, "").replace(/<style>[^<]*<\/style>/, "");
  const tag = /<\/?[a-z][a-z0-9]*(?: [a-z-]+(?:="[^"<>]*")?)* ?\/?>/gi;
  expect(body.replace(tag, "")).not.toMatch(/[<>]/);
  const open: string[] = [];
  for (const each of body.match(tag) ?? []) {
    const name = /[a-z][a-z0-9]*/i.exec(each)?.[0] ?? "";
    if (each.startsWith("</")) expect(open.pop()).toBe(name);
    else if (!each.endsWith("/>") && name !== "meta") open.push(name);
  }
  expect(open).toEqual([]);
  return body.match(tag) ?? [];
}

describe("the HTML page", () => {
  it("holds what a reader needs: cause, code, fix, way of the request, proof, comparison, sockets, command", () => {
    const page = renderHtml(failedReport());
    for (const text of [
      "<h2>nginx dials app:8080, but the app listens on 3000</h2>",
      '<span class="tag proven">proven</span>',
      '<div class="row cause"><span class="n">14</span><code>proxy_pass http://app:8080;</code></div>',
      '<span class="note">the port is set here</span>',
      '<div class="row plus"><span class="n">+</span><code>proxy_pass http://app:3000;</code></div>',
      "<b>with the change</b><code>GET / -&gt; 200, 3 of 3</code>",
      '<td data-head="way">direct to app:3000</td>',
      '<td data-head="address"><code>0.0.0.0:3000</code></td>',
      "npx --yes github:upstream-gate/upstream-gate check .",
      "<summary>Ruled out",
      "peak memory was 40 MiB of 512 MiB",
    ])
      expect(page).toContain(text);
    tagsOf(page);
  });

  it("says pass, and could not run", () => {
    expect(renderHtml(passedReport())).toContain("<h2>1 probe through nginx answered as expected.</h2>");
    const page = renderHtml(brokenReport());
    expect(page).toContain("<h2>Docker does not answer at unix:///var/run/docker.sock.</h2>");
    expect(page).toContain("<p>Start Docker.</p>");
    tagsOf(page);
  });

  it("asks for nothing outside, and forbids itself all but its own style", () => {
    const page = renderHtml(failedReport());
    expect(styleHash).toBe(`sha256-${createHash("sha256").update(style).digest("base64")}`);
    expect(page).toContain(`content="default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'"`);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|<object|<embed|\bsrc=|\bsrcset=|\bon\w+="|style="|@import|url\(/i);
    expect([...page.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual(["https://github.com/upstream-gate/upstream-gate/blob/main/docs/causes/port-mismatch.md"]);
  });

  it.each(hostileTexts)("lets nothing out of its place: %j", (text) => {
    const page = renderHtml(hostileReport(text));
    const names = new Set(tagsOf(page).map((tag) => /[a-z][a-z0-9]*/i.exec(tag)?.[0]));
    expect([...names].filter((name) => ["script", "img", "iframe", "link", "base", "form", "object"].includes(name ?? ""))).toEqual([]);
    expect(page).not.toMatch(harmful);
    expect(page.match(/href="/g)?.length).toBe(1);
    const failed = renderHtml({ ...brokenReport(), failure: { kind: "internal", message: text, remedy: text, detail: text } });
    tagsOf(failed);
  });

  it("stays readable with thousands of findings, and says how many it leaves out", () => {
    const findings = Array.from({ length: 3000 }, (_, index) => sampleFinding({ title: `finding ${index}` }));
    const page = renderHtml({ ...failedReport(), findings });
    expect(page).toContain("2790 more are in the JSON report.");
    expect(Buffer.byteLength(page)).toBeLessThan(400_000);
  });
});
