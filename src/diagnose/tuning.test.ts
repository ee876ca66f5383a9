import { describe, expect, it } from "vitest";
import { at, route as routeTo, target } from "../../test/helpers/evidence.ts";
import type { Route, Tuning } from "../model/proxy.ts";
import { tuningEdits } from "./tuning.ts";

const pass = (text: string, changes: Partial<Route> = {}): Route => routeTo([target()], { at: { ...at("app.conf", 14, text), column: text.indexOf("proxy_pass") + 1 }, ...changes });

/** A directive as it stands in a line. */
function set(line: number, text: string, words: string, depth = 0): Tuning {
  const [name = "", ...args] = words.split(" ");
  const column = text.indexOf(words) + 1;
  const length = words.length - name.length - 1;
  return { name, args, depth, at: { ...at("app.conf", line, text), column }, span: { line, column: column + name.length + 1, length } };
}

describe("edits of a route's tuning", () => {
  it("put what is nowhere set behind the pass, on lines of their own", () => {
    expect(
      tuningEdits(pass("    proxy_pass http://app;"), [
        { name: "proxy_buffer_size", value: "16k" },
        { name: "proxy_buffers", value: "8 16k" },
      ]),
    ).toEqual([{ path: "app.conf", startLine: 14, endLine: 14, replacement: "    proxy_pass http://app;\n    proxy_buffer_size 16k;\n    proxy_buffers 8 16k;" }]);
  });

  it.each([
    ["location / { proxy_pass http://app; }", "location / { proxy_pass http://app; proxy_read_timeout 9s; }"],
    ["  proxy_pass http://app; # the app; of course", "  proxy_pass http://app; # the app; of course\n  proxy_read_timeout 9s;"],
    ["  proxy_pass  'http://a;b' ;", "  proxy_pass  'http://a;b' ;\n  proxy_read_timeout 9s;"],
    ["  proxy_pass http://${APP_HOST}:80;", "  proxy_pass http://${APP_HOST}:80;\n  proxy_read_timeout 9s;"],
  ])("leave the rest of %j alone", (line, expected) => {
    expect(tuningEdits(pass(line), [{ name: "proxy_read_timeout", value: "9s" }])[0]?.replacement).toBe(expected);
  });

  it("change a directive where it stands", () => {
    const route = pass("    proxy_pass http://app;", { tuning: [set(3, "  proxy_read_timeout 3s;", "proxy_read_timeout 3s", 2)] });
    expect(tuningEdits(route, [{ name: "proxy_read_timeout", value: "9s" }])).toEqual([{ path: "app.conf", startLine: 3, endLine: 3, replacement: "  proxy_read_timeout 9s;" }]);
  });

  it("change several on one line at once, and add beside them what is missing", () => {
    const text = "proxy_buffer_size 8k; proxy_busy_buffers_size 16k;";
    const route = pass("proxy_pass http://app;", { tuning: [set(5, text, "proxy_buffer_size 8k"), set(5, text, "proxy_busy_buffers_size 16k")] });
    const edits = tuningEdits(route, [
      { name: "proxy_buffer_size", value: "32k" },
      { name: "proxy_buffers", value: "8 32k" },
      { name: "proxy_busy_buffers_size", value: "64k" },
    ]);
    expect(edits).toEqual([{ path: "app.conf", startLine: 5, endLine: 5, replacement: "proxy_buffer_size 32k; proxy_buffers 8 32k; proxy_busy_buffers_size 64k;" }]);
  });

  it("never reach further out than the first directive", () => {
    const route = pass("  proxy_pass http://app;", { tuning: [set(3, "proxy_buffers 4 4k;", "proxy_buffers 4 4k", 2)] });
    const edits = tuningEdits(route, [
      { name: "proxy_buffer_size", value: "16k" },
      { name: "proxy_buffers", value: "8 16k" },
    ]);
    expect(edits.map((edit) => edit.startLine)).toEqual([14]);
    expect(edits[0]?.replacement).toContain("proxy_buffers 8 16k;");
  });

  it("change the variable that a template puts in", () => {
    const from = { value: "2s", at: at("compose.yaml", 9, "      READ_TIMEOUT: 2s") };
    const { span: _span, ...spanless } = set(3, "proxy_read_timeout ${READ_TIMEOUT};", "proxy_read_timeout ${READ_TIMEOUT}");
    expect(tuningEdits(pass("proxy_pass http://app;", { tuning: [{ ...spanless, args: ["2s"], from }] }), [{ name: "proxy_read_timeout", value: "9s" }])).toEqual([
      { path: "compose.yaml", startLine: 9, endLine: 9, replacement: "      READ_TIMEOUT: 9s" },
    ]);
  });

  it.each<[string, Route]>([
    ["the line of the pass is not known", routeTo([target()], { at: at("app.conf", 14) })],
    ["the pass ends on another line", pass("  proxy_pass")],
    ["the pass stands in an `if`", pass("proxy_pass http://app;", { isConditional: true })],
    ["the line is cut", pass(`proxy_pass http://app; # ${"x".repeat(300)}`)],
    ["the line has a secret taken out", pass("proxy_pass http://app; # [redacted:token]")],
    ["the directive's place is not known", pass("proxy_pass http://app;", { tuning: [{ name: "proxy_read_timeout", args: ["3s"], depth: 0 }] })],
  ])("are none when %s", (_name, route) => {
    expect(tuningEdits(route, [{ name: "proxy_read_timeout", value: "9s" }])).toEqual([]);
  });
});
