import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { failureOf, placeOf } from "../test/helpers/failures.ts";
import { makeRepository, type Files } from "../test/helpers/repository.ts";
import { checkOptions, commandOf, parseWords, readDestinations, readInputs, type OptionValues } from "./command-line.ts";
import type { Inputs } from "./model/inputs.ts";
import { usualSettingsPath } from "./settings/read.ts";

function inputs(given: OptionValues, files: Files = {}): Inputs {
  return readInputs(makeRepository(files), given);
}

describe("parseWords", () => {
  it("reads options, repeated ones and the folder", () => {
    const { values, positionals } = parseWords(["dir", "--compose-file", "a.yaml", "--compose-file=b.yaml", "--no-prove"], checkOptions, 1);
    expect(positionals).toEqual(["dir"]);
    expect(values).toMatchObject({ "compose-file": ["a.yaml", "b.yaml"], "no-prove": true });
  });

  it("knows -h everywhere", () => {
    expect(parseWords(["-h"], {}, 0).values["help"]).toBe(true);
  });

  it.each([
    ["an unknown option", ["--confg", "x"], /Unknown option '--confg' \(did you mean --config\?\)/],
    ["an unknown letter", ["-x"], /Unknown option '-x'/],
    ["a value that is missing", ["--memory"], /--memory/],
    ["an option in place of a value", ["--memory", "--keep"], /--memory/],
    ["a value for a switch", ["--keep=yes"], /--keep/],
    ["one folder too many", ["a", "b"], /Unexpected argument: b/],
  ])("refuses %s", (_name, words, message) => {
    const failure = failureOf(() => parseWords(words, checkOptions, 1));
    expect(failure.kind).toBe("usage");
    expect(failure.message).toMatch(message);
    expect(failure.remedy).toContain("--help");
  });
});

