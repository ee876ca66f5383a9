import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diagnoseEvidence } from "../../src/replay.ts";
import { renderHtml } from "../../src/report/html.ts";
import { Browser, findChromium } from "../helpers/browser.ts";
import { readCorpus } from "../helpers/corpus-run.ts";
import { hostileReport, hostileTexts } from "../helpers/sample-report.ts";

// The HTML page in a real browser. UPSTREAM_GATE_BROWSER=required makes a browser that is not there a failure.

const program = findChromium();
if (program === undefined) console.warn("THE HTML PAGE WAS NOT TESTED: no Chromium is installed (on Debian: apt-get install chromium)");

const causes = ["port-mismatch", "crash-on-start", "proxy-config-invalid", "dependency-unreachable", "unix-socket-permission"];
const folder = mkdtempSync(join(tmpdir(), "upstream-gate-page-"));
let browser: Browser;

function pageOf(name: string, text: string): string {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, text);
  return file;
}

it.runIf(process.env["UPSTREAM_GATE_BROWSER"] === "required")("has a browser", () => expect(program).toBeDefined());

describe.skipIf(program === undefined)("the HTML page in a browser, scripts off", () => {
  beforeAll(() => {
    browser = new Browser(program ?? "");
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(causes)("of %s fits a phone, follows the reader's light or dark, and asks for nothing", async (cause) => {
    const example = readCorpus().find((each) => each.expect.cause === cause);
    const file = pageOf(cause, renderHtml(diagnoseEvidence(readFileSync(join(example?.folder ?? "", "evidence.json"), "utf8"), cause)));
    const backgrounds: Record<string, string> = { light: "rgb(246, 248, 250)", dark: "rgb(13, 17, 23)" };
    for (const width of [320, 390, 1280])
      for (const scheme of ["light", "dark"] as const) {
        const look = await browser.look(file, { width, scheme });
        expect(look.width, `${cause} at ${width}`).toBeLessThanOrEqual(width);
        expect(look).toMatchObject({ background: backgrounds[scheme], complaints: [] });
        expect(look.requests).toHaveLength(1);
      }
  });

  it("fits a phone and stays silent whatever a project says", async () => {
    for (const [index, text] of [...hostileTexts, "x".repeat(5000), "<img src=https://evil.example/x>"].entries()) {
      const look = await browser.look(pageOf(`hostile-${index}`, renderHtml(hostileReport(text))), { width: 390, scheme: "light" });
      expect(look.width, text.slice(0, 40)).toBeLessThanOrEqual(390);
      expect(look).toMatchObject({ complaints: [] });
      expect(look.requests).toHaveLength(1);
    }
  });

  it("would be told of a request and of a foreign style", async () => {
    const file = pageOf(
      "bad",
      `<!doctype html><meta http-equiv="Content-Security-Policy" content="style-src 'none'"><style>body{color:red}</style><img src="https://127.0.0.1:9/x.png"><p style="width:900px">wide</p>`,
    );
    const look = await browser.look(file, { width: 390, scheme: "light" });
    expect(look.requests).toHaveLength(2);
    expect(look.complaints.join("\n")).toContain("Content Security Policy");
  });
});
