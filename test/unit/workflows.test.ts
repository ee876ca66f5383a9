import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readAction } from "../helpers/runner.ts";
import { exampleWorkflows, gateOf } from "../helpers/workflows.ts";

const root = join(import.meta.dirname, "..", "..");

describe("the example workflows", () => {
  it("are all in the list", () => {
    const page = readFileSync(join(root, "examples", "workflows", "README.md"), "utf8");
    const listed = [...page.matchAll(/\]\((\S+\.yml)\)/g)].map((match) => match[1]);
    expect(listed.toSorted()).toEqual(
      exampleWorkflows()
        .map(([name]) => name)
        .toSorted(),
    );
  });

  it.each(exampleWorkflows())("%s gives inputs that there are", (_, workflow) => {
    const { inputs } = gateOf(workflow);
    expect(Object.keys(inputs).filter((name) => !(name in readAction().inputs))).toEqual([]);
  });

  it.each(exampleWorkflows())("%s asks for no more than the gate can use", (_, workflow) => {
    expect(workflow.permissions).toMatchObject({ contents: "read" });
    const { inputs } = gateOf(workflow);
    const posts = inputs["token"] !== "" && workflow.permissions?.["checks"] === "write";
    expect(workflow.permissions).toEqual(posts ? { contents: "read", checks: "write", "pull-requests": "write" } : { contents: "read" });
    for (const job of Object.values(workflow.jobs)) expect(Object.keys(job.permissions ?? {})).toEqual([]);
  });

  it.each(exampleWorkflows())("%s pins the actions of others to a commit, and leaves no credentials in the checkout", (_, workflow, text) => {
    const uses = [...text.matchAll(/uses: (\S+)( # v\d+\.\d+\.\d+)?$/gm)].map((match) => [match[1] ?? "", match[2] ?? ""] as const);
    expect(uses.length).toBeGreaterThan(1);
    for (const [action, version] of uses) {
      if (action.startsWith("upstream-gate/")) expect(action).toBe("upstream-gate/upstream-gate@v1");
      else expect([/@[0-9a-f]{40}$/.test(action), version], action).toEqual([true, expect.stringMatching(/^ # v/)]);
    }
    const checkouts = Object.values(workflow.jobs).flatMap(({ steps }) => steps.filter(({ uses: name }) => name?.startsWith("actions/checkout@")));
    for (const checkout of checkouts) expect(checkout.with).toMatchObject({ "persist-credentials": false, "fetch-depth": 0 });
  });

  it.each(exampleWorkflows())("%s reports one check of a stable name, in pull requests and in the merge queue, within a time", (_, workflow) => {
    expect(Object.keys(workflow.on).toSorted()).toEqual(["merge_group", "pull_request"]);
    expect(Object.values(workflow.on).filter((filter) => filter !== null)).toEqual([]);
    expect(Object.values(workflow.jobs).filter(({ name }) => name === "gate")).toHaveLength(1);
    for (const job of Object.values(workflow.jobs)) expect(job["timeout-minutes"]).toBeGreaterThan(0);
  });
});
