import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { rules } from "../../src/diagnose/rules/index.ts";
import { version } from "../../src/version.ts";
import { faultOfPatch, faultOfPlace, languagesOf, readCase, readCases, root } from "../helpers/corpus-cases.ts";

const ids = rules.map((rule) => rule.id);
const cases = readCases();
const broken = cases.filter((each) => each.kind === "broken");
const named = (list: typeof cases): [string, (typeof cases)[number]][] => list.map((each) => [each.name, each]);
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("the catalogue", () => {
  it("is sorted by id, has every id once, and is not small", () => {
    expect(ids).toEqual([...new Set(ids)].toSorted());
    expect(ids.length).toBeGreaterThanOrEqual(14);
  });

  it("has a rule for every file of rules, under its name", () => {
    const files = readdirSync(join(root, "src/diagnose/rules")).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts");
    expect(files.map((name) => name.replace(/\.ts$/, "")).toSorted()).toEqual(ids);
    for (const id of ids) expect(read(`src/diagnose/rules/${id}.ts`)).toContain(`id: "${id}"`);
  });

  it("explains only causes that there are, and none itself", () => {
    for (const rule of rules) for (const explained of rule.explains ?? []) expect([rule.id, ids.includes(explained), explained === rule.id]).toEqual([rule.id, true, false]);
  });

  it("explains in no circle", () => {
    const reach = (id: string, seen: readonly string[] = []): readonly string[] =>
      (rules.find((rule) => rule.id === id)?.explains ?? []).flatMap((each) => (seen.includes(each) ? [each] : [each, ...reach(each, [...seen, each])]));
    expect(ids.filter((id) => reach(id).includes(id))).toEqual([]);
  });
});

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  it("has a short title and a full page of text", () => {
    expect(rule.title.length).toBeLessThan(60);
    expect(rule.title).not.toMatch(/[.!]$/);
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const text of [rule.doc.what, rule.doc.why, rule.doc.fix]) expect(text.length).toBeGreaterThan(40);
    expect(rule.absent.length).toBeGreaterThan(10);
    expect(rule.since).toMatch(/^\d+\.\d+\.\d+$|^next$/);
  });

  it("asks for symptoms and facts", () => {
    expect(rule.symptoms.length).toBeGreaterThan(0);
    expect(rule.needs.length).toBeGreaterThan(0);
  });

  it("has two broken projects in different languages", () => {
    const own = broken.filter((each) => each.cause === id);
    expect(own.length).toBeGreaterThanOrEqual(2);
    expect(new Set(own.flatMap(languagesOf)).size).toBeGreaterThanOrEqual(2);
  });

  it("has a near miss", () => {
    expect(cases.filter((each) => each.kind === "near-miss" && each.cause === id).length).toBeGreaterThanOrEqual(1);
  });

  it("is named in the schema of the report", () => {
    const { $defs } = JSON.parse(read("schema/report.schema.json")) as { $defs: { knownCause: { enum: readonly string[] } } };
    expect($defs.knownCause.enum).toContain(id);
  });

  it("has a page", () => {
    const path = `docs/causes/${id}.md`;
    expect(existsSync(join(root, path)), path).toBe(true);
    expect(read(path)).toContain(rule.title);
  });
});

describe("the corpus", () => {
  it("has at least ten healthy projects", () => {
    expect(cases.filter((each) => each.kind === "healthy").length).toBeGreaterThanOrEqual(10);
  });

  it("has folders for causes of the catalogue only", () => {
    expect([...new Set(cases.map((each) => each.cause))].filter((cause) => cause !== "" && !ids.includes(cause))).toEqual([]);
  });

  it("gives every case a title of its own", () => {
    const titles = cases.map((each) => String(readCase(each).title));
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it.each(named(cases))("%s has a project and says what to expect of it", (_name, each) => {
    const { title, args, expect: expected } = readCase(each);
    expect(typeof title === "string" && title.length > 10).toBe(true);
    expect(args === undefined || Array.isArray(args)).toBe(true);
    expect(["pass", "fail"]).toContain(expected?.verdict);
    expect(existsSync(join(each.folder, "repo"))).toBe(true);
  });

  it.each(named(broken))("%s fails for the cause of its folder, at lines that are there", (_name, each) => {
    const { expect: expected } = readCase(each);
    expect(expected).toMatchObject({ verdict: "fail", cause: each.cause });
    expect(["proven", "likely", "possible"]).toContain(expected?.confidence);
    const places: readonly unknown[] = Array.isArray(expected?.at) ? expected.at : [];
    expect(places.length).toBeGreaterThan(0);
    expect(places.flatMap((place) => faultOfPlace(each, place) ?? [])).toEqual([]);
  });

  it.each(named(broken))("%s has a fix that applies", (_name, each) => {
    expect(faultOfPatch(each)).toBeUndefined();
  });

  it.each(named(cases.filter((each) => each.kind === "near-miss")))("%s is not the cause that it looks like", (_name, each) => {
    const { expect: expected } = readCase(each);
    if (expected?.verdict === "fail") expect(expected.cause).not.toBe(each.cause);
    else expect(expected?.cause).toBeUndefined();
    const places: readonly unknown[] = Array.isArray(expected?.at) ? expected.at : [];
    expect(places.flatMap((place) => faultOfPlace(each, place) ?? [])).toEqual([]);
  });

  it.each(named(cases.filter((each) => each.kind === "healthy")))("%s passes, and names no cause", (_name, each) => {
    expect(readCase(each).expect).toEqual({ verdict: "pass" });
  });
});

describe("what is said twice", () => {
  it("is the same version in package.json and in the program", () => {
    expect(version).toBe((JSON.parse(read("package.json")) as { version: string }).version);
  });

  it("is the same list of inputs in action.yml and in what reads them", () => {
    const { inputs } = parse(read("action.yml")) as { inputs: Record<string, unknown> };
    const source = read("src/github/inputs.ts") + read("src/github/posting.ts");
    const lists = [...source.matchAll(/const \w+Inputs = \[([^\]]*)\]/g)].flatMap((match) => [...(match[1] ?? "").matchAll(/"([^"]+)"/g)].map((name) => name[1] ?? ""));
    const single = [...source.matchAll(/(?:getInput|readSwitch|readList)\("([^"]+)"/g)].map((match) => match[1] ?? "");
    expect([...new Set([...lists, ...single])].toSorted()).toEqual(Object.keys(inputs).toSorted());
  });

  it("is an output in action.yml for each that is set", () => {
    const { outputs } = parse(read("action.yml")) as { outputs: Record<string, unknown> };
    const body = [...read("src/github/publish.ts").matchAll(/const outputs = \{([\s\S]*?)\n {2}\};/g)].map((match) => match[1] ?? "").join("\n");
    const set = [...body.matchAll(/^\s*(\w+):/gm)].map((match) => match[1] ?? "");
    expect([...new Set(set)].toSorted()).toEqual(Object.keys(outputs).toSorted());
  });

  it("is a file that is there for every entry of the package and of the action", () => {
    const { runs } = parse(read("action.yml")) as { runs: { main: string; post: string } };
    const { bin } = JSON.parse(read("package.json")) as { bin: Record<string, string> };
    for (const path of [runs.main, runs.post, ...Object.values(bin)]) expect(existsSync(join(root, path)), path).toBe(true);
  });
});
