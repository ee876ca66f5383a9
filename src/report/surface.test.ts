import { describe, expect, it } from "vitest";
import { crashCase, evidence, proxied, record } from "../../test/helpers/evidence.ts";
import { at, failedReport, harmful, hostileTexts, sampleFinding } from "../../test/helpers/sample-report.ts";
import type { Report } from "../model/verdict.ts";
import { codeFrames } from "./code-frame.ts";
import { timelineOf } from "./events.ts";
import { lastLines, logsOf } from "./log-excerpts.ts";
import { renderMarkdown } from "./markdown.ts";
import { reproduction } from "./reproduce.ts";

const withFacts = (facts: Report["facts"], changes: Partial<Report> = {}): Report => ({ ...failedReport(), ...(facts ? { facts } : {}), ...changes });

describe("a code frame", () => {
  const location = at("nginx/app.conf", 14, "    proxy_pass http://app:8080;");
  const excerpts = [{ path: location.path, from: 12, lines: ["  location / {", "    proxy_set_header Host $host;", "    proxy_pass http://app:8080;", "  }"] }];

  it("marks the line among those around it", () => {
    const [frame] = codeFrames({ excerpts }, sampleFinding({ location, related: [] }));
    expect(frame?.rows.map(({ line, mark }) => [line, mark])).toEqual([
      [12, undefined],
      [13, undefined],
      [14, "cause"],
      [15, undefined],
    ]);
  });

  it("joins the places of one file and shows what lies between as a gap", () => {
    const [frame, ...others] = codeFrames({}, sampleFinding({ location, related: [{ at: at("nginx/app.conf", 30, "listen 80;"), note: "here" }] }));
    expect(others).toEqual([]);
    expect(frame?.rows).toEqual([
      { line: 14, text: "    proxy_pass http://app:8080;", mark: "cause" },
      { line: undefined, text: "" },
      { line: 30, text: "listen 80;", mark: "related", note: "here" },
    ]);
  });

  it("keeps the cause where a related place is the same line", () => {
    const [frame] = codeFrames({}, sampleFinding({ location, related: [{ at: location, note: "also here" }] }));
    expect(frame?.rows).toMatchObject([{ line: 14, mark: "cause" }]);
  });
});

describe("the timeline", () => {
  const started = [
    { at: 100, text: "app started", started: "app" },
    { at: 500, text: "web started", started: "web" },
    { at: 9000, text: "web started", started: "web" },
  ];

  it("puts starts, listeners, ends and requests on one line of time", () => {
    const facts = evidence({
      facts: {
        services: [record("app", { exits: [{ code: 3, at: 2000, oomKilled: false }], state: "exited" })],
        sockets: [{ service: "app", readAt: 900, sockets: [{ family: "tcp4", address: "0.0.0.0", port: 3000, since: 700 }] }],
      },
    }).facts;
    const { isAligned, events } = timelineOf(withFacts(facts, { timeline: started, probes: [{ ...proxied(502), at: 1000, trial: "first" }] }));
    expect(isAligned).toBe(true);
    expect(events.map(({ at: when, text, kind }) => [when, text, kind])).toEqual([
      [100, "app started", "start"],
      [500, "web started", "start"],
      [800, "app is seen to listen on 0.0.0.0:3000", "listen"],
      [1500, "GET http://localhost/ through nginx: 502 (try 3)", "failure"],
      [2100, "app ended with exit code 3", "end"],
      [9000, "web started", "start"],
    ]);
  });

  it("says nothing of when a socket was opened that was looked at once, nor of requests that were not sent", () => {
    const facts = evidence({ facts: { sockets: [{ service: "app", readAt: 900, sockets: [{ family: "tcp4", address: "0.0.0.0", port: 3000, since: 900 }] }] } }).facts;
    expect(timelineOf(withFacts(facts, { timeline: [], probes: [{ ...proxied(502), tries: 0, trial: "first" }] }))).toEqual({ isAligned: false, events: [] });
  });
});

describe("logs", () => {
  const report = withFacts(crashCase(Array.from({ length: 5000 }, (_, index) => `line ${index}`)).facts);

  it("are those of the service in question first, whole, with a file name each", () => {
    const [first] = logsOf(report, sampleFinding()).filter(({ title }) => title.startsWith("Output"));
    expect(first).toMatchObject({ title: "Output of app", file: "app.log" });
    expect(first?.lines).toHaveLength(5000);
    expect(first && lastLines(first, 40)).toMatchObject({ left: 4960 });
  });

  it("are folded in the summary, cut to their ends", () => {
    const summary = renderMarkdown(report);
    expect(summary).toContain("<summary>Output of app, the last 40 of 5000 lines</summary>");
    expect(summary).toMatch(/line 4999\n```/);
    expect(summary).not.toContain("line 4959\n");
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(64 * 1024);
  });

  it("are clean, and their files stay in the folder", () => {
    for (const text of [...hostileTexts, "../../etc/passwd", ".", "..", "a/b"]) {
      const [log] = logsOf(withFacts(evidence({ facts: { builds: [], proxy: "none", services: [record(text, { log: [{ at: 1, stream: "out", text }] })] } }).facts));
      expect(log?.file).toMatch(/^[\w-][\w.-]*\.log$/);
      expect(`${log?.title}${log?.lines.join("")}`).not.toMatch(harmful);
    }
  });
});

describe("the command that makes the run again", () => {
  it("has the folder and the options, quoted for a shell", () => {
    expect(reproduction({ command: ["check", "my app", "--env-file", "it's.env"] })).toBe(`npx --yes github:upstream-gate/upstream-gate check 'my app' --env-file 'it'\\''s.env'`);
    expect(reproduction({})).toBe("npx --yes github:upstream-gate/upstream-gate check .");
  });
});
