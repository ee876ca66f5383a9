import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { FailureError } from "../../src/model/failure.ts";
import { readSettings, usualSettingsPath, type Settings } from "../../src/settings/read.ts";
import { root } from "../helpers/render-docs.ts";

const scratch = mkdtempSync(join(tmpdir(), "upstream-gate-docs-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("links", () => {
  test.each(pages())("of %s lead somewhere", (page) => {
    const broken = linksOf(textOf(page)).filter((link) => !resolves(page, link));
    expect(broken).toEqual([]);
  });
});

describe("docs/dependencies.md", () => {
  const { dependencies, devDependencies } = JSON.parse(textOf("package.json")) as Record<"dependencies" | "devDependencies", Record<string, string>>;
  const [runtime = "", development = ""] = textOf("docs/dependencies.md").split("## At run time")[1]?.split("## For development") ?? [];

  test("has a line for each runtime dependency, and no other", () => {
    expect(firstCells(runtime).toSorted()).toEqual(Object.keys(dependencies).toSorted());
  });

  test("has a line for each development dependency, and no other", () => {
    expect(firstCells(development).toSorted()).toEqual(Object.keys(devDependencies).toSorted());
  });
});

describe("docs/configuration.md", () => {
  const page = textOf("docs/configuration.md");

  test("shows an example that is read as it stands", () => {
    const { options, probes } = settingsOf(yamlBlocks(page)[0] ?? "");
    expect(options).toEqual({ platform: "compose", "compose-file": ["compose.yaml", "compose.ci.yaml"], "env-file": [".env.ci"], "start-timeout": "90s" });
    expect(probes.map(({ path, method }) => [method, path])).toEqual([
      ["GET", "/"],
      ["POST", "/api/orders"],
    ]);
    expect(probes[1]?.expect).toEqual({ status: [201, 422], headers: { "content-type": "application/json" }, body: "order", maxTime: 2000 });
  });

  test.each([
    ["Settings", "stray: 1\n"],
    ["Services", "services: { app: { stray: 1 } }\n"],
    ["Stand-ins", "stand-in: [{ host: a.example, stray: 1 }]\n"],
    ["Probes", "probes: [{ path: /, stray: 1 }]\n"],
    ["Expectations", "probes: [{ path: /, expect: { stray: 1 } }]\n"],
  ])("lists under %s exactly the keys that are read", (section, text) => {
    expect(firstCells(page.split(`## ${section}\n`)[1]?.split("\n## ")[0] ?? "").toSorted()).toEqual(keysKnownIn(text).toSorted());
  });

  test("the example of README.md is read too", () => {
    const example = yamlBlocks(textOf("README.md")).find((block) => block.includes("probes:")) ?? "";
    expect(settingsOf(example).probes).toHaveLength(2);
  });
});

/** The keys that readSettings names when it meets one that it does not know. */
function keysKnownIn(text: string): string[] {
  try {
    settingsOf(text);
  } catch (error) {
    const message = error instanceof FailureError ? error.failure.message : "";
    return /known are (.*)\.$/.exec(message)?.[1]?.split(", ") ?? [];
  }
  return [];
}

function settingsOf(text: string): Settings {
  const folder = mkdtempSync(join(scratch, "project-"));
  const file = join(folder, usualSettingsPath);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return readSettings(folder, undefined);
}

/** The repository's own Markdown files. */
function pages(): string[] {
  const skipped = new Set(["node_modules", "dist", "coverage", ".git", "corpus"]);
  const below = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : below(join(folder, entry.name));
      return entry.name.endsWith(".md") ? [relative(root, join(folder, entry.name))] : [];
    });
  return below(root).toSorted();
}

function textOf(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Targets of links and images outside code. */
function linksOf(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "code");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
}

function resolves(page: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return true;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : join(dirname(page), path);
  if (target.startsWith("..") || !existsSync(join(root, target))) return false;
  return anchor === undefined || (target.endsWith(".md") && anchorsOf(textOf(target)).includes(anchor));
}

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(text: string): string[] {
  const headings = [...text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#{1,6} (.+)$/gm)];
  return headings.map((match) =>
    (match[1] ?? "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}

/** What stands in code in the first column of the tables of a text. */
function firstCells(text: string): string[] {
  return [...text.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? "");
}

function yamlBlocks(text: string): string[] {
  return [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? "");
}
