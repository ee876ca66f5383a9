import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { lines, makeWorkspace, repo, type Files } from "../../../test/helpers/repository.ts";
import { fakeCompose, composeJson } from "../../../test/helpers/compose.ts";
import type { Edit } from "../../model/edit.ts";
import { parseYaml } from "../../text/yaml.ts";
import { baseOf, readComposeFiles } from "./files.ts";
import { includeNotes, includesOf, writtenFile } from "./include.ts";
import { composeModel } from "./model.ts";

const parts: Files = {
  "compose.yaml": lines("include:", "  - parts/api/compose.yaml", "  - path: [parts/db.yaml, parts/db.ci.yaml]", "    project_directory: .", "    env_file: parts/db.env", "services: {}"),
  "parts/api/compose.yaml": lines("services:", "  api:", "    env_file: api.env", "    extends: { file: ../base.yaml, service: base }"),
  "parts/base.yaml": lines("services:", "  base:", "    image: x"),
  "parts/db.yaml": lines("services:", "  db: { image: y, env_file: db.env }"),
  "parts/db.ci.yaml": lines("services:", "  db: { env_file: ci.env }"),
  "parts/db.env.example": "A=1\n",
};
const nothing = { names: { has: () => false, value: () => undefined } };

function read(files: Files, edits: readonly Edit[] = []) {
  const workspace = makeWorkspace(files).withEdits(edits);
  return { workspace, files: readComposeFiles(workspace, [repo("compose.yaml")]) };
}

describe("files that others include", () => {
  it("reads paths, folder and variables files of both forms", () => {
    expect(includesOf(parseYaml(repo("compose.yaml"), parts["compose.yaml"] ?? ""), repo(""))).toMatchObject([
      { paths: ["parts/api/compose.yaml"], base: "parts/api", envFiles: [], at: { line: 2 } },
      { paths: ["parts/db.yaml", "parts/db.ci.yaml"], base: "", envFiles: ["parts/db.env"], at: { line: 3 } },
    ]);
  });

  it.each(["https://example.com/compose.yaml", "oci://example.com/stack", "$PART/compose.yaml"])("leaves %s to Compose", (path) => {
    expect(includesOf(parseYaml(repo("compose.yaml"), `include: ["${path}"]\n`), repo(""))).toEqual([]);
  });

  it("knows the folder that relative paths of each file start from", () => {
    const { files } = read(parts);
    expect(["compose.yaml", "parts/api/compose.yaml", "parts/db.yaml", "parts/base.yaml"].map((path) => baseOf(files, repo(path)))).toEqual(["", "parts/api", "", "parts"]);
  });

  it("gives Compose a copy, on the same lines, that asks for no variables file which is not there", () => {
    const { workspace, files } = read(parts);
    const folder = mkdtempSync(join(tmpdir(), "upstream-gate-test-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const fileAt = (path: string) => files.parsed.find((file) => file.path === path);
    const copy = writtenFile({ workspace, root: workspace.root, folder, fileAt, resetsOf: () => "services: {}\n" }, repo("compose.yaml"), repo(""));
    const text = readFileSync(copy, "utf8");
    expect(text.split("\n").indexOf("services: {}")).toBe(5);
    expect(parseYaml(repo("copy.yaml"), text).data).toMatchObject({
      include: [
        { path: [`${workspace.root}/parts/api/compose.yaml`, expect.stringContaining(folder)], project_directory: `${workspace.root}/parts/api` },
        { project_directory: workspace.root, env_file: [`${workspace.root}/parts/db.env.example`] },
      ],
    });
  });

  it("tells of each variables file that is not committed", () => {
    const { workspace, files } = read(parts);
    expect(includeNotes(workspace, files.includes).map((note) => note.text)).toEqual(["parts/db.env is not in the repository: parts/db.env.example is used in its place"]);
  });

  it("names an included file that is not there", () => {
    expect(() => read({ "compose.yaml": "include: [none.yaml]\n" })).toThrow(/none.yaml is not there/);
  });

  it("lays the edits of an extended file over a copy of all files, and speaks of the project's paths", async () => {
    const { workspace, files } = read(parts, [{ path: repo("parts/base.yaml"), startLine: 3, endLine: 3, replacement: "    image: z" }]);
    let seen = "";
    const { run } = fakeCompose("");
    const compose: typeof run = (args) => {
      const root = args[args.indexOf("--project-directory") + 1] ?? "";
      seen = readFileSync(join(root, "parts/base.yaml"), "utf8");
      return Promise.resolve({ code: 0, out: composeJson({ api: { image: "z", build: { context: `${root}/parts` } } }), err: "" });
    };
    const { model } = await composeModel(workspace, files, compose, nothing);
    expect(seen).toContain("image: z");
    expect(model.services["api"]?.build?.context).toBe(`${workspace.root}/parts`);
  });
});
