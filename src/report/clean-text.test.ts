import { describe, expect, it } from "vitest";
import { cleanJson, cleanLine, cleanLines, cleanText, cutText } from "./clean-text.ts";
import { harmful, hostileTexts } from "../../test/helpers/sample-report.ts";

describe("clean text", () => {
  it("takes terminal sequences out and leaves the words", () => {
    expect(cleanText("\u001b[31mred\u001b[0m \u001b]0;title\u0007on\u009b2J \u001b]8;;https://x\u001b\\link\u001b(B")).toBe("red on link");
  });

  it("does not let an unfinished sequence hide the lines after it", () => {
    expect(cleanText("a\u001b]0;title\nError: boom")).toBe("a\nError: boom");
    expect(cleanText("a\u001b[")).toBe("a");
  });

  it("takes bidi, zero-width and control characters out", () => {
    expect(cleanText("a\u202eb\u2066c\u2069d\u200be\u0000f\u0008g\u007fh\ufeffi\u{e0041}j\ufffek")).toBe("abcdefghijk");
  });

  it("keeps lines, whatever ends them, and other scripts", () => {
    expect(cleanText("a\r\nb\rc\u2028d\tпривет 漢字")).toBe("a\nb\nc\nd\tпривет 漢字");
    expect(cleanLine("a\n\nb\tc\n")).toBe("a b  c");
    expect(cleanLines("a\n\nb\n\n")).toEqual(["a", "", "b"]);
  });

  it("bounds the length without cutting a character in half", () => {
    expect(cutText("abcdef", 4)).toBe("abc…");
    expect(cutText("abcd", 4)).toBe("abcd");
    expect(cutText("ab😀cd", 4)).toBe("ab…");
    expect(cleanText("\ud800x")).toBe("\ufffdx");
  });

  it("is quick on long hostile text", () => {
    const began = performance.now();
    cleanText("\u001b[".repeat(500_000), 100);
    cleanText(`\u001b]${"\u001b".repeat(500_000)}`, 100);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe("clean JSON", () => {
  it("holds the same data, with nothing to act on", () => {
    for (const text of hostileTexts) {
      const json = cleanJson(JSON.stringify({ text }));
      expect(JSON.parse(json)).toEqual({ text });
      expect(json).not.toMatch(harmful);
      expect(json).not.toMatch(/\n|##\[/);
    }
  });
});
