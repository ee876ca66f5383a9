import { describe, expect, it } from "vitest";
import { lines, repo } from "../../test/helpers/repository.ts";
import { expandVariables, parseDotenv } from "./dotenv.ts";
import { applyEdits, replaceSpan } from "./edits.ts";
import { indexLines, locate } from "./lines.ts";
import { baseName, programOf, shellCommands, shellWords } from "./shell.ts";

const path = repo(".env");

describe("parseDotenv", () => {
  const read = (text: string, outer: Record<string, string> = {}): Record<string, string> =>
    Object.fromEntries(Object.entries(parseDotenv(path, text, outer).variables).map(([name, { value }]) => [name, value]));

  it.each([
    ["a plain value", "A=1\n", { A: "1" }],
    ["an export", "export A=1\n", { A: "1" }],
    ["spaces around", "  A = one \n", { A: "one" }],
    ["a colon", "A: one\n", { A: "one" }],
    ["single quotes, as they are", "A='$B \\n #'\n", { A: "$B \\n #" }],
    ["double quotes with escapes", 'A="a\\nb\\"c"\n', { A: 'a\nb"c' }],
    ["a comment behind", "A=1 # one\n", { A: "1" }],
    ["a mark inside a word", "A=#1\nB=a#b\n", { A: "#1", B: "a#b" }],
    ["an empty value", "A=\nB=2\n", { A: "", B: "2" }],
    ["the later line", "A=1\nA=2\n", { A: "2" }],
    ["an earlier line", "A=1\nB=${A}0\n", { A: "1", B: "10" }],
    ["line ends as on Windows", "A=1\r\nB=2\r\n", { A: "1", B: "2" }],
    ["a value over two lines", 'A="one\ntwo"\nB=3\n', { A: "one\ntwo", B: "3" }],
    ["an equals sign in the value", "A=b=c\n", { A: "b=c" }],
  ])("reads %s", (_name, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it("prefers the file's own names to those outside", () => {
    expect(read("A=1\nB=$A$C\n", { A: "x", C: "y" })).toEqual({ A: "1", B: "1y" });
  });

  it("knows the line of every value, behind a value over two lines too", () => {
    const { variables } = parseDotenv(path, 'A=1\n\nB="x\ny"\nC=3\n');
    expect(Object.values(variables).map(({ at }) => at?.line)).toEqual([1, 3, 5]);
    expect(variables["C"]?.at).toMatchObject({ path: ".env", text: "C=3" });
  });

  it("lists names without a value apart", () => {
    expect(parseDotenv(path, "A\nexport B\nC=1\n").inherited).toEqual(["A", "B"]);
  });

  it("reports lines that say nothing, by number, and reads on", () => {
    const { errors, variables } = parseDotenv(path, "A=1\n%%%\n=2\nB=3\n");
    expect(errors.map((error) => error.line)).toEqual([2, 3]);
    expect(variables["B"]?.value).toBe("3");
  });
});

describe("expandVariables", () => {
  const known: Readonly<Record<string, string>> = { A: "1", EMPTY: "" };
  it.each([
    ["$A-${A}", "1-1"],
    ["$$A", "$A"],
    ["${B:-two}", "two"],
    ["${EMPTY:-two}", "two"],
    ["${EMPTY-two}", ""],
    ["${B-two}", "two"],
    ["${A:+yes}${B:+no}", "yes"],
    ["${B:?must}", ""],
    ["$B|$AB", "|"],
    ["cost: 5$", "cost: 5$"],
  ])("%s becomes %s", (text, expected) => {
    expect(expandVariables(text, (name) => known[name])).toBe(expected);
  });
});

describe("shellWords", () => {
  it.each([
    ["a b  c", ["a", "b", "c"]],
    [`a 'b c' "d e"`, ["a", "b c", "d e"]],
    [`a"b"'c'd`, ["abcd"]],
    [`"a\\"b" 'a\\'`, ['a"b', "a\\"]],
    ["a\\ b", ["a b"]],
    ["a&&b||c;d|e&", ["a", "&&", "b", "||", "c", ";", "d", "|", "e", "&"]],
    ["a >b 2>&1", ["a", ">", "b", "2", ">", "&", "1"]],
    ["${A:-b c} d", ["${A:-b c}", "d"]],
    ['"open', ["open"]],
    ["${open", ["${open"]],
    ["", []],
  ])("splits %s", (text, words) => {
    expect(shellWords(text).map((word) => word.text)).toEqual(words);
  });

  it("tells where each word starts and whether it was quoted", () => {
    expect(shellWords(`a  "b" &&`)).toEqual([
      { text: "a", offset: 0, quoted: false },
      { text: "b", offset: 3, quoted: true },
      { text: "&&", offset: 7, quoted: false },
    ]);
  });

  it("ends for every text of awkward characters", () => {
    for (const char of ["\\", "'", '"', "$", "${", "(", ")", "<", "\n"]) expect(shellWords(`a ${char}`).length).toBeGreaterThan(0);
  });
});

describe("shellCommands", () => {
  it("separates commands and keeps a quoted operator a word", () => {
    expect(shellCommands("migrate && serve '&&' x; a | b\nc")).toEqual([["migrate"], ["serve", "&&", "x"], ["a"], ["b"], ["c"]]);
  });
});

describe("programOf", () => {
  it.each([
    ["node server.js", "node server.js"],
    ["PORT=1 exec node x", "node x"],
    ["tini -g -- node x", "node x"],
    ["/usr/bin/dumb-init node x", "node x"],
    ["gosu app node x", "node x"],
    ["timeout -k 5 30 node x", "node x"],
    ["env A=1 B=2 nohup node", "node"],
    ["exec", ""],
  ])("%s runs %s", (text, program) => {
    expect(programOf(text.split(" ")).join(" ")).toBe(program);
  });

  it("takes a path's last part", () => {
    expect([baseName("/usr/bin/python3"), baseName("node")]).toEqual(["python3", "node"]);
  });
});

describe("lines", () => {
  it("finds line and column of every offset", () => {
    const index = indexLines("ab\n\ncd");
    expect([0, 2, 3, 4, 5].map((offset) => index.positionOf(offset))).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 3 },
      { line: 2, column: 1 },
      { line: 3, column: 1 },
      { line: 3, column: 2 },
    ]);
  });

  it("gives a line without its end, and nothing beyond the last", () => {
    const index = indexLines("a\r\nb");
    expect([1, 2, 3].map((line) => index.lineText(line))).toEqual(["a", "b", ""]);
  });

  it("cuts a quoted line at 300 characters", () => {
    expect(locate(path, indexLines("x".repeat(500)), 1).text).toHaveLength(300);
  });
});

