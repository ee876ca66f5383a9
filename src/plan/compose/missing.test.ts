import { describe, expect, it } from "vitest";
import { rejectionOf } from "../../../test/helpers/failures.ts";
import { lines, makeWorkspace, repo, type Files } from "../../../test/helpers/repository.ts";
import { composeJson, fakeCompose } from "../../../test/helpers/compose.ts";
import { inputsFor } from "../../../test/helpers/repository.ts";
import { makePlan } from "../plan.ts";
import { readComposeFiles } from "./files.ts";
import { demandedVariables, unsetNotes, variablesRemedy } from "./missing.ts";

const demanding: Files = {
  "compose.yaml": lines(
    "services:",
    "  app:",
    "    image: x",
    "    environment:",
    "      # ${NOT_THIS:?}",
    "      A: ${DB_PASSWORD:?set it}",
    "      B: ${SECRET?} ${DB_PASSWORD:?}",
    "      C: $${ESCAPED:?}",
    "      D: ${PLAIN}",
  ),
};

async function refuse(files: Files, err: string) {
  const workspace = makeWorkspace(files);
  return rejectionOf(makePlan(inputsFor(workspace.root), { workspace, runCompose: fakeCompose("", { code: 1, err }).run, environment: {} }));
}

const asked = "error while interpolating services.app.environment.A: required variable DB_PASSWORD is missing a value: set it\n";

describe("variables that nothing sets", () => {
  it("finds every one that is demanded, once, at its first use", () => {
    const workspace = makeWorkspace(demanding);
    const files = readComposeFiles(workspace, [repo("compose.yaml")]);
    expect(demandedVariables(workspace, files, () => false)).toMatchObject([
      { name: "DB_PASSWORD", at: { line: 6 } },
      { name: "SECRET", at: { line: 7 } },
    ]);
    expect(demandedVariables(workspace, files, (name) => name === "SECRET").map((each) => each.name)).toEqual(["DB_PASSWORD"]);
  });

  it("names all of them at once, with what sets them", async () => {
    const failure = await refuse(demanding, asked);
    expect(failure).toMatchObject({ kind: "config-invalid", at: { path: "compose.yaml", line: 6 } });
    expect(failure.message).toBe("compose.yaml demands 2 variables that nothing sets: DB_PASSWORD (compose.yaml:6), SECRET (compose.yaml:7).");
    expect(failure.remedy).toContain("Commit .env.example");
    expect(failure.remedy).toContain("printf '%s\\n' DB_PASSWORD=… SECRET=… > ci.env && upstream-gate check --env-file ci.env");
  });

  it("counts what the committed example sets", async () => {
    const failure = await refuse({ ...demanding, ".env.example": "DB_PASSWORD=x\n" }, "required variable SECRET is missing a value\n");
    expect(failure.message).toContain("demands a variable that nothing sets: SECRET (compose.yaml:7)");
    expect(failure.remedy).toContain("Add them to .env.example");
  });

  it("names those that are empty where Compose refuses the file", async () => {
    const failure = await refuse(
      demanding,
      'time="x" level=warning msg="The \\"PLAIN\\" variable is not set. Defaulting to a blank string."\nservice "app" has neither an image nor a build context specified\n',
    );
    expect(failure.message).toMatch(/refuses compose.yaml: service "app" has neither .*\. Not set, and so empty: PLAIN \(compose.yaml:9\)\./);
  });

  it("lists several in one note", () => {
    expect(unsetNotes([], "")).toEqual([]);
    expect(unsetNotes([{ name: "A" }, { name: "B", at: { path: repo("c.yaml"), line: 2 } }], "docker")).toMatchObject([
      { text: "variables that are not set, and so empty: A, B (c.yaml:2); values can stand in docker/.env.example" },
    ]);
  });

  it("shows no more names than can be read", () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ name: `V${index}` }));
    expect(unsetNotes(many, "")[0]?.text).toContain("V19 and 30 more");
    expect(variablesRemedy(many, "", undefined)).not.toContain("V20");
  });

  it("says nothing where all is set", async () => {
    const workspace = makeWorkspace({ "compose.yaml": "services: {}\n" });
    const failure = await rejectionOf(makePlan(inputsFor(workspace.root), { workspace, runCompose: fakeCompose(composeJson({})).run, environment: {} }));
    expect(failure.message).not.toContain("variable");
  });
});
