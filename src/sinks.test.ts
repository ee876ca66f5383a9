import { describe, expect, it } from "vitest";
import { silence } from "./model/progress.ts";
import { usesColor } from "./report/terminal.ts";
import { progressSink, type Terminal } from "./sinks.ts";

function makeTerminal(isTTY: boolean): Terminal & { text: string } {
  const terminal = { isTTY, columns: 80, text: "", write: (text: string) => (terminal.text += text) };
  return terminal;
}

function shown(isTTY: boolean, environment: NodeJS.ProcessEnv): string {
  const terminal = makeTerminal(isTTY);
  const sink = progressSink("pretty", {}, terminal, environment);
  sink.take({ kind: "note", text: "app started" });
  sink.stop();
  return terminal.text;
}

describe("where progress goes", () => {
  it("is a live line on a terminal, and plain lines elsewhere", () => {
    expect(shown(true, {})).toContain("\r\u001b[2K");
    for (const [isTTY, environment] of [
      [false, {}],
      [true, { TERM: "dumb" }],
      [true, { CI: "true" }],
    ] as const)
      expect(shown(isTTY, environment)).toMatch(/^ +\d+ ms {2}app started\n$/);
  });

  it("is nowhere when it is not wanted, or only data is", () => {
    expect(progressSink("pretty", { quiet: true }, makeTerminal(true), {})).toBe(silence);
    expect(progressSink("json", {}, makeTerminal(false), {})).toBe(silence);
    expect(progressSink("json", { verbose: true }, makeTerminal(false), {})).not.toBe(silence);
  });

  it("has colour only where that is shown, unless the user says otherwise", () => {
    expect(shown(true, {})).toContain("\u001b[2m");
    expect(shown(true, { NO_COLOR: "1" })).not.toContain("\u001b[2m");
    expect([usesColor({}, false), usesColor({}, true), usesColor({ TERM: "dumb" }, true)]).toEqual([false, true, false]);
    expect([usesColor({ FORCE_COLOR: "1" }, false), usesColor({ FORCE_COLOR: "0" }, true), usesColor({ NO_COLOR: "1", FORCE_COLOR: "1" }, true), usesColor({ NO_COLOR: "" }, true)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});