describe("readInputs", () => {
  it("needs nothing but a folder", () => {
    expect(inputs({})).toMatchObject({ platform: "auto", topology: "auto", composeFiles: [], nginxConfigs: [], prove: true, keep: false, probes: [] });
    expect(Object.keys(inputs({}))).not.toContain("startTimeout");
  });

  it("makes the folder absolute and types the rest", () => {
    const read = inputs({ "start-timeout": "1m30s", memory: "1.5g", "no-prove": true, keep: true, topology: "shared", platform: "dockerfile", image: "app:1", base: "main" });
    expect(resolve(read.directory)).toBe(read.directory);
    expect(read).toMatchObject({ startTimeout: 90_000, memory: 1.5 * 1024 ** 3, prove: false, keep: true, topology: "shared", platform: "dockerfile", image: "app:1", base: "main" });
  });

  it("prefers an option to a setting, and keeps the settings beside it", () => {
    const files = { [usualSettingsPath]: "platform: compose\nmemory: 256m\nprobes: [/a]\n" };
    expect(inputs({ memory: "1g", platform: undefined }, files)).toMatchObject({ platform: "compose", memory: 1024 ** 3, probes: [{ path: "/a" }] });
  });

  it("reads several files of variables, later ones over the first, and the configuration's over all", () => {
    const files = { "a.env": "A=1\nB=1\n", "b.env": "B=2\nC=2\n", [usualSettingsPath]: "variables: { C: 3 }\n" };
    const read = inputs({ "env-file": ["a.env", "b.env"] }, files);
    expect(read.envFile).toBe("a.env");
    expect(read.variables).toMatchObject({ B: { value: "2", at: { path: "b.env", line: 1 } }, C: { value: "3", at: { path: usualSettingsPath } } });
  });

  const apps = { [usualSettingsPath]: "memory: 1g\napps:\n  shop: { directory: services/shop }\n  blog: { directory: blog, memory: 2g }\n", "services/shop/x": "", "blog/x": "" };

  it("takes the folder and the settings of the app that is chosen", () => {
    const root = makeRepository(apps);
    expect(readInputs(root, { app: "shop" })).toMatchObject({ directory: join(root, "services/shop"), memory: 1024 ** 3, app: { name: "shop", directory: "services/shop" } });
    expect(readInputs(root, { app: "blog" })).toMatchObject({ directory: join(root, "blog"), memory: 2 * 1024 ** 3 });
  });

  it("takes an app that is found where the configuration names none", () => {
    const root = makeRepository({ "a/x": "" });
    expect(readInputs(root, { app: "a" }, () => [{ name: "a", directory: "a" as never }])).toMatchObject({ directory: join(root, "a"), app: { name: "a" } });
  });

  it.each<[OptionValues, Files, RegExp, RegExp]>([
    [{}, apps, /^The configuration names 2 apps: shop, blog\.$/, /--app shop/],
    [{ app: "shp" }, apps, /^--app shp: there is no such app \(did you mean "shop"\?\)\.$/, /The apps are shop, blog/],
    [{ app: "a" }, {}, /^--app a: there is no such app\.$/, /No apps were found/],
    [{ app: "blog" }, { [usualSettingsPath]: apps[usualSettingsPath] ?? "" }, /blog is not a folder/, /directory/],
    [{ allow: ["devces"] }, {}, /--allow devces: expected privileged, .* \(did you mean "devices"\?\)/, /./],
    [{ topology: "contaner" }, {}, /--topology contaner: expected .* \(did you mean "container"\?\)/, /./],
    [{ cpus: "0" }, {}, /--cpus 0: expected a number of processors/, /./],
  ])("refuses %j", (given, files, message, remedy) => {
    const failure = failureOf(() => inputs(given, files));
    expect(failure.message).toMatch(message);
    expect(failure.remedy).toMatch(remedy);
  });

  it.each<[OptionValues, RegExp]>([
    [{ platform: "heroku" }, /--platform heroku: expected auto, compose, dockerfile, amvera or upsun/],
    [{ topology: "cluster" }, /--topology cluster: expected auto, container, host or shared/],
    [{ "start-timeout": "soon" }, /--start-timeout soon: expected a duration such as 90s/],
    [{ "start-timeout": "0" }, /--start-timeout 0: expected a duration/],
    [{ "start-timeout": "-5s" }, /expected a duration/],
    [{ memory: "lots" }, /--memory lots: expected a size such as 512m/],
    [{ memory: "0" }, /--memory 0: expected a size/],
    [{ memory: "" }, /--memory needs a value/],
    [{ image: "" }, /--image needs a value/],
    [{ "env-file": "none.env" }, /--env-file none.env: there is no such file/],
    [{ "env-file": "." }, /--env-file \.: this is a folder, not a file/],
    [{ config: "none.yml" }, /--config none.yml: there is no such file/],
    [{ config: "." }, /--config \.: this is a folder, not a file/],
  ])("refuses %j and says what it expects", (given, message) => {
    const failure = failureOf(() => inputs(given));
    expect(failure.kind).toBe("usage");
    expect(failure.message).toMatch(message);
    expect(failure.remedy).toBeTruthy();
  });

  it.each([
    ["platform: heroku", /^Platform is to be auto, compose, dockerfile, amvera or upsun; it is "heroku"\.$/],
    ["topology: x", /^Topology is to be auto, container, host or shared; it is "x"\.$/],
    ["start-timeout: soon", /^Start-timeout is to be a duration such as 90s or 2m\.$/],
    ["memory: lots", /^Memory is to be a size such as 512m or 1g\.$/],
    ["env-file: none.env", /^env-file: none\.env: there is no such file\.$/],
    ["env-file: .github", /this is a folder, not a file/],
    ['image: ""', /^Image is to be a text\.$/],
  ])("places the setting %s in its file", (setting, message) => {
    const failure = failureOf(() => inputs({}, { [usualSettingsPath]: `# settings\n${setting}\n` }));
    expect([failure.kind, placeOf(failure)]).toEqual(["config-invalid", `${usualSettingsPath}:2`]);
    expect(failure.message).toMatch(message);
  });

  it("blames the option that is given over a setting", () => {
    const failure = failureOf(() => inputs({ memory: "lots" }, { [usualSettingsPath]: "memory: 1g\n" }));
    expect(failure).toMatchObject({ kind: "usage", message: "--memory lots: expected a size such as 512m or 1g." });
    expect(failure.at).toBeUndefined();
  });

  it.each([["none"], ["a.txt"]])("refuses %s for a folder", (name) => {
    const failure = failureOf(() => readInputs(join(makeRepository({ "a.txt": "" }), name), {}));
    expect(failure.kind).toBe("usage");
    expect(failure.message).toContain(`${name} is not a folder`);
  });
});

describe("readDestinations", () => {
  it("takes the usual format and makes paths absolute", () => {
    expect(readDestinations({}, "github")).toEqual({ format: "github" });
    expect(readDestinations({ format: "json", report: "r.json", sarif: "/tmp/s.sarif", html: "p.html", logs: "l" }, "pretty")).toEqual({
      format: "json",
      report: resolve("r.json"),
      sarif: "/tmp/s.sarif",
      html: resolve("p.html"),
      logs: resolve("l"),
    });
  });

  it.each<[OptionValues, RegExp]>([
    [{ format: "xml" }, /--format xml: expected pretty, json or github/],
    [{ report: "" }, /--report needs a value/],
  ])("refuses %j", (given, message) => {
    const failure = failureOf(() => readDestinations(given, "pretty"));
    expect(failure.kind).toBe("usage");
    expect(failure.message).toMatch(message);
  });
});

describe("commandOf", () => {
  it("keeps what bears on the answer and drops where results go", () => {
    const { values } = parseWords(
      ["--compose-file", "a.yaml", "--compose-file=b.yaml", "--no-prove", "--html", "x.html", "--logs", "l", "--quiet", "--verbose", "--keep", "--format", "json"],
      checkOptions,
      1,
    );
    expect(commandOf("services/web", values)).toEqual(["check", "services/web", "--compose-file", "a.yaml", "--compose-file", "b.yaml", "--no-prove"]);
    expect(commandOf(".", {})).toEqual(["check", "."]);
  });
});
