import { describe, expect, it } from "vitest";
import { at, noSources, record, service, target } from "../../test/helpers/evidence.ts";
import type { ServiceRecord } from "../model/evidence.ts";
import type { Location } from "../model/location.ts";
import type { Service } from "../model/plan.ts";
import type { SourceFacts } from "../model/source.ts";
import { blockOf } from "./blocking.ts";

const own = (changes: Partial<Service> = {}): Service => service("app", { start: [{ text: "python main.py", at: at("Dockerfile", 9, 'CMD ["python", "main.py"]') }], ...changes });
const block = (changes: { service?: Partial<Service>; record?: Partial<ServiceRecord>; sources?: Partial<SourceFacts> }): ReturnType<typeof blockOf> =>
  blockOf({
    service: own(changes.service),
    record: record("app", { image: { ...record("app").image, command: ["python", "main.py"] }, ...changes.record }),
    target: target("app", 8000),
    sources: { ...noSources, ...changes.sources },
  });
const place = (found: ReturnType<typeof blockOf>): string => `${found.at?.path}:${found.at?.line}`;

describe("a main guard that is never true", () => {
  it.each([
    ["if __name__ == 'main':", "if __name__ == '__main__':"],
    ['if "__main" == __name__:  # start', 'if "__main__" == __name__:  # start'],
  ])("%s", (text, put) => {
    const found = block({ sources: { guards: [at("main.py", 7, text)] } });
    expect(place(found)).toBe("main.py:7");
    expect(found.edits).toEqual([{ path: "main.py", startLine: 7, endLine: 7, replacement: put }]);
    expect(found.intervention).toMatchObject({ kind: "edit-files", services: ["app"] });
  });

  it("is not chosen among two", () => {
    expect(place(block({ sources: { guards: [at("a.py", 7, 'if __name__ == "main":'), at("b.py", 7, 'if __name__ == "main":')] } }))).toBe("Dockerfile:9");
  });
});

describe("a variable that chooses what runs", () => {
  const set = (name: string, value: string): Partial<Service> => ({ variables: { [name]: { value, at: at("compose.yaml", 5) } } });
  const read = (name: string, fallback: string | undefined, path = "main.rb"): Partial<SourceFacts> => ({ variables: [{ name, at: at(path, 3), ...(fallback === undefined ? {} : { fallback }) }] });

  it("is named where it is set, and tried with its default", () => {
    const found = block({ service: set("APP_ROLE", "worker"), sources: read("APP_ROLE", "web") });
    expect(place(found)).toBe("compose.yaml:5");
    expect(found.intervention).toEqual({ kind: "set-variable", service: "app", name: "APP_ROLE", value: "web" });
  });

  it.each<[string, string, string, string | undefined]>([
    ["what has its default", "APP_ROLE", "web", "web"],
    ["what has no default", "APP_ROLE", "worker", undefined],
    ["what tells nothing of it", "LOG_FORMAT", "json", "text"],
    ["what tells where it runs", "APP_MODE", "production", "development"],
    ["the kind of something else", "CACHE_TYPE", "redis", "simple"],
    ["an address", "SERVICE_HOST", "db", "localhost"],
  ])("is not %s", (_name, variable, value, fallback) => {
    expect(place(block({ service: set(variable, value), sources: read(variable, fallback) }))).toBe("Dockerfile:9");
  });

  it("may have any name where the start script speaks of its value", () => {
    const start = [
      { text: "/start", at: at("Dockerfile", 9, 'CMD ["/start"]') },
      { text: 'case "$what" in consume) exec consumer;; esac', at: at("start", 4) },
    ];
    expect(place(block({ service: { ...set("WHAT", "consume"), start }, sources: read("WHAT", "serve", "start") }))).toBe("compose.yaml:5");
  });
});

describe("a command in place of the image's", () => {
  const command = { value: ["python", "worker.py"], at: at("compose.yaml", 7, "    command: python worker.py") };

  it("is left out for a trial", () => {
    const found = block({ service: { command } });
    expect(place(found)).toBe("compose.yaml:7");
    expect(found.edits).toEqual([]);
    expect(found.intervention).toMatchObject({ edits: [{ startLine: 7, replacement: "" }] });
  });

  it("is not tried when it spans lines", () => {
    expect(block({ service: { command: { ...command, at: at("compose.yaml", 7, "    command: >") } } }).intervention).toBeUndefined();
  });

  it("is not what the image says itself", () => {
    expect(block({ service: { command: { ...command, value: ["python", "main.py"] } } }).what).toBeUndefined();
  });
});

describe("the line on which a program waits", () => {
  const frame = (path: string, line: number, text: string): { service: string; file: string; at: Location } => ({ service: "app", file: `/srv/${path}`, at: at(path, line, text) });
  const frames = [frame("main.py", 20, "main()"), frame("main.py", 12, "    bot.poll()"), frame("bot.py", 9, "        time.sleep(3)")];
  const said = ['  File "/srv/main.py", line 20, in <module>', '  File "/srv/main.py", line 12, in main', '  File "/srv/bot.py", line 9, in poll', "KeyboardInterrupt"];
  const ports = [{ port: 8000, at: at("main.py", 13), weight: 5 }];

  it("is the call of the program that is to open the port", () => {
    const found = block({ record: { interrupted: said }, sources: { frames, ports } });
    expect(place(found)).toBe("main.py:12");
    expect(found.related).toMatchObject([{ at: { path: "bot.py", line: 9 } }]);
    expect(found.intervention).toMatchObject({ isBlank: true, edits: [{ path: "main.py", startLine: 12, replacement: "    pass" }] });
  });

  it("is the innermost line where an event loop runs it, which a sleep that yields lets go on", () => {
    const looped = [said[0] ?? "", '  File "/usr/local/lib/python3.12/asyncio/runners.py", line 194, in run', said[1] ?? "", said[2] ?? ""];
    const found = block({ record: { interrupted: looped }, sources: { frames, ports } });
    expect(place(found)).toBe("bot.py:9");
    expect(found.intervention).toMatchObject({ edits: [{ path: "bot.py", startLine: 9, replacement: '        await __import__("asyncio").sleep(3)' }] });
  });

  it("is read in Ruby's order too", () => {
    const rb = [frame("bot.rb", 5, "    sleep 3"), frame("main.rb", 8, "run_bot")].map((each) => ({ ...each, file: each.file.replace("/srv/", "/app/") }));
    const found = block({
      record: { interrupted: ["/app/bot.rb:5:in 'Kernel#sleep': Interrupt", "\tfrom /app/bot.rb:5:in 'poll'", "\tfrom /app/main.rb:8:in '<main>'"] },
      sources: { frames: rb, ports: [{ port: 8000, at: at("main.rb", 9), weight: 5 }] },
    });
    expect(place(found)).toBe("bot.rb:5");
  });

  it("says nothing of a program that speaks of another port, or of none", () => {
    expect(place(block({ record: { interrupted: said }, sources: { frames } }))).toBe("Dockerfile:9");
    expect(place(block({ record: { interrupted: ["KeyboardInterrupt"] }, sources: { frames, ports } }))).toBe("Dockerfile:9");
  });
});
