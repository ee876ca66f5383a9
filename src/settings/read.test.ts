import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failureOf, placeOf } from "../../test/helpers/failures.ts";
import { lines, makeRepository } from "../../test/helpers/repository.ts";
import { readSettings, requireKnownCauses, usualSettingsPath, type Settings } from "./read.ts";

function read(...text: readonly string[]): Settings {
  return readSettings(makeRepository({ [usualSettingsPath]: lines(...text) }), undefined);
}

describe("readSettings", () => {
  it("is empty without a file, and for an empty one", () => {
    expect(readSettings(makeRepository({}), undefined)).toMatchObject({ options: {}, places: {}, probes: [], apps: [] });
    expect(read("# nothing yet")).toMatchObject({ options: {}, places: {}, probes: [], apps: [] });
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
    ["an unknown setting", ["platform: compose", "plattform: compose"], 2, /no setting "plattform" here \(did you mean "platform"\?\); known are platform, compose-file/],
    ["a list where a text belongs", ["memory: 1g", "image: [a, b]"], 2, /Image is to be a text/],
    ["a map where a text belongs", ["image: { name: a }"], 1, /Image is to be a text/],
    ["a switch where a text belongs", ["topology: true"], 1, /Topology is to be a text/],
    ["a map in a list of paths", ["compose-file:", "  - a.yaml", "  - { b: c }"], 3, /Compose-file is to be a path or a list of paths/],
    ["probes that are no list", ["probes: { path: / }"], 1, /Probes is to be a list/],
    ["a number for a probe", ["probes:", "  - /", "  - 7"], 3, /is to be a map/],
    ["a list for a probe", ["probes:", "  - [a]"], 2, /is to be a map/],
    ["an unknown key of a probe", ["probes:", "  - path: /", "    metod: GET"], 3, /no setting "metod" here \(did you mean "method"\?\); known are path, method/],
    ["a probe without a path", ["probes:", "  - method: GET"], 2, /Path is to be a path that begins with \//],
    ["a path that does not begin with a slash", ["probes:", "  - path: health"], 2, /Path is to be a path that begins with \//],
    ["a short path with a space", ["probes:", "  - /a b"], 2, /no spaces/],
    ["a path with a control character", ["probes:", '  - "/a\\x01"'], 2, /no spaces/],
    ["a method that is no word", ["probes:", "  - path: /", '    method: "GET /"'], 3, /Method is to be an HTTP method/],
    ["a method that is a number", ["probes:", "  - path: /", "    method: 1"], 3, /Method is to be an HTTP method/],
    ["a host with a line end", ["probes:", "  - path: /", '    host: "a\\r\\nX: y"'], 3, /Host is to be a host name/],
    ["headers that are a list", ["probes:", "  - path: /", "    headers: [a]"], 3, /is to be a map/],
    ["a header with a line end", ["probes:", "  - path: /", "    headers:", '      X: "a\\nb"'], 4, /X is to be a text/],
    ["a header name with a space", ["probes:", "  - path: /", "    headers:", '      "X Y": a'], 4, /"X Y" is no name for headers/],
    ["a header that is a map", ["probes:", "  - path: /", "    headers:", "      X: { a: b }"], 4, /X is to be a text/],
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

describe("what has no option", () => {
  it("is read with its lines", () => {
    const settings = read(
      "cpus: 0.5",
      "variables: { TAG: ci, DEBUG: true }",
      "services:",
      "  worker: { memory: 256m, cpus: 2, variables: { N: 1 } }",
      "causes:",
      "  rate-limited: off",
      "  app-hangs: warning",
      "stand-in:",
      "  - api.example.com",
      "  - { host: b.example, port: [80, 443], status: 503, body: 'no' }",
    );
    expect(settings).toMatchObject({ options: { cpus: "0.5" }, variables: { TAG: { value: "ci", at: { line: 2 } }, DEBUG: { value: "true" } } });
    expect(settings.services).toMatchObject([{ service: "worker", memory: 256 * 1024 ** 2, cpus: 2, variables: { N: "1" }, because: `set at ${usualSettingsPath}:4` }]);
    expect(settings.causes).toMatchObject([
      { cause: "rate-limited", level: "off", at: { line: 6 } },
      { cause: "app-hangs", level: "warning", at: { line: 7 } },
    ]);
    expect(settings.standIns).toMatchObject([
      { host: "api.example.com", ports: [80], status: 200, body: "{}" },
      { host: "b.example", ports: [80, 443], status: 503, body: "no", at: { line: 10 } },
    ]);
  });

  it("of an app lies over what holds for all", () => {
    const root = makeRepository({
      [usualSettingsPath]: lines(
        "memory: 1g",
        "variables: { A: all, B: all }",
        "probes: [/all]",
        "causes: { app-hangs: off }",
        "apps:",
        "  shop:",
        "    directory: ./services/shop/",
        "    memory: 2g",
        "    variables: { B: shop }",
        "    causes: { app-hangs: warning }",
        "  web: { directory: web, probes: [/web] }",
      ),
    });
    const [shop, web] = [readSettings(root, undefined, "shop"), readSettings(root, undefined, "web")];
    expect(shop.apps).toEqual([
      { name: "shop", directory: "services/shop" },
      { name: "web", directory: "web" },
    ]);
    expect(shop).toMatchObject({ options: { memory: "2g" }, places: { memory: { line: 8 } }, variables: { A: { value: "all" }, B: { value: "shop", at: { line: 9 } } } });
    expect(shop.probes.map((probe) => probe.path)).toEqual(["/all"]);
    expect(shop.causes).toMatchObject([{ level: "warning" }]);
    expect(web).toMatchObject({ options: { memory: "1g" }, probes: [{ path: "/web" }] });
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ["a word that is nearly one", ["topology: contaner"], 1, /^Topology is to be auto, container, host or shared; it is "contaner" \(did you mean "container"\?\)\.$/],
    ["an unknown key of a service", ["services:", "  app:", "    memry: 1g"], 3, /no setting "memry" here \(did you mean "memory"\?\)/],
    ["an unknown key of an app", ["apps:", "  a:", "    directry: a"], 3, /no setting "directry" here \(did you mean "directory"\?\)/],
    ["an app without a folder", ["apps:", "  a: { memory: 1g }"], 2, /^Directory is to be a path of a folder\.$/],
    ["an app outside the repository", ["apps:", "  a:", "    directory: ../b"], 3, /^Directory is to be the path of a folder inside the repository\.$/],
    ["a mistake in an app that is not chosen", ["apps:", "  a:", "    directory: a", "    memory: lots"], 4, /^Memory is to be a size/],
    ["a level that there is not", ["causes:", "  app-hangs: warn"], 2, /^App-hangs is to be off or warning; it is "warn"/],
    ["a name that no variable can have", ["variables:", "  A B: 1"], 2, /^"A B" is no name for variables/],
    ["access to the host, which only the workflow gives", ["network: open", "allow:", "  - devices"], 2, /^There is no setting "allow" here/],
    ["processors that are none", ["cpus: many"], 1, /^Cpus is to be a number of processors/],
  ])("refuses %s", (_name, text, line, message) => {
    const failure = failureOf(() => read(...text));
    expect([failure.kind, placeOf(failure)]).toEqual(["config-invalid", `${usualSettingsPath}:${line}`]);
    expect(failure.message).toMatch(message);
  });

  it("refuses a cause that nobody knows, and names the one that is meant", () => {
    const { causes } = read("causes:", "  app-hang: off");
    const failure = failureOf(() => requireKnownCauses(causes, ["app-hangs", "rate-limited"]));
    expect([failure.message, placeOf(failure)]).toEqual(['There is no cause "app-hang" (did you mean "app-hangs"?).', `${usualSettingsPath}:2`]);
    expect(() => requireKnownCauses(causes, ["app-hang"])).not.toThrow();
  });
});
