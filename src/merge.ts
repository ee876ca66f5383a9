import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { failure } from "./model/failure.ts";
import type { App } from "./model/inputs.ts";
import { repoPath, type RepoPath } from "./model/location.ts";
import type { Report } from "./model/verdict.ts";
import { mergeReports, type Shard } from "./report/merge.ts";
import { readReport } from "./report/read-json.ts";
import { version } from "./version.ts";

/**
 * Merges the reports in files, each of one app. `matrix` is what `plan --matrix` printed: an app of it without a report is one that could not run.
 * Throws a Failure for a file that is no report, two reports of one app, or none at all.
 */
export function mergeFiles(paths: readonly string[], matrix: string | undefined): Report {
  const shards = paths.map(readShard);
  const twice = shards.find((shard, index) => shards.findIndex((other) => other.app.name === shard.app.name) !== index);
  if (twice) throw failure("usage", `There are two reports of ${twice.app.name}.`, { remedy: "Give one report of each app." });
  const expected = matrix === undefined ? [] : appsOfMatrix(matrix);
  if (shards.length + expected.length === 0 && matrix === undefined)
    throw failure("usage", "merge-reports needs the reports to merge.", { remedy: "upstream-gate merge-reports FILE… [--matrix JSON]" });
  return mergeReports(shards, expected, version);
}

/** Files as they are named, and those that end in .json of folders. */
export function filesOf(paths: readonly string[]): string[] {
  const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const inside = (path: string): string[] =>
    readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(path, name));
  return [...new Set(paths.flatMap((path) => (isFolder(path) ? inside(path) : [path])))].toSorted();
}

function readShard(path: string): Shard {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw failure("usage", `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { remedy: "Give files that check wrote with --report FILE." });
  }
  const report = readReport(text, path);
  const { app = { name: basename(path).replace(/\.json$/, ""), directory: "" as RepoPath } } = report;
  return { app, report };
}

function appsOfMatrix(text: string): App[] {
  const wrong = failure("usage", "--matrix is not what plan --matrix prints.", { remedy: 'Give its JSON: {"include":[{"app":"shop","directory":"services/shop"}]}' });
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw wrong;
  }
  const include = typeof data === "object" && data !== null && "include" in data ? data.include : undefined;
  if (!Array.isArray(include)) throw wrong;
  return include.map((entry: unknown) => {
    const { app, directory } = (typeof entry === "object" && entry !== null ? entry : {}) as { app?: unknown; directory?: unknown };
    const folder = typeof directory === "string" ? repoPath(directory) : undefined;
    if (typeof app !== "string" || folder === undefined) throw wrong;
    return { name: app, directory: folder };
  });
}
