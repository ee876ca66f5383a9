import { runCommand, toolEnvironment } from "../docker/cli.ts";
import { failure } from "../model/failure.ts";

/** Lines added or changed since a revision, by path from the folder: what `git diff` against their merge base says. Throws a Failure for an unknown revision. */
export async function changedLines(folder: string, base: string, environment: NodeJS.ProcessEnv): Promise<Record<string, readonly number[]>> {
  if (base.startsWith("-")) throw failure("usage", `--base ${base}: this is no revision.`, { remedy: "Give a branch, a tag or a commit." });
  const git = (...args: string[]): ReturnType<typeof runCommand> => runCommand("git", ["-C", folder, "-c", "core.quotePath=false", "-c", "diff.external=", ...args], { env: { ...toolEnvironment(environment), GIT_OPTIONAL_LOCKS: "0" }, timeout: 30_000 });
  const merged = await git("merge-base", base, "HEAD");
  const from = merged.code === 0 ? merged.out.trim() : base;
  const diff = await git("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--unified=0", "--relative", from, "--");
  if (diff.code !== 0) {
    throw failure("usage", `--base ${base}: git does not know this revision here.`, { remedy: "Fetch it first (actions/checkout with fetch-depth: 0), or leave --base out.", detail: diff.err.trim().slice(0, 400) });
  }
  return parseDiff(diff.out);
}

/** Reads the new side's line numbers out of a diff without context. */
export function parseDiff(diff: string): Record<string, readonly number[]> {
  const lines = new Map<string, number[]>();
  let path = "";
  for (const line of diff.split("\n")) {
    const file = /^\+\+\+ (?:b\/(.+?)|\/dev\/null)\t?$/.exec(line);
    if (file) path = file[1] ?? "";
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk || path === "") continue;
    const count = Number(hunk[2] ?? 1);
    lines.set(path, [...(lines.get(path) ?? []), ...Array.from({ length: count }, (_, index) => Number(hunk[1]) + index)]);
  }
  return Object.fromEntries(lines);
}
