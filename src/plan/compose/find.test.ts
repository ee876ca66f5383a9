import { describe, expect, it } from "vitest";
import { inputsFor, makeWorkspace, type Files } from "../../../test/helpers/repository.ts";
import { composeCandidates } from "./find.ts";

const proxy = "services:\n  web:\n    image: nginx:stable\n";
const other = "services:\n  db:\n    image: postgres:16\n";

function candidates(files: Files, composeFiles: readonly string[] = []): string[] {
  const workspace = makeWorkspace(files);
  return composeCandidates(inputsFor(workspace.root, { composeFiles }), workspace).map((each) => `${each.files.join(" + ")}${each.isSure ? " for certain" : ""}`);
}

describe("composeCandidates", () => {
  it.each<[string, Files, readonly string[]]>([
    ["nothing where there is none", { "a.yml": proxy }, []],
    ["the usual file with its override", { "compose.yaml": other, "compose.override.yaml": proxy }, ["compose.yaml + compose.override.yaml for certain"]],
    ["the first of several usual names", { "docker-compose.yml": proxy, "compose.yaml": other }, ["compose.yaml for certain"]],
    [
      "another file alone, then laid over the usual one",
      { "docker-compose.yml": other, "docker-compose.nginx.yml": proxy },
      ["docker-compose.yml for certain", "docker-compose.nginx.yml", "docker-compose.yml + docker-compose.nginx.yml"],
    ],
    ["nothing that does not speak of nginx but the usual file", { "compose.yml": other, "compose.ci.yml": other }, ["compose.yml for certain", "compose.yml + compose.ci.yml"].slice(0, 1)],
    [
      "files in folders, the nearest first",
      { "deploy/prod/compose.yml": proxy, "infra/docker-compose.yml": proxy, "infra/x/y/z/compose.yml": proxy },
      ["infra/docker-compose.yml", "deploy/prod/compose.yml"],
    ],
    ["what is named for development last", { "docker-compose.local.yml": proxy, "docker/compose.yaml": proxy }, ["docker/compose.yaml", "docker-compose.local.yml"]],
    ["nothing in folders of packages", { "node_modules/a/compose.yaml": proxy }, []],
  ])("finds %s", (_name, files, expected) => {
    expect(candidates(files)).toEqual(expected);
  });

  it("takes what is given, together", () => {
    expect(candidates({ "compose.yml": proxy, "a/b.yml": proxy }, ["compose.yml", "a/b.yml"])).toEqual(["compose.yml + a/b.yml for certain"]);
  });
});
