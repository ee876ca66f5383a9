import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failureOf, placeOf } from "../test/helpers/failures.ts";
import { lines, makeRepository } from "../test/helpers/repository.ts";
import { readSettings, usualSettingsPath, type Settings } from "./settings.ts";

function read(...text: readonly string[]): Settings {
  return readSettings(makeRepository({ [usualSettingsPath]: lines(...text) }), undefined);
}

describe("readSettings", () => {
  it("is empty without a file, and for an empty one", () => {
    expect(readSettings(makeRepository({}), undefined)).toEqual({ options: {}, places: {}, probes: [] });
    expect(read("# nothing yet")).toEqual({ options: {}, places: {}, probes: [] });
  });

  it("reads options as texts and lists, and leaves out what has no value", () => {
    const { options } = read("platform: compose", "memory: 512", "compose-file: compose.yaml", "nginx-config:", "  - a.conf", "  - b.conf", "image:");
    expect(options).toEqual({ platform: "compose", memory: "512", "compose-file": ["compose.yaml"], "nginx-config": ["a.conf", "b.conf"] });
  });

  it("knows the lines of options", () => {
    expect(read("# gate", "memory: 1g", "compose-file:", "  - a.yaml").places).toMatchObject({ memory: { path: usualSettingsPath, line: 2 }, "compose-file": { line: 3 } });
  });

  it("reads a request in short form", () => {
    expect(read("probes:", "  - /health").probes).toMatchObject([{ path: "/health", method: "GET", at: { path: usualSettingsPath, line: 2 } }]);
  });

  it("expects 101 of a WebSocket unless a status is named", () => {
    const [plain, own, off] = read("probes:", "  - { path: /a, websocket: true }", "  - { path: /b, websocket: true, expect: { status: 403 } }", "  - { path: /c, websocket: false }").probes;
    expect([plain?.websocket, plain?.expect]).toEqual([true, { status: [101] }]);
    expect(own?.expect).toEqual({ status: [403] });
    expect([off?.websocket, off?.expect]).toEqual([undefined, undefined]);
    expect(() => read("probes:", "  - { path: /a, websocket: perhaps }")).toThrow("Websocket is to be true or false");
  });

  it("reads a request in long form", () => {
    const [probe] = read(
      "probes:",
      "  - path: /login?next=/",
      "    method: post",
      "    host: app.example.com:8080",
      "    headers: { X-Id: 7 }",
      "    expect: { status: [200, 302], headers: { Location: / }, body: ok, max-time: 1.5s }",
    ).probes;
    expect(probe).toMatchObject({ path: "/login?next=/", method: "POST", host: "app.example.com:8080", headers: { "X-Id": "7" } });
    expect(probe?.expect).toEqual({ status: [200, 302], headers: { Location: "/" }, body: "ok", maxTime: 1500 });
  });

  it("demands nothing where an expectation has no value", () => {
    expect(read("probes:", "  - path: /", "    expect:", "      status:", "      body:", "      max-time:").probes[0]?.expect).toEqual({});
  });

  it("takes one status for a list of one", () => {
    expect(read("probes:", "  - { path: /, expect: { status: 401 } }").probes[0]?.expect).toEqual({ status: [401] });
  });

  it("reads the file that is named, relative to the project or absolute", () => {
    const root = makeRepository({ "ci/gate.yml": "platform: dockerfile\n" });
    expect(readSettings(root, "ci/gate.yml").options).toEqual({ platform: "dockerfile" });
    expect(readSettings(root, join(root, "ci/gate.yml")).options).toEqual({ platform: "dockerfile" });
  });

  it("refuses a named file that is not there, and says where it would look", () => {
    const failure = failureOf(() => readSettings(makeRepository({}), "none.yml"));
    expect(failure).toMatchObject({ kind: "usage", message: "--config none.yml: there is no such file." });
    expect(failure.remedy).toContain(usualSettingsPath);
  });

  it("refuses a folder in place of the file", () => {
    const named = failureOf(() => readSettings(makeRepository({ "ci/x": "" }), "ci"));
    expect(named).toMatchObject({ kind: "usage", message: "--config ci: this is a folder, not a file." });
    const usual = failureOf(() => readSettings(makeRepository({ [`${usualSettingsPath}/x`]: "" }), undefined));
    expect(usual).toMatchObject({ kind: "config-invalid", message: `${usualSettingsPath}: this is a folder, not a file.` });
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ["YAML that does not parse", ["platform: compose", "probes: [a"], 3, /./],
    ["a list for the whole file", ["- platform"], 1, /The file is to be a map/],
    ["a text for the whole file", ["compose"], 1, /The file is to be a map/],
    ["an unknown setting", ["platform: compose", "plattform: compose"], 2, /no setting "plattform" here; known are platform, compose-file/],
    ["a list where a text belongs", ["memory: 1g", "image: [a, b]"], 2, /Image is to be a text/],
    ["a map where a text belongs", ["image: { name: a }"], 1, /Image is to be a text/],
    ["a switch where a text belongs", ["topology: true"], 1, /Topology is to be a text/],
    ["a map in a list of paths", ["compose-file:", "  - a.yaml", "  - { b: c }"], 1, /Compose-file is to be a path or a list of paths/],
    ["probes that are no list", ["probes: { path: / }"], 1, /Probes is to be a list/],
    ["a number for a probe", ["probes:", "  - /", "  - 7"], 3, /is to be a map/],
    ["a list for a probe", ["probes:", "  - [a]"], 2, /is to be a map/],
    ["an unknown key of a probe", ["probes:", "  - path: /", "    metod: GET"], 3, /no setting "metod" here; known are path, method/],
    ["a probe without a path", ["probes:", "  - method: GET"], 2, /Path is to begin with \//],
    ["a path that does not begin with a slash", ["probes:", "  - path: health"], 2, /Path is to begin with \//],
    ["a short path with a space", ["probes:", "  - /a b"], 2, /no spaces/],
    ["a path with a control character", ["probes:", '  - "/a\\x01"'], 2, /no spaces/],
    ["a method that is no word", ["probes:", "  - path: /", '    method: "GET /"'], 3, /Method is to be an HTTP method/],
    ["a method that is a number", ["probes:", "  - path: /", "    method: 1"], 3, /Method is to be an HTTP method/],
    ["a host with a line end", ["probes:", "  - path: /", '    host: "a\\r\\nX: y"'], 3, /Host is to be a host name/],
    ["headers that are a list", ["probes:", "  - path: /", "    headers: [a]"], 3, /is to be a map/],
    ["a header with a line end", ["probes:", "  - path: /", "    headers:", '      X: "a\\nb"'], 4, /A header is to be a name and a text/],
    ["a header name with a space", ["probes:", "  - path: /", "    headers:", '      "X Y": a'], 4, /A header is to be/],
    ["a header that is a map", ["probes:", "  - path: /", "    headers:", "      X: { a: b }"], 4, /A header is to be/],
    ["an unknown expectation", ["probes:", "  - path: /", "    expect:", "      code: 200"], 4, /no setting "code" here; known are status, headers, body, max-time/],
    ["an expectation that is a number", ["probes:", "  - path: /", "    expect: 200"], 3, /is to be a map/],
    ["a status that is a word", ["probes:", "  - path: /", "    expect: { status: ok }"], 3, /Status is to be an HTTP status/],
    ["a status of 20", ["probes:", "  - path: /", "    expect: { status: [200, 20] }"], 3, /Status is to be an HTTP status/],
    ["half a status", ["probes:", "  - path: /", "    expect: { status: 200.5 }"], 3, /Status is to be an HTTP status/],
    ["a body that is a map", ["probes:", "  - path: /", "    expect:", "      body: { a: 1 }"], 4, /Body is to be a text/],
    ["a body that is a list", ["probes:", "  - path: /", "    expect: { body: [a] }"], 3, /Body is to be a text/],
    ["no time at all", ["probes:", "  - path: /", "    expect: { max-time: 0 }"], 3, /Max-time is to be a duration/],
    ["a time that is a map", ["probes:", "  - path: /", "    expect: { max-time: { a: 1 } }"], 3, /Max-time is to be a duration/],
    ["a time that is none", ["probes:", "  - path: /", "    expect:", "      max-time: soon"], 4, /Max-time is to be a duration such as 500ms/],
  ])("refuses %s, with the line and what is expected", (_name, text, line, message) => {
    const failure = failureOf(() => read(...text));
    expect(failure.kind).toBe("config-invalid");
    expect(placeOf(failure)).toBe(`${usualSettingsPath}:${line}`);
    expect(failure.message).toMatch(message);
    expect(failure.remedy).toBeTruthy();
  });

  it("names the file as it was given", () => {
    const root = makeRepository({ "gate.yml": "x: 1\n" });
    expect(placeOf(failureOf(() => readSettings(root, "gate.yml")))).toBe("gate.yml:1");
  });
});
