import { join } from "node:path";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { root, withSections } from "../helpers/render-docs.ts";
import { attackTable } from "./attack.ts";
import { kinds } from "./index.ts";

describe.each(kinds.filter((kind) => kind.needs === undefined))("$title", ({ attacks }) => {
  test.each(attacks)("repels $what", async ({ holds }) => {
    await holds();
  });

  test.each(attacks.filter((attack) => attack.hits !== undefined))("the naive way falls to $what", async ({ hits }) => {
    expect(await hits?.()).toBe(true);
  });
});

test("there are at least 60 attacks, each by a name of its own", () => {
  const names = kinds.flatMap(({ attacks }) => attacks.map(({ what }) => what));
  expect(names.length).toBeGreaterThanOrEqual(60);
  expect(new Set(names).size).toBe(names.length);
});

test("docs/threat-model.md lists them", async () => {
  const path = join(root, "docs", "threat-model.md");
  await expect(withSections(readFileSync(path, "utf8"), { attacks: attackTable(kinds) })).toMatchFileSnapshot(path);
});
