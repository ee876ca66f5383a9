import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requireEngine } from "../helpers/engine.ts";
import { root } from "../helpers/render-docs.ts";
import { runTool, type ToolResult } from "../helpers/tool.ts";

/** How many shards run at a time, as a user's runners would. */
const runners = 3;
const scratch = mkdtempSync(join(tmpdir(), "upstream-gate-apps-"));
const repository = join(scratch, "repository");
const reports = join(scratch, "reports");
const cli = join(root, "dist", "cli.js");

const names = ["accounts", "billing", "catalogue", "checkout", "inventory", "mail", "orders", "pricing", "ratings", "search", "shipping", "wishlist"];
/** The line of its nginx configuration that each of these gets wrong, by the port. */
const wrongPorts: Readonly<Record<string, number>> = { mail: 8080, search: 3001 };
/** Those without a Compose file. */
const bare: readonly string[] = ["pricing", "shipping"];

const server = 'require("node:http").createServer((_, answer) => answer.end("fine")).listen(3000, "0.0.0.0");\n';
const nginx = (port: number): string => `server {\n  listen 80;\n  location / {\n    proxy_pass http://app:${port};\n  }\n}\n`;
const compose = `services:
  web:
    image: nginx:stable
    volumes: ["./nginx.conf:/etc/nginx/conf.d/default.conf:ro"]
    ports: ["8080:80"]
    depends_on: [app]
  app:
    image: node:22-slim
    command: node /srv/server.js
    volumes: ["./server.js:/srv/server.js:ro"]
`;

function filesOf(name: string): Readonly<Record<string, string>> {
  const own = bare.includes(name) ? { Dockerfile: 'FROM node:22-slim\nCOPY server.js /srv/\nCMD ["node", "/srv/server.js"]\n' } : { "compose.yaml": compose };
  return { ...own, "server.js": server, "nginx.conf": nginx(wrongPorts[name] ?? 3000) };
}

function gate(...words: readonly string[]): Promise<ToolResult> {
  return runTool(process.execPath, [cli, ...words], { cwd: repository });
}

beforeAll(async () => {
  await requireEngine();
  for (const name of names)
    for (const [path, text] of Object.entries(filesOf(name))) {
      const file = join(repository, "services", name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("a repository of twelve apps, two of them broken", () => {
  let matrix: string;
  const codes = new Map<string, number>();

  it("is planned as a matrix", async () => {
    const { code, out } = await gate("plan", "--matrix");
    matrix = out.trim();
    expect(code).toBe(0);
    expect(JSON.parse(matrix)).toEqual({ include: names.map((app) => ({ app, directory: `services/${app}` })) });
  });

  it("is checked shard by shard, each app for itself", async () => {
    const waiting = (JSON.parse(matrix) as { include: { app: string }[] }).include.map(({ app }) => app);
    const runner = async (): Promise<void> => {
      for (let app = waiting.shift(); app !== undefined; app = waiting.shift()) {
        const { code } = await gate("check", "--app", app, "--report", join(reports, `${app}.json`));
        codes.set(app, code);
      }
    };
    await Promise.all(Array.from({ length: runners }, runner));
    expect(Object.fromEntries(codes)).toEqual(Object.fromEntries(names.map((name) => [name, name in wrongPorts ? 1 : 0])));
  });

  it("has one report in the end, with both causes on their lines", async () => {
    const [file, sarif, junit] = ["merged.json", "merged.sarif", "merged.xml"].map((name) => join(scratch, name)) as [string, string, string];
    const { code, out } = await gate("merge-reports", reports, "--matrix", matrix, "--report", file, "--sarif", sarif, "--junit", junit);
    expect(code).toBe(1);
    expect(out).toMatch(/^10 of 12 apps pass\n {2}.*mail +fail/);
    const merged = JSON.parse(readFileSync(file, "utf8")) as {
      verdict: string;
      findings: { cause: string; confidence: string; location: { path: string; line: number } }[];
      apps: { name: string; verdict: string }[];
    };
    expect(merged.verdict).toBe("fail");
    expect(merged.findings).toMatchObject(Object.keys(wrongPorts).map((name) => ({ cause: "port-mismatch", confidence: "proven", location: { path: `services/${name}/nginx.conf`, line: 4 } })));
    expect(merged.apps.map(({ name, verdict }) => [name, verdict])).toEqual(names.map((name) => [name, name in wrongPorts ? "fail" : "pass"]));
    expect(readFileSync(sarif, "utf8")).toContain("services/search/nginx.conf");
    expect(readFileSync(junit, "utf8")).toMatch(/tests="14" failures="4"/);
  });

  it("could not be judged when the report of a shard that passes is lost", async () => {
    const kept = names.filter((name) => !(name in wrongPorts) && name !== "orders").map((name) => join(reports, `${name}.json`));
    const { code, out } = await gate(
      "merge-reports",
      ...kept,
      "--matrix",
      JSON.stringify({ include: names.filter((name) => !(name in wrongPorts)).map((app) => ({ app, directory: `services/${app}` })) }),
    );
    expect(code).toBe(3);
    expect(out).toContain("There is no report of orders");
  });
});
