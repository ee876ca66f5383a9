import { describe, expect, it } from "vitest";
import { lines, repo } from "../../test/helpers/repository.ts";
import { parseToml } from "./toml.ts";

const read = (...text: string[]) => parseToml(repo("fly.toml"), lines(...text));
const values = (...text: string[]) => Object.fromEntries(read(...text).map(({ path, value }) => [path.join("."), value]));

describe("a TOML file", () => {
  it("is its keys, each with its line", () => {
    const entries = read("app = 'shop' # name", "", "[http_service]", "  internal_port = 8_080", "[build.args]", 'A = "1"');
    expect(entries.map(({ path, value, at }) => [path.join("."), value, at.line])).toEqual([
      ["app", "shop", 1],
      ["http_service.internal_port", 8080, 4],
      ["build.args.A", "1", 6],
    ]);
  });

  it("has texts of every kind", () => {
    expect(values('a = "x\\"y\\n"', "b = 'C:\\dir'", 'c = """', "one", 'two"""', "d = '''r'''", "e = 2024-01-01")).toEqual({ a: 'x"y\n', b: "C:\\dir", c: "one\ntwo", d: "r", e: "2024-01-01" });
  });

  it("has lists and tables on one line and on several", () => {
    expect(values("a = [1, 'two', true]", "b = [", "  'x', # first", "  'y',", "]", "c = { k = 1, l = ['m'] }", "[t]", "z = 1")).toEqual({
      a: [1, "two", true],
      b: ["x", "y"],
      c: { k: 1, l: ["m"] },
      "t.z": 1,
    });
  });

  it("takes the first of several tables of one name, and what stands below it", () => {
    expect(values("[[services]]", "port = 1", "[[services]]", "port = 2", "[other]", "x = 3")).toEqual({ "services.port": 1, "other.x": 3 });
  });

  it("has dotted and quoted keys", () => {
    expect(values("a.b = 1", '"c d" = 2', "[x.'y.z']", "k = 3")).toEqual({ "a.b": 1, "c d": 2, "x.y.z.k": 3 });
  });

  it("passes over what is none", () => {
    expect(values("just words", "= 1", "[", "a =", "b = [1, 2", "c = 3")).not.toHaveProperty("a");
    expect(values(`a = ${"[".repeat(10_000)}`)).toBeDefined();
  });
});
