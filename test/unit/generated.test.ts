import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rules } from "../../src/diagnose/rules/index.ts";
import { expectKeys, fileKeys, probeKeys, serviceKeys, standInKeys } from "../../src/settings/keys.ts";
import { renderSettingsSchema } from "../../src/settings/schema.ts";
import { usage } from "../../src/usage.ts";
import { matrixWorkflow, singleWorkflow } from "../../src/workflows.ts";
import { parseImports, readImports, renderGraph, renderImportTable } from "../helpers/import-graph.ts";
import { causesTable, corpusSentence, inputsTable, keysTable, outputsTable, renderCause, renderCausesIndex, root, withSections } from "../helpers/render-docs.ts";
import { trials } from "../helpers/trials.ts";

// To write what is expected here: npx vitest run --project unit test/unit/generated.test.ts -u

describe("docs/causes", () => {
  test.each(rules.map((rule) => ({ id: rule.id, rule })))("$id.md is what its rule and the corpus render", async ({ id, rule }) => {
    await expect(renderCause(rule)).toMatchFileSnapshot(join(root, "docs", "causes", `${id}.md`));
  });

  test("README.md lists the causes", async () => {
    await expect(renderCausesIndex(rules)).toMatchFileSnapshot(join(root, "docs", "causes", "README.md"));
  });

  test("holds no other page", () => {
    const wanted = new Set(["README.md", ...rules.map((rule) => `${rule.id}.md`)]);
    expect(readdirSync(join(root, "docs", "causes")).filter((name) => !wanted.has(name))).toEqual([]);
  });

  test("a trial is described for the rules that propose one, and for no other", () => {
    const proposing = rules.filter((rule) => /\bintervention\b|\bwithoutStatement\(/.test(readFileSync(join(root, "src", "diagnose", "rules", `${rule.id}.ts`), "utf8")));
    const described = Object.entries(trials).filter(([, trial]) => trial !== undefined);
    expect(described.map(([id]) => id).toSorted()).toEqual(proposing.map((rule) => rule.id).toSorted());
    expect(Object.keys(trials).toSorted()).toEqual(rules.map((rule) => rule.id).toSorted());
  });
});

test("the causes named in the report's schema are those that have a rule", async () => {
  const path = join(root, "schema", "report.schema.json");
  const known = `"knownCause": { "enum": [${rules.map((rule) => `"${rule.id}"`).join(", ")}] }`;
  await expect(readFileSync(path, "utf8").replace(/"knownCause": \{ "enum": \[.*?\] \}/, known)).toMatchFileSnapshot(path);
});

test("the schema of the configuration is what its table renders", async () => {
  await expect(renderSettingsSchema(rules.map((rule) => rule.id))).toMatchFileSnapshot(join(root, "schema", "upstream-gate.schema.json"));
});

test("the tables of docs/configuration.md are what the sources render", async () => {
  const tables = { settings: keysTable("setting", fileKeys), services: keysTable("key", serviceKeys), "stand-ins": keysTable("key", standInKeys) };
  await expectSections("docs/configuration.md", { ...tables, probes: keysTable("key", probeKeys), expectations: keysTable("key", expectKeys), inputs: inputsTable() });
});

test("the workflow in docs/monorepos.md is the one that init writes", async () => {
  await expectSections("docs/monorepos.md", { workflow: ["```yaml", matrixWorkflow().trimEnd(), "```"] });
});

test("the tables of README.md are what the sources render", async () => {
  const sections = { inputs: inputsTable(), outputs: outputsTable(), causes: causesTable(rules, "docs/causes/"), corpus: [corpusSentence(rules)], usage: ["```text", usage.trimEnd(), "```"] };
  await expectSections("README.md", sections);
  expect(readFileSync(join(root, "README.md"), "utf8")).toContain(singleWorkflow());
});

test("the drawing in docs/architecture.md is what the import statements say", async () => {
  const imports = readImports();
  await expectSections("docs/architecture.md", { "import graph": renderGraph(imports), "import table": renderImportTable(imports) });
});

describe("import rules of docs/architecture.md", () => {
  const imports = new Map(readImports().map((each) => [each.folder, each]));
  const targetsOf = (folder: string): string[] => [...(imports.get(folder)?.values ?? []), ...(imports.get(folder)?.types ?? [])];

  test("model imports nothing", () => {
    expect([...targetsOf("model"), ...(imports.get("model")?.packages ?? [])]).toEqual([]);
  });

  test.each(["diagnose", "prove", "report"])("%s imports model only, and no package", (folder) => {
    expect([...targetsOf(folder), ...(imports.get(folder)?.packages ?? [])]).toEqual(["model"]);
  });

  test.each([
    ["dockerode", ["docker"]],
    ["undici", ["http"]],
    ["yaml", ["text"]],
    ["@actions/github", ["github"]],
  ])("%s is imported in %j alone", (name, folders) => {
    expect([...imports.values()].filter((each) => each.packages.has(name)).map((each) => each.folder)).toEqual(folders);
  });
});

test("imports are read in all their forms", () => {
  const text =
    'import type { A } from "./a.ts";\nimport { type B } from "./b.ts";\nimport {\n  c,\n  type D,\n} from "./c.ts";\nexport * from "./d.ts";\nimport "./e.ts";\nconst f = await import("./f.ts");\n';
  expect(parseImports(text)).toEqual([
    { from: "./a.ts", isType: true },
    { from: "./b.ts", isType: true },
    { from: "./c.ts", isType: false },
    { from: "./d.ts", isType: false },
    { from: "./e.ts", isType: false },
    { from: "./f.ts", isType: false },
  ]);
});

async function expectSections(path: string, sections: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const file = join(root, path);
  await expect(withSections(readFileSync(file, "utf8"), sections)).toMatchFileSnapshot(file);
}
