import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docker, requireEngine } from "../helpers/engine.ts";
import { runTool } from "../helpers/tool.ts";
import { writeAnswers } from "./answers.ts";
import { compareAsItStands, compareGrammar, compareOpeners, compareOrder, compareWords, withoutMeaning, withText, wrap, type Comparison, type GrammarOptions, type Named } from "./compare.ts";
import { mutate, randomOf } from "./mutate.ts";
import { stockImage } from "./nginx.ts";
import { configurationSamples, grammarSamples, luaSamples } from "./samples.ts";
import { includeTree } from "./trees.ts";

const page = join(import.meta.dirname, "..", "..", "docs", "nginx-agreement.md");
const folder = process.env["UPSTREAM_GATE_NGINX_FILES"] ?? "";
const luaImage = process.env["UPSTREAM_GATE_NGINX_LUA_IMAGE"] ?? "";
const records = process.env["UPSTREAM_GATE_RECORD"] === "write";
const lua: GrammarOptions["lua"] = { image: luaImage, modules: "load_module /usr/lib/nginx/modules/ndk_http_module.so; load_module /usr/lib/nginx/modules/ngx_http_lua_module.so; " };
const mutantsPerFile = 10;

/** The real files, by `owner/name path`; those that could not be had are absent. */
const sources = readFileSync(join(import.meta.dirname, "sources.txt"), "utf8")
  .trimEnd()
  .split("\n");
const real: Named[] = sources.flatMap((line) => {
  const [repo = "", , ...path] = line.split(" ");
  const file = join(folder, repo.replace("/", "+"), path.join(" "));
  return existsSync(file) ? [{ name: `${repo} ${path.join(" ")}`, text: readFileSync(file, "utf8") }] : [];
});

const rows: string[] = [];

/** Notes one line of figures, then fails on what disagrees. */
function judge(title: string, comparisons: readonly Comparison[], also = ""): void {
  const wrong = comparisons.filter((each) => !each.agrees);
  const refused = comparisons.filter((each) => !/^(?:nothing|read to the end|\d+ words|nginx\.conf(?: |$))/.test(each.nginx)).length;
  rows.push(`| ${title}${also} | ${comparisons.length.toLocaleString("en")} | ${refused.toLocaleString("en")} | ${(comparisons.length - wrong.length).toLocaleString("en")} | ${wrong.length} |`);
  expect(wrong.slice(0, 20)).toEqual([]);
}

function named(group: Readonly<Record<string, string>>): Named[] {
  return Object.entries(group).map(([name, text]) => ({ name, text }));
}

/** The same mutants at every run. */
function mutantsOf(texts: readonly Named[], seed: number): Named[] {
  const random = randomOf(seed);
  return texts.flatMap(({ name, text }) => Array.from({ length: mutantsPerFile }, (_, number) => ({ name: `${name}, mutant ${number}`, text: mutate(text, random) })));
}

let version = "";

beforeAll(async () => {
  await requireEngine();
  version = /nginx\/([\d.]+)/.exec((await runTool(docker, ["run", "--rm", "--entrypoint", "nginx", stockImage, "-v"])).err)?.[1] ?? "unknown";
});

afterAll(() => {
  const repositories = new Set(real.map(({ name }) => name.split(" ", 1)[0])).size;
  const table = [
    `nginx ${version}, ${real.length} files of ${repositories} repositories, ${mutantsPerFile} mutants of each.`,
    "",
    "| compared | number | refused by nginx | agree | disagree |",
    "|---|---:|---:|---:|---:|",
    ...rows,
  ].join("\n");
  process.stdout.write(`${table}\n`);
  if (records)
    writeFileSync(
      page,
      readFileSync(page, "utf8").replace(/(<!-- figures -->\n)[^]*(\n<!-- end of figures -->)/, (_, before: string, after: string) => `${before}${table}${after}`),
    );
});

describe("our reading of nginx configuration and nginx's own", { timeout: 1_800_000 }, () => {
  it("has the files", () => {
    expect(real.length).toBe(sources.length);
  });

  it("agree on the samples", async () => {
    const grammar = await compareGrammar(named(grammarSamples));
    const withLua = luaImage === "" ? [] : await compareGrammar(named(luaSamples), { lua });
    const whole = await compareAsItStands(Object.entries(configurationSamples).map(([name, each]) => ({ name, ...each })));
    const all = [...grammar, ...withLua, ...whole];
    if (records && luaImage !== "") writeAnswers({ nginx: version, samples: Object.fromEntries(all.map(({ name, nginx }) => [name, nginx])) });
    judge("samples of our own", all);
  });

  it("agree on the grammar of real files", async () => judge("real files: grammar", await compareGrammar(real)));

  it("agree on the words of real files", async () => {
    const compared = await compareWords(real);
    const words = compared.reduce((sum, { ours }) => sum + Number.parseInt(ours, 10), 0);
    judge("real files: every word", compared, ` (${words.toLocaleString("en")} words)`);
  });

  it("agree on every opening brace of real files", async () => {
    const compared = await compareOpeners(real);
    const wrong = compared.filter((each) => !each.agrees);
    rows.push(`| real files: every \`{\` of a block | ${compared.length.toLocaleString("en")} | - | ${(compared.length - wrong.length).toLocaleString("en")} | ${wrong.length} |`);
    expect(wrong.slice(0, 20)).toEqual([]);
  });

  it("agree on mutants of real files", async () => judge("mutants: grammar", await compareGrammar(mutantsOf(real, 1))));

  it("agree on real files as they stand, and on mutants of what nginx accepts of them", async () => {
    judge("real files: `nginx -t` as they stand", await compareAsItStands(real.map(({ name, text }) => ({ name, ...wrap(text) }))));
    const through = await withoutMeaning(real, 60);
    judge(
      `real files: \`nginx -t\` after taking away what it refuses for its meaning (${through.filter((each) => each.isThrough).length} read to the end)`,
      await compareAsItStands(through.map(({ name, wrapped }) => ({ name, ...wrapped }))),
    );
    const mutants = mutantsOf(through, 2).map(({ name, text }, index) => ({ name, ...withText(through[Math.floor(index / mutantsPerFile)]?.wrapped ?? wrap(text), text) }));
    const compared = await compareAsItStands(mutants);
    const meaning = compared.filter((each) => each.kind === "meaning").length;
    judge("mutants: `nginx -t`", compared, ` (${meaning.toLocaleString("en")} of them refused for their meaning)`);
  });

  it("agree on the order of included files", async () => judge("trees of included files: which, in what order", await compareOrder(Array.from({ length: 300 }, (_, seed) => includeTree(seed)))));

  it.runIf(luaImage !== "")("agree on Lua blocks", async () => {
    const withLua = [...real.filter(({ text }) => text.includes("_by_lua_block")), ...named(luaSamples)];
    judge("files with Lua blocks: nginx with the Lua module", await compareGrammar(withLua, { lua }));
    judge("mutants of them", await compareGrammar([...mutantsOf(withLua, 3), ...mutantsOf(withLua, 4)], { lua }));
  });
});
