import { describe, expect, it } from "vitest";
import { lines, repo } from "../../test/helpers/repository.ts";
import { parseYaml, type YamlFile } from "./yaml.ts";

const path = repo("compose.yaml");
const parse = (...text: readonly string[]): YamlFile => parseYaml(path, lines(...text));

describe("parseYaml", () => {
  const file = parse(
    "x-common: &common", //
    "  restart: always",
    "  image: base",
    "services:",
    "  app:",
    "    <<: *common",
    "    image: node",
    "    ports:",
    '      - "80:8080"',
    "      - 81",
    "    environment: { A: 1, B: two }",
    "  web: *common",
    "  empty:",
  );

  it.each([
    [["services", "app"], 5, 3],
    [["services", "app", "image"], 7, 12],
    [["services", "app", "ports"], 8, 5],
    [["services", "app", "ports", 1], 10, 9],
    [["services", "app", "environment", "B"], 11, 29],
    [["services", "app", "restart"], 2, 12],
    [["services", "web", "image"], 3, 10],
  ])("places %j at line %i, column %i", (steps, line, column) => {
    expect(file.locate(steps)).toMatchObject({ path: "compose.yaml", line, column });
  });

  it("places an empty value at the line of its key, whatever comes behind", () => {
    const sparse = parse("services:", "  a:", "", "  # why", "  b:", "    command:", "", "    image: x");
    expect([sparse.locate(["services", "a"])?.line, sparse.locate(["services", "b", "command"])?.line]).toEqual([2, 6]);
  });

  it.each([[["services", "none"]], [["services", "app", "ports", 7]], [["services", "app", "image", "deeper"]]])("has no place for %j", (steps) => {
    expect(file.locate(steps)).toBeUndefined();
  });

  it("places a key where the key stands", () => {
    expect(file.locateKey(["services", "app", "image"])).toMatchObject({ line: 7, column: 5 });
  });

  it("lists keys in the order of the file, merged ones behind, each once", () => {
    expect(file.keys(["services", "app"])).toEqual(["image", "ports", "environment", "restart"]);
    expect(file.keys(["services", "app", "ports"])).toEqual([]);
  });

  it("merges in the data as it does in places", () => {
    expect(file.data).toMatchObject({ services: { app: { image: "node", restart: "always" } } });
  });

  it("gives scalars as written", () => {
    const numbers = parse("a: 0o17", 'b: "8080"', "c: [1]");
    expect([["a"], ["b"], ["c"], ["d"]].map((steps) => numbers.source(steps))).toEqual(["0o17", "8080", undefined, undefined]);
  });

  it("reports what cannot be read with its line, and never throws", () => {
    const broken = parse("a: 1", "b: [1, 2", "c: 3");
    expect(broken.errors[0]?.at.line).toBeGreaterThanOrEqual(2);
    expect(broken.errors[0]?.message).not.toMatch(/at line \d+/);
  });

  it("reads the first document only, and an empty file as nothing", () => {
    expect(parse("a: 1", "---", "b: 2").data).toEqual({ a: 1 });
    expect(parse("").data ?? undefined).toBeUndefined();
    expect(parse("# nothing").errors).toEqual([]);
  });

  it("is not blown up by aliases of aliases", () => {
    const levels = Array.from({ length: 12 }, (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(", ")}]`);
    const bomb = parse("a0: &a0 [x]", ...levels);
    expect(bomb.data).toBeUndefined();
    expect(bomb.locate(["a0"])).toMatchObject({ line: 1 });
  });

  it("takes keys that are numbers or quoted by their text", () => {
    const odd = parse('"8080": a', "9090: b");
    expect(odd.keys([])).toEqual(["8080", "9090"]);
    expect(odd.locate(["9090"])).toMatchObject({ line: 2 });
  });
});
