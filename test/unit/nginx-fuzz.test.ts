import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/nginx/config.ts";
import { matchGlob } from "../../src/nginx/glob.ts";
import { instrument } from "../../src/nginx/instrument.ts";
import type { Token } from "../../src/nginx/lexer.ts";
import { parseNginx, walk, type Directive, type SyntaxProblem } from "../../src/nginx/parser.ts";
import { sampleOf } from "../../src/nginx/pcre.ts";
import { readServers } from "../../src/nginx/servers.ts";
import { mutate, randomOf } from "../nginx-agreement/mutate.ts";
import { configurationSamples, grammarSamples, luaSamples } from "../nginx-agreement/samples.ts";

const seeds = [...Object.values(grammarSamples), ...Object.values(luaSamples), ...Object.values(configurationSamples).flatMap(({ files }) => Object.values(files).map(String))];

/** `npm run fuzz` sets 100,000. */
const inputs = Number(process.env["UPSTREAM_GATE_FUZZ"] ?? 3000);

function linesOf(bytes: Buffer): number[] {
  const starts = [0];
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  return starts;
}

function isPlaced(problem: SyntaxProblem, files: Readonly<Record<string, string>>): boolean {
  const text = files[problem.file];
  return text !== undefined && problem.message !== "" && problem.line >= 1 && problem.line <= text.split("\n").length;
}

/** The first word whose line, column or offset is not where the file has it. */
function misplaced(directives: readonly Directive[], bytes: Buffer): Token | Directive | undefined {
  const starts = linesOf(bytes);
  const isWrong = (token: Token): boolean => {
    const start = starts[token.line - 1] ?? -1;
    const next = starts[token.line] ?? bytes.length + 1;
    return (
      token.offset < start ||
      token.offset >= next ||
      bytes.toString("utf8", start, token.offset).length + 1 !== token.column ||
      (token.quote !== "" && bytes[token.offset] !== token.quote.charCodeAt(0))
    );
  };
  for (const directive of walk(directives)) {
    const wrong = [directive.nameToken, ...directive.args].find(isWrong);
    if (wrong) return wrong;
    if (!";{".includes(String.fromCharCode(bytes[directive.endOffset - 1] ?? 0)) || directive.endOffset - 1 < (starts[directive.endLine - 1] ?? 0)) return directive;
    if (directive.closeOffset !== undefined && (bytes[directive.closeOffset - 1] !== 125 || directive.closeOffset - 1 < (starts[(directive.closeLine ?? 0) - 1] ?? 0))) return directive;
  }
  return undefined;
}

/** Puts one text through everything that reads configuration; answers what is wrong with the outcome. */
function fault(text: string): string | undefined {
  const wrong = misplaced(parseNginx(text, "").directives, Buffer.from(text, "utf8"));
  return wrong ? `misplaced: ${JSON.stringify(wrong).slice(0, 200)}` : faultOfReading(text);
}

function faultOfReading(text: string): string | undefined {
  const files: Record<string, string> = { "/c/nginx.conf": text, "/c/x": text, "/c/a.conf": "events { }\n", "/c/a.y": "a b;\n" };
  const parsed = parseNginx(text, "/c/nginx.conf");
  if (parsed.problem && !isPlaced(parsed.problem, files)) return `no place: ${JSON.stringify(parsed.problem)}`;
  const config = loadConfig("/c/nginx.conf", { read: (path) => files[path], list: (folder) => (folder === "/c" ? Object.keys(files) : []) });
  if (config.problem && !isPlaced(config.problem, files)) return `no place: ${JSON.stringify(config.problem)}`;
  readServers(config, () => ({}));
  const instrumented = instrument(Buffer.from(text), { isMain: true, level: "main" }).toString("latin1");
  if (instrumented.split("\n").length !== text.split("\n").length) return "instrumenting moves lines";
  for (const directive of parsed.directives.slice(0, 5)) for (const arg of directive.args.slice(0, 2)) sampleOf(arg.text.slice(0, 200));
  return undefined;
}

describe("hostile configuration", () => {
  it(`never throws, hangs or loses a place (${inputs} mutants)`, { timeout: 10_000 + inputs * 6 }, () => {
    const random = randomOf(1);
    let slowest = 0;
    for (let number = 0; number < inputs; number++) {
      const text = mutate(seeds[number % seeds.length] ?? "", random);
      const began = performance.now();
      const found = fault(text);
      slowest = Math.max(slowest, performance.now() - began);
      if (found !== undefined) expect.fail(`mutant ${number}: ${found}\n${JSON.stringify(text.slice(0, 500))}`);
    }
    expect(slowest).toBeLessThan(2000);
  });

  const many = 100_000;
  it.each([
    ["one long line", "a b c; ".repeat(many)],
    ["one long line of letters beyond ASCII", "é 日本 \u{1F600}; ".repeat(many / 4)],
    ["one open quote", `a "${"b".repeat(many)}`],
    ["escapes", "a \\".repeat(many)],
    ["deep blocks", "a {".repeat(many)],
    ["closing braces", "}".repeat(many)],
    ["quotes", "\"'".repeat(many)],
    ["unfinished strings in Lua", `content_by_lua_block {${"\"'\n".repeat(many)}}`],
    ["tables in Lua", `content_by_lua_block {${"{}".repeat(many)}}`],
    ["brackets in Lua", `content_by_lua_block {${"[=".repeat(many)}}`],
    ["dollars and braces", `a ${"${".repeat(many)}`],
    ["includes of itself", "include x;".repeat(3000)],
    ["includes by pattern", "include *;".repeat(3000)],
  ])("is read in time: %s", { timeout: 20_000 }, (_, text) => {
    const began = performance.now();
    expect(faultOfReading(text)).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it("cannot make patterns take for ever", () => {
    const name = `${"a".repeat(255)}.conf`;
    expect(matchGlob(`/d/${"a*".repeat(60)}b`, () => [`/d/${name}`])).toEqual([]);
    expect(sampleOf("^((?:x|x){64})+[^\\s\\S]")).toBeUndefined();
    expect(sampleOf("(((((a{64}){64}){64}){64}){64}){64}")).toBeUndefined();
  });
});
