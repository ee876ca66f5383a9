import { describe, expect, it } from "vitest";
import { code, codeCell, fenced, fitLines, prose } from "./markdown-text.ts";
import { renderMarkdown } from "./markdown.ts";
import { causePage } from "./pages.ts";
import { brokenReport, failedReport, harmful, hostileReport, hostileTexts, passedReport, sampleFinding } from "../../test/helpers/sample-report.ts";

/** The Markdown outside of fences and code spans, as a reader of GFM would find it. */
function outsideCode(markdown: string): string {
  const lines: string[] = [];
  let fence = "";
  for (const line of markdown.split("\n")) {
    const run = /^`{3,}/.exec(line)?.[0] ?? "";
    if (fence !== "") fence = line.trimEnd() === fence ? "" : fence;
    else if (run !== "" && !line.slice(run.length).includes("`")) fence = run;
    else lines.push(line.replace(/\\[\\`]/g, "").replace(/(`+)(?!`).*?[^`]\1(?!`)/g, "CODE"));
  }
  expect(fence).toBe("");
  return lines.join("\n");
}

describe("summary", () => {
  it("shows place, comparison, proof and fix", () => {
    const text = renderMarkdown(failedReport());
    expect(text).toContain("## Upstream Gate: fail\n\n### `error[port-mismatch]` nginx dials app:8080, but the app listens on 3000 (proven)");
    expect(text).toContain("`nginx/app.conf`\n\n```text\n> 14 |     proxy_pass http://app:8080;\n```\n\n`Dockerfile`\n\n```text\n* 9 | ENV PORT=3000   <- the port is set here\n```");
    expect(text).toContain("| `GET http://app.example.com/` | `direct to app:3000` | `200` | 3.1 ms |");
    expect(text).toContain("| with the change | `GET / -> 200, 3 of 3` |");
    expect(text).toContain("```diff\n@@ nginx/app.conf:14 @@\n-    proxy_pass http://app:8080;\n+    proxy_pass http://app:3000;\n```");
    expect(text).toContain("<summary>Ruled out (1)</summary>\n\n- `out-of-memory`: peak memory was 40 MiB of 512 MiB\n\n</details>");
    expect(text).toContain("| 1.2 s |  | `app started` |");
    expect(text).toContain(`[More about port-mismatch](${causePage("port-mismatch")})`);
    expect(text).toContain("```text\nnpx --yes github:upstream-gate/upstream-gate check .\n```");
  });

  it("says pass and could not run", () => {
    expect(renderMarkdown(passedReport())).toContain("## Upstream Gate: pass\n\n1 probe through nginx answered as expected.");
    const failed = renderMarkdown(brokenReport());
    expect(failed).toContain("## Upstream Gate: could not run");
    expect(failed).toContain("At `.github/upstream-gate.yml:3`.\n\n**What to do:** Start Docker.");
  });

  it.each(hostileTexts)("lets nothing out of its place: %j", (text) => {
    const markdown = renderMarkdown(hostileReport(text));
    const bare = outsideCode(markdown);
    expect(bare.replace(/<\/?(?:details|summary|span)>/g, "")).not.toMatch(/<[a-z/!]/i);
    expect(bare.replaceAll(`[More about port-mismatch](${causePage("port-mismatch")})`, "")).not.toMatch(/@\w|:\/\/|www\.\w|(?<!\\)\]\(|^#+ heading|(?<!&)#\d/m);
    expect(markdown).not.toMatch(harmful);
    expect(bare.match(/<details>/g)?.length).toBe(bare.match(/<\/details>/g)?.length);
    expect(bare.split("\n").filter((line) => line.startsWith("## "))).toHaveLength(1);
  });

  it.each(hostileTexts)("keeps the columns of its tables: %j", (text) => {
    const tables = renderMarkdown(hostileReport(text))
      .split("\n\n")
      .filter((block) => block.startsWith("| "));
    expect(tables.length).toBeGreaterThan(4);
    for (const table of tables) {
      const columns = table.split("\n").map((line) => line.replaceAll("\\|", "").split("|").length);
      expect(new Set(columns).size, table).toBe(1);
    }
  });

  it("is cut at a line within 64 KiB, with everything closed", () => {
    const report = failedReport(sampleFinding({ what: "é".repeat(500) }));
    const because = "`".repeat(50).repeat(5);
    const long = renderMarkdown({ ...report, ruledOut: Array.from({ length: 3000 }, (_, index) => ({ cause: `cause-${index}`, because })) });
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(64 * 1024);
    expect(Buffer.byteLength(long)).toBeGreaterThan(60 * 1024);
    expect(long).toMatch(/<\/details>\n\n_The summary was cut here; the JSON report holds the rest\._\n$/);
    expect(outsideCode(long).match(/<details>/g)?.length).toBe(outsideCode(long).match(/<\/details>/g)?.length);
  });
});

describe("Markdown text", () => {
  it("escapes prose in one pass", () => {
    expect(prose("@me #12 $a www.x.y <b> a_b 5 < 6 & http://x [a](b)")).toBe("@&#8203;me #&#8203;12 <span>$</span>a www.&#8203;x.y &lt;b&gt; a\\_b 5 &lt; 6 &amp; http:&#8203;//x \\[a\\](b)");
    expect(prose("1. one\n- two")).toBe("1\\. one - two");
    expect(prose("# x")).toBe("\\# x");
    expect(prose("- x")).toBe("\\- x");
  });

  it("fences code with more back-ticks than it has", () => {
    expect(code("a ``` b")).toBe("````a ``` b````");
    expect(code("`a`")).toBe("`` `a` ``");
    expect(code(" ")).toBe("");
    expect(codeCell("a|b")).toBe("`a\\|b`");
    expect(fenced("text", ["````", "x"])).toEqual(["`````text", "````", "x", "`````", ""]);
    expect(fenced("diff", [])).toEqual([]);
  });

  it("closes a fence and a fold that were cut open", () => {
    const lines = ["<details>", "<summary>x</summary>", "", "```text", ...Array.from({ length: 400 }, () => "</details>"), "```", "</details>"];
    const cut = fitLines(lines, 2000);
    expect(cut).toMatch(/<\/details>\n```\n\n<\/details>\n\n_The summary/);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(2000);
  });
});