describe("applyEdits", () => {
  const text = lines("one", "two", "three");
  const edit = (startLine: number, endLine: number, replacement: string) => ({ path: repo("a"), startLine, endLine, replacement });

  it.each([
    ["replaces a line", [edit(2, 2, "2")], "one\n2\nthree\n"],
    ["replaces a stretch by more lines", [edit(1, 2, "a\nb\nc")], "a\nb\nc\nthree\n"],
    ["inserts before a line", [edit(2, 1, "new")], "one\nnew\ntwo\nthree\n"],
    ["inserts behind the last", [edit(4, 3, "four")], "one\ntwo\nthree\nfour\n"],
    ["counts all edits by the original", [edit(1, 1, "a\nb"), edit(3, 3, "c")], "a\nb\ntwo\nc\n"],
    ["does nothing without edits", [], text],
  ])("%s", (_name, edits, expected) => {
    expect(applyEdits(text, edits)).toBe(expected);
  });

  it("keeps line ends as on Windows", () => {
    expect(applyEdits("a\r\nb\r\n", [edit(2, 2, "c\nd")])).toBe("a\r\nc\r\nd\r\n");
  });

  it("replaces one stretch of a line, and nothing that is not there", () => {
    const span = { line: 1, column: 5, length: 4 };
    expect(replaceSpan(repo("a"), "app:8080;", span, "3000")?.replacement).toBe("app:3000;");
    expect(replaceSpan(repo("a"), "app:80", span, "3000")).toBeUndefined();
  });
});
