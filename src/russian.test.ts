import { describe, expect, it } from "vitest";
import { explain } from "./explain.ts";
import { rules } from "./diagnose/rules/index.ts";
import { russian } from "./russian.ts";

/** What stands in backticks, which is the same in every language. */
function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code).toSorted();
}

describe("the pages in Russian", () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))("%s has one, with the code of the rule's own", (id, rule) => {
    const page = russian[id];
    expect(page?.title).toMatch(/[а-я]/);
    for (const part of ["what", "why", "fix"] as const) expect([...new Set(codeIn(page?.[part] ?? ""))]).toEqual(expect.arrayContaining([...new Set(codeIn(rule.doc[part]))]));
  });

  it("are shown when asked for, with words of the language around them", () => {
    expect(explain("port-mismatch", "ru")).toContain("port-mismatch: nginx обращается к порту");
    expect(explain("port-mismatch", "ru")).toContain("Что делать");
    expect(explain(undefined, "ru")).toContain(russian["app-hangs"]?.title);
  });

  it("say in Russian what is not there", () => {
    expect(() => explain("port-mismach", "ru")).toThrow("Причины «port-mismach» нет.");
  });
});
