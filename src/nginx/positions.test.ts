import { describe, expect, it } from "vitest";
import { loadConfig } from "./config.ts";
import { matchGlob } from "./glob.ts";
import { instrument } from "./instrument.ts";
import { parseNginx, walk } from "./parser.ts";

const places = (text: string) =>
  [...walk(parseNginx(text, "f").directives)].flatMap((directive) => [directive.nameToken, ...directive.args].map((word) => [word.text, word.line, word.column, word.length]));

describe("places of words", () => {
  it.each([
    [
      "tabs count as one",
      "\tlisten\t\t80;",
      [
        ["listen", 1, 2, 6],
        ["80", 1, 10, 2],
      ],
    ],
    [
      "a directive over lines",
      "a\n  b\n\n c\n;",
      [
        ["a", 1, 1, 1],
        ["b", 2, 3, 1],
        ["c", 4, 2, 1],
      ],
    ],
    [
      "CRLF",
      "a {\r\n  b c;\r\n}\r\n",
      [
        ["a", 1, 1, 1],
        ["b", 2, 3, 1],
        ["c", 2, 5, 1],
      ],
    ],
    [
      "quotes belong to the word",
      "a \"b c\" 'd';",
      [
        ["a", 1, 1, 1],
        ["b c", 1, 3, 5],
        ["d", 1, 9, 3],
      ],
    ],
    [
      "letters beyond ASCII count as in a string",
      'é "日本" \u{1F600}x c;',
      [
        ["é", 1, 1, 1],
        ["日本", 1, 3, 4],
        ["\u{1F600}x", 1, 8, 3],
        ["c", 1, 12, 1],
      ],
    ],
    [
      "a quote over lines has the length of its first line",
      'a "b\r\nc" d;',
      [
        ["a", 1, 1, 1],
        ["b\r\nc", 1, 3, 2],
        ["d", 2, 4, 1],
      ],
    ],
    [
      "escapes count as written",
      'a \\"b\\\\ c;',
      [
        ["a", 1, 1, 1],
        ['"b\\', 1, 3, 5],
        ["c", 1, 9, 1],
      ],
    ],
    [
      "a parenthesis behind a quote",
      'if ($a = "b") { c; }',
      [
        ["if", 1, 1, 2],
        ["($a", 1, 4, 3],
        ["=", 1, 8, 1],
        ["b", 1, 10, 3],
        [")", 1, 13, 1],
        ["c", 1, 17, 1],
      ],
    ],
    [
      "a byte-order mark is part of the first word",
      "\uFEFFa b;",
      [
        ["\uFEFFa", 1, 1, 2],
        ["b", 1, 4, 1],
      ],
    ],
    ["behind a Lua block", "content_by_lua_block {\n  é }\n} a b;", [["content_by_lua_block", 1, 1, 20]]],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("knows where a block ends", () => {
    const [block, lua] = parseNginx("é {\n b;\n} content_by_lua_block {\n é\n}\n", "f").directives;
    expect(block).toMatchObject({ endOffset: 4, closeLine: 3, closeOffset: 10 });
    expect(lua).toMatchObject({ closeLine: 5, closeOffset: 39 });
  });
});

describe("logs that are added", () => {
  const mine = "access_log /upstream-gate/access.log upstream_gate_json;";
  it.each([
    ["access_log off;access_log /x;", `${mine}access_log /x;`],
    ['"access_log" off;', mine],
    ["access_log # access_log\n off; a;", `${mine}\n a;`],
    ["access_log 'off' ;\r\nb;", `${mine}\r\nb;`],
    ["location /é {access_log off;}", `location /é {${mine}}`],
  ])("take the place of %j", (text, expected) => {
    expect(instrument(Buffer.from(text), { isMain: false, level: "http" }).toString()).toBe(expected);
  });
});

describe("files of a pattern", () => {
  const names = ["a.conf", "b.conf", "B.conf", ".a.conf", "10.conf", "[.conf", "a*.conf", "é.conf", "-.conf"];
  const match = (pattern: string): string[] => matchGlob(`/d/${pattern}`, () => names.map((name) => `/d/${name}`)).map((path) => path.slice(3));
  it.each([
    ["*.conf", ["-.conf", "10.conf", "B.conf", "[.conf", "a*.conf", "a.conf", "b.conf", "é.conf"]],
    [".*.conf", [".a.conf"]],
    ["[!a-z]*", ["-.conf", "10.conf", "B.conf", "[.conf", "é.conf"]],
    ["[[:lower:]].conf", ["a.conf", "b.conf"]],
    ["[[:nonsense:]a].conf", []],
    ["[]a-].conf", ["-.conf", "a.conf"]],
    ["[b-a].conf", []],
    ["a\\*.con?", ["a*.conf"]],
    ["[.con?", ["[.conf"]],
    ["??.conf", ["10.conf", "a*.conf", "é.conf"]],
    ["{a,b}.con?", []],
  ])("%s", (pattern, expected) => {
    expect(match(pattern)).toEqual(expected);
  });

  it("looks into folders", () => {
    const files: Record<string, string> = { "/n/nginx.conf": "include */x.conf;\ninclude ./b/../a//*.conf;", "/n/a/x.conf": "a;", "/n/b/x.conf": "b;" };
    const list = (folder: string) => (folder === "/n" ? ["/n/a", "/n/b", "/n/nginx.conf"] : Object.keys(files).filter((path) => path.startsWith(`${folder}/`)));
    const config = loadConfig("/n/nginx.conf", { read: (path) => files[path], list });
    expect(config.directives.map((directive) => directive.name)).toEqual(["a", "b", "a"]);
    expect(config.files).toEqual(["/n/nginx.conf", "/n/a/x.conf", "/n/b/x.conf", "/n/./b/../a//x.conf"]);
  });
});
