import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rules } from "../../src/diagnose/rules/index.ts";
import { root } from "../helpers/render-docs.ts";
import { incidentCase, readIncidents, renderIncidents } from "../helpers/render-incidents.ts";

// To write what is expected here: npx vitest run --project unit test/unit/incidents.test.ts -u

const incidents = readIncidents();

test("docs/incidents.md is what the list and the cases render", async () => {
  await expect(renderIncidents(incidents)).toMatchFileSnapshot(join(root, "docs", "incidents.md"));
});

test("every incident of the study is listed once", () => {
  expect(incidents.map((each) => each.id)).toEqual(Array.from({ length: 124 }, (_, index) => `RC-${String(index + 1).padStart(3, "0")}`));
});

describe("an incident", () => {
  test.each(incidents)("$id has a cause and its case, or a reason", ({ cause, case: name, why }) => {
    expect(cause === undefined || rules.some((rule) => rule.id === cause)).toBe(true);
    expect(name ?? why).toBeDefined();
    if (name === undefined) return;
    // A case of another cause would show nothing; one that passes shows that it is no defect.
    expect(incidentCase(name)).toMatchObject(cause === undefined ? { verdict: "pass" } : { verdict: "fail", cause });
  });
});
