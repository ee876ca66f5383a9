import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { initialise } from "../../src/init.ts";
import type { OptionValues } from "../../src/command-line.ts";
import { readSettings, usualSettingsPath } from "../../src/settings/read.ts";
import { planProjectOnly } from "../../src/run.ts";
import { rejectionOf } from "../helpers/failures.ts";
import { root } from "../helpers/render-docs.ts";
import { lines, makeRepository, type Files } from "../helpers/repository.ts";
import { readFilesOf } from "../helpers/files.ts";
import { errorsOf, readSchema, type Json } from "../helpers/schema-check.ts";

const workflowPath = ".github/workflows/upstream-gate.yml";
const healthy = (name: string): Files => readFilesOf(join(root, "test", "corpus", "healthy", name, "repo"));
const dockerfile = lines("FROM node:22", "WORKDIR /srv", "COPY . .", 'CMD ["node", "server.js"]');
const conf = (host: string): string => lines("server {", "  listen 80;", `  location / { proxy_pass http://${host}:3000; }`, "}");
const compose = (proxy: string): string => lines("services:", "  app:", "    image: node:22", "  web:", "    image: nginx:1.27", `    volumes: ["./${proxy}:/etc/nginx/conf.d/default.conf:ro"]`);

/** Repositories of the kinds that projects have; those of the corpus are ones that pass. */
const repositories: Readonly<Record<string, () => Files>> = {
  "compose-with-nginx": () => healthy("redirect-login"),
  "dockerfile-and-nginx": () => healthy("dockerfile-only"),
  "nginx-inside-the-image": () => healthy("nginx-inside-supervisor"),
  "nginx-on-the-host": () => healthy("host-nginx-of-debian"),
  "dockerfile-alone": () => ({ Dockerfile: dockerfile, "server.js": "" }),
  amvera: () => ({ "amvera.yml": lines("meta:", "  environment: python", "run:", "  scriptName: app.py", "  containerPort: 8080"), "app.py": "" }),
  upsun: () => ({ ".upsun/config.yaml": lines("applications:", "  app:", "    type: 'nodejs:22'", "routes:", "  'https://{default}/': { type: upstream, upstream: 'app:http' }") }),
  "several-configurations": () => ({ Dockerfile: dockerfile, "deploy/nginx/app.conf": conf("app"), "deploy/nginx/admin.conf": conf("app") }),
  "several-compose-files": () => ({
    "compose.yaml": lines("services:", "  app:", "    image: node:22"),
    "compose.prod.yaml": compose("nginx.conf"),
    "nginx.conf": conf("app"),
    "compose.ci.yaml": compose("nginx.conf"),
  }),
  "several-apps": () => ({
    "services/shop/compose.yaml": compose("nginx.conf"),
    "services/shop/nginx.conf": conf("app"),
    "services/accounts/Dockerfile": dockerfile,
    "services/accounts/nginx/site.conf": conf("app"),
    "README.md": "",
  }),
};

/** What is said and written for a repository, as one text. */
async function outcomeOf(files: Files, values: OptionValues = {}): Promise<{ text: string; folder: string }> {
  const folder = makeRepository(files);
  const said = await initialise(folder, values, (inputs) => planProjectOnly(inputs, { PATH: process.env["PATH"] }));
  const shown = [workflowPath, usualSettingsPath].filter((path) => existsSync(join(folder, path)) && files[path] === undefined);
  return { folder, text: [said, ...shown.map((path) => `--- ${path}\n${readFileSync(join(folder, path), "utf8")}`)].join("\n") };
}

describe("init", () => {
  it.each(Object.entries(repositories))("for %s", async (name, files) => {
    const { text } = await outcomeOf(files());
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, "init", `${name}.txt`));
  });

  it.each(Object.entries(repositories))("writes a sound workflow for %s: on pull requests, with no more rights than reading", async (_name, files) => {
    const { folder } = await outcomeOf(files());
    const workflow = parse(readFileSync(join(folder, workflowPath), "utf8")) as {
      on: unknown;
      permissions: unknown;
      jobs: Record<string, { "timeout-minutes": number; steps: { uses?: string; with?: Record<string, unknown> }[] }>;
    };
    expect(workflow).toMatchObject({ on: { pull_request: null }, permissions: { contents: "read" } });
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    for (const { uses } of steps) expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
    for (const step of steps.filter((each) => each.uses?.startsWith("actions/checkout@"))) expect(step.with).toEqual({ "fetch-depth": 0, "persist-credentials": false });
    const inputs = Object.keys((parse(readFileSync(join(root, "action.yml"), "utf8")) as { inputs: object }).inputs);
    for (const step of steps.filter((each) => each.uses?.startsWith("upstream-gate/"))) expect(inputs).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
    expect(Object.values(workflow.jobs).every((job) => job["timeout-minutes"] > 0)).toBe(true);
    expect(JSON.stringify(workflow)).not.toMatch(/secrets|write|pull_request_target/);
  });

  it.each(Object.entries(repositories))("writes a configuration that is read and fits its schema, for %s, or none", async (_name, files) => {
    const { folder } = await outcomeOf(files());
    const path = join(folder, usualSettingsPath);
    if (!existsSync(path)) return;
    const text = readFileSync(path, "utf8");
    const schema = readSchema("upstream-gate");
    expect(text.split("\n")[0]).toMatch(/^# yaml-language-server: \$schema=/);
    expect(errorsOf(schema, schema, (parse(text) ?? {}) as Json)).toEqual([]);
    expect(() => readSettings(folder, undefined)).not.toThrow();
  });

  it("overwrites nothing", async () => {
    const files = { ...healthy("redirect-login"), [workflowPath]: "mine\n" };
    const folder = makeRepository(files);
    const failure = await rejectionOf(initialise(folder, {}, () => Promise.reject(new Error("not planned"))));
    expect(failure).toMatchObject({ kind: "usage", message: `${workflowPath} is there already; nothing was written.` });
    expect(readFileSync(join(folder, workflowPath), "utf8")).toBe("mine\n");
    const own = await outcomeOf({ ...repositories["several-apps"]?.(), [usualSettingsPath]: "memory: 1g\n" });
    expect(readFileSync(join(own.folder, usualSettingsPath), "utf8")).toBe("memory: 1g\n");
    expect(own.text).toContain(`${usualSettingsPath} is there already and was left as it is.`);
  });

  it("writes nothing for a repository of no known kind", async () => {
    const folder = makeRepository({ "README.md": "" });
    const failure = await rejectionOf(initialise(folder, {}, (inputs) => planProjectOnly(inputs, {})));
    expect(failure.kind).toBe("project-not-found");
    expect(existsSync(join(folder, ".github"))).toBe(false);
  });
});
