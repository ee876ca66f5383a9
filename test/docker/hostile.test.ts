import { beforeAll, describe, expect, test } from "vitest";
import { requireEngine } from "../helpers/engine.ts";
import { healthyInternal, healthyWithSudo, onEngine } from "../hostile/engine.ts";

beforeAll(requireEngine);

describe("attacks on an engine", () => {
  test.each(onEngine.attacks)("repels $what", async ({ holds }) => {
    await holds();
  });
});

describe("healthy projects", () => {
  test("one whose program needs new privileges runs with them, and the report says so", async () => {
    const { report } = await healthyWithSudo();
    expect([report.verdict, report.plan?.notes.map((note) => note.text).join()]).toEqual(["pass", expect.stringContaining("app runs with new privileges")]);
  });

  test("one whose own network is internal passes", async () => {
    expect((await healthyInternal()).report.verdict).toBe("pass");
  });
});
