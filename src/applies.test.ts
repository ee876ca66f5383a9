import { describe, expect, it } from "vitest";
import { inputsFor, makeRepository, type Files } from "../test/helpers/repository.ts";
import { isNothingToCheck } from "./applies.ts";
import type { FailureKind } from "./model/failure.ts";
import type { Inputs } from "./model/inputs.ts";

const library: Files = { "README.md": "# Behind nginx this library does nothing.\n", "src/index.ts": "export const one = 1;\n", ".github/workflows/gate.yml": "# nginx\n" };

function isNothing(files: Files, changes: Partial<Inputs> = {}, kind: FailureKind = "project-not-found"): boolean {
  return isNothingToCheck({ kind, message: "The repository has no Dockerfile." }, inputsFor(makeRepository(files), changes));
}

describe("nothing applies", () => {
  it("to a library, and to a service without nginx", () => {
    expect(isNothing(library)).toBe(true);
    expect(isNothing({ ...library, Dockerfile: "FROM node:22\n", "compose.yaml": "services:\n  app:\n    build: .\n" })).toBe(true);
    expect(isNothing({ "node_modules/x/nginx.js": "nginx" })).toBe(true);
  });

  it.each<[string, Files]>([
    ["a configuration by its name", { "deploy/nginx.conf": "" }],
    ["a configuration by what it says", { "deploy/site.conf": "location / { proxy_pass http://app; }\n" }],
    ["an image of nginx", { "services/web/compose.yaml": "services:\n  web:\n    image: nginx:stable\n" }],
    ["a file of Amvera", { "amvera.yml": "meta: {}\n" }],
    ["a file of Upsun", { ".upsun/config.yaml": "applications: {}\n" }],
    ["settings of the gate", { ".github/upstream-gate.yml": "start-timeout: 90s\n" }],
  ])("except where there is %s", (_, files) => {
    expect(isNothing({ ...library, ...files })).toBe(false);
  });

  it.each<Partial<Inputs>>([
    { platform: "compose" },
    { image: "app:1" },
    { composeFiles: ["a.yaml"] },
    { nginxConfigs: ["a.conf"] },
    { config: "gate.yml" },
    { probes: [{ path: "/", method: "GET" }] },
  ])("except where something is named: %j", (changes) => {
    expect(isNothing(library, changes)).toBe(false);
  });

  it("but to no failure of another kind", () => {
    expect(isNothing(library, {}, "usage")).toBe(false);
    expect(isNothingToCheck(undefined, inputsFor(makeRepository(library)))).toBe(false);
  });
});
