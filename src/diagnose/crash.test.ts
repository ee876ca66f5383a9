import { describe, expect, it } from "vitest";
import { ended, log, noSources, plan, record } from "../../test/helpers/evidence.ts";
import { makeWorkspace, repo, type Files } from "../../test/helpers/repository.ts";
import { filesOf } from "../../test/helpers/traceback.ts";
import { tracebacks } from "../../test/helpers/tracebacks.ts";
import { showLocation } from "../model/location.ts";
import { frameMentions } from "../sources/frames.ts";
import { lastLines, outputOf, readCrash, showExit, type Crash } from "./crash.ts";

function read(output: readonly string[], files: Files = {}): Crash | undefined {
  const crashed = ended("app", output);
  const frames = frameMentions(makeWorkspace(files), plan(), [crashed], Object.keys(files).map(repo));
  return readCrash(crashed, { ...noSources, frames });
}

const shown = (crash: Crash | undefined): string | undefined => (crash?.at ? showLocation({ path: crash.at.path, line: crash.at.line }) : undefined);

describe("readCrash", () => {
  it.each(tracebacks.map((traceback) => [traceback.name, traceback] as const))("%s", (_name, traceback) => {
    const crash = read(traceback.output, filesOf(traceback));
    expect(crash?.message).toBe(traceback.message);
    expect(shown(crash)).toBe(traceback.at);
  });

  it.each(tracebacks.map((traceback) => [traceback.name, traceback] as const))("is not led astray by what is printed before and behind: %s", (_name, traceback) => {
    const crash = read(["listening soon", "GET /health 200", ...traceback.output, "", "bye"], filesOf(traceback));
    expect(crash?.message).toBe(traceback.message);
    expect(shown(crash)).toBe(traceback.at);
  });

  it.each([
    ["nothing", []],
    ["lines without an error", ["listening on :3000", "GET / 200 1ms"]],
    ["a log line that speaks of an error", ["2026-01-02 ERROR could not reach cache", "retrying: error 3"]],
    ["nginx", ["2026/01/02 10:00:00 [emerg] 1#1: host not found in upstream"]],
  ])("reads no crash out of %s", (_name, output) => {
    expect(read(output)).toBeUndefined();
  });

  it("is the worker's, where its server ends for that in its own code", () => {
    const worker = ["Traceback (most recent call last):", '  File "/srv/app/settings.py", line 2, in <module>', '    LIMIT = limits["max"]', "KeyError: 'max'"];
    const server = [
      "Traceback (most recent call last):",
      '  File "/usr/lib/gunicorn/arbiter.py", line 529, in reap_workers',
      "    raise HaltServer(reason)",
      "gunicorn.errors.HaltServer: <HaltServer 'Worker failed to boot.' 3>",
    ];
    const both = [
      ...worker,
      "[2026-01-02 10:00:00 +0000] [1] [ERROR] Worker (pid:6) exited with code 3",
      ...server,
      "",
      "During handling of the above exception, another exception occurred:",
      "",
      ...server,
    ];
    expect(read(both)?.message).toBe("KeyError: 'max'");
    expect(read(server)?.message).toContain("HaltServer");
  });

  it("takes a line that names its place for Go's last word when the program ended with code 1 and said no more", () => {
    const last = ["2026/01/02 10:00:00 main.go:9: listening", "2026/01/02 10:00:00 main.go:14: no DATABASE_URL"];
    expect(shown(read(last, { "main.go": "x\n".repeat(40) }))).toBe("main.go:14");
    expect(read([...last, "bye"])).toBeUndefined();
    expect(readCrash(ended("app", last, 137), noSources)).toBeUndefined();
  });

  it("does not take a warning of Perl for the end of a program that ended well", () => {
    const warned = ["careful at app.pl line 9."];
    expect(read(warned)?.message).toBe(warned[0]);
    expect(readCrash(ended("app", warned, 0), noSources)).toBeUndefined();
  });

  it("reads a place, the line there and what is said below it as one account", () => {
    const { output = [] } = tracebacks.find((each) => each.name === "Node: an ES module is not found") ?? {};
    expect(read(output)?.lines).toEqual(output.filter((line) => line.trim() !== ""));
  });

  it("does not take a place alone for a crash", () => {
    expect(read(["/app/server.js:3", "served"])).toBeUndefined();
  });

  it("takes the last of several", () => {
    const [first, , second] = tracebacks;
    const crash = read([...(first?.output ?? []), "retry", ...(second?.output ?? [])], {});
    expect(crash?.message).toBe(second?.message);
  });

  it("sees through colours", () => {
    expect(read(["\u001b[31mTypeError: no\u001b[0m", "\u001b[90m    at x (/app/a.js:1:2)\u001b[0m"])?.message).toBe("TypeError: no");
  });

  it("quotes no more than fourteen lines, with the beginning and the end of a long account", () => {
    const frames = Array.from({ length: 60 }, (_, index) => [`  File "/x/f${index}.py", line ${index + 1}, in f`, "    g()"]).flat();
    const crash = read(["Traceback (most recent call last):", ...frames, "ValueError: deep"]);
    expect(crash?.lines).toHaveLength(14);
    expect([crash?.lines[0], crash?.lines.at(-1)]).toEqual(["Traceback (most recent call last):", "ValueError: deep"]);
  });

  it("cuts a message at 400 characters", () => {
    expect(read([`ValueError: ${"x".repeat(1000)}`, "    at a (/app/a.js:1:1)"])?.message).toHaveLength(400);
  });

  it("takes frames of the same service only, and whole line numbers only", () => {
    const frames = [
      { service: "web", file: "/app/a.js", at: { path: repo("other.js"), line: 1 } },
      { service: "app", file: "/app/a.js", at: { path: repo("a.js"), line: 1 } },
      { service: "app", file: "/app/a.js", at: { path: repo("a.js"), line: 12 } },
    ];
    expect(readCrash(ended("app", ["TypeError: x", "    at f (/app/a.js:12:3)"]), { ...noSources, frames })?.at?.line).toBe(12);
  });
});

describe("output", () => {
  it("gives the last lines that say something", () => {
    expect(lastLines(record("app", { log: log(["a", "", "b", "  ", "c"]) }), 2)).toEqual(["b", "c"]);
    expect(outputOf(record("app", { log: log(["a", "", "b"]) }))).toBe("a\n\nb");
  });

  it.each([
    [{ code: 1, at: 400, oomKilled: false }, "exit code 1 after 0.4 s"],
    [{ code: 137, at: 2000, oomKilled: true }, "killed by signal 9 (exit code 137) after 2.0 s"],
    [{ code: 128, at: 10, oomKilled: false }, "exit code 128 after 0.0 s"],
    [{ code: 255, at: 10, oomKilled: false }, "exit code 255 after 0.0 s"],
  ])("shows the end %j", (exit, text) => {
    expect(showExit(record("app", { exits: [exit] }))).toBe(text);
  });

  it("shows that it did not end", () => {
    expect(showExit(record("app"))).toBe("it did not end");
  });
});
