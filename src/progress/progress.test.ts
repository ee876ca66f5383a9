import { describe, expect, it } from "vitest";
import { harmful, hostileTexts } from "../../test/helpers/sample-report.ts";
import { makePaint } from "../report/terminal.ts";
import { liveProgress } from "./live.ts";
import { plainProgress, type SinkOptions } from "./plain.ts";

/** A clock that goes by hand, and what was written. */
function makeStage(isVerbose = false): { readonly options: SinkOptions; readonly text: () => string; readonly pass: (milliseconds: number) => void } {
  let now = 0;
  let written = "";
  const timers: { readonly every: number; readonly work: () => void }[] = [];
  return {
    options: {
      write: (text) => void (written += text),
      now: () => now,
      every: (every, work) => {
        const timer = { every, work };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
      isVerbose,
    },
    text: () => written,
    pass: (milliseconds) => {
      const until = now + milliseconds;
      while (now < until) {
        now += 20;
        for (const { every, work } of timers) if (now % every === 0) work();
      }
    },
  };
}

describe("plain progress", () => {
  it("tells stages and events with the time, and every ten seconds of silence what is waited for, since when and why", () => {
    const { options, text, pass } = makeStage();
    const sink = plainProgress(options);
    sink.take({ kind: "stage", stage: "boot" });
    pass(400);
    sink.take({ kind: "note", text: "app started" });
    sink.take({ kind: "stage", stage: "probe" });
    sink.take({ kind: "wait", what: "app:8080", because: "nginx dials it, and app listens on no port yet" });
    pass(12_000);
    sink.take({ kind: "waited", what: "app:8080" });
    sink.stop();
    pass(60_000);
    expect(text().split("\n")).toEqual([
      "    0 ms  boot: starting containers",
      "  400 ms  app started",
      "  400 ms  probe: sending requests",
      "  11.0 s  waiting for app:8080 since 10 s: nginx dials it, and app listens on no port yet",
      "  12.4 s  waited 12.0 s for app:8080",
      "",
    ]);
  });

  it("prints what builders say when it is verbose, else only the last of it where nothing else is heard", () => {
    const verbose = makeStage(true);
    const sink = plainProgress(verbose.options);
    sink.take({ kind: "output", service: "app", text: "#8 RUN npm ci" });
    expect(verbose.text()).toBe("    0 ms  app | #8 RUN npm ci\n");
    const { options, text, pass } = makeStage();
    const quiet = plainProgress(options);
    quiet.take({ kind: "stage", stage: "build" });
    quiet.take({ kind: "output", service: "app", text: "#8 RUN npm ci" });
    pass(10_000);
    expect(text()).toContain("  10.0 s  building and fetching images since 10 s (app: #8 RUN npm ci)\n");
  });

  it.each(hostileTexts)("prints nothing but clean lines: %j", (hostile) => {
    const { options, text, pass } = makeStage(true);
    const sink = plainProgress(options);
    sink.take({ kind: "output", service: hostile, text: hostile });
    sink.take({ kind: "note", text: hostile });
    sink.take({ kind: "wait", what: hostile, because: hostile });
    pass(11_000);
    sink.take({ kind: "waited", what: hostile });
    expect(text()).not.toMatch(harmful);
    for (const line of text().trimEnd().split("\n")) expect(line).toMatch(/^ *[\d.]+ m?s {2}/);
  });
});

describe("live progress", () => {
  it("keeps one line that fits the terminal, tells why it waits, and takes it back at the end", () => {
    const { options, text, pass } = makeStage();
    const sink = liveProgress({ ...options, paint: makePaint(false), width: () => 40 });
    sink.take({ kind: "stage", stage: "probe" });
    sink.take({ kind: "wait", what: "app:8080", because: "nginx dials it, and app listens on no port yet" });
    pass(3000);
    const lines = text().split("\r\u001b[2K");
    expect(lines.at(-1)).toMatch(/^. waiting for app:8080 since 3 s: /);
    for (const line of lines) expect(line.length).toBeLessThan(40);
    sink.take({ kind: "note", text: "app:8080 is elsewhere" });
    expect(text()).toContain("   3.0 s  app:8080 is elsewhere\n");
    sink.stop();
    expect(text().endsWith("\r\u001b[2K")).toBe(true);
    const before = text();
    pass(5000);
    expect(text()).toBe(before);
  });

  it.each(hostileTexts)("writes no escape of a container's: %j", (hostile) => {
    const { options, text, pass } = makeStage(true);
    const sink = liveProgress({ ...options, paint: makePaint(false), width: () => 80 });
    sink.take({ kind: "output", service: "app", text: hostile });
    sink.take({ kind: "note", text: hostile });
    pass(1000);
    expect(text().replaceAll("\r\u001b[2K", "")).not.toMatch(harmful);
  });
});
