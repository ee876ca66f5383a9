import { failure } from "../model/failure.ts";
import { runGit } from "./git.ts";

/** Lines added or changed since a revision, by path from the folder: what `git diff` against their merge base says. Throws a Failure for an unknown revision. */
export async function changedLines(folder: string, base: string, environment: NodeJS.ProcessEnv): Promise<Record<string, readonly number[]>> {
  return parseDiff(await diffSince(folder, base, environment, ["--no-color", "--unified=0", "--src-prefix=a/", "--dst-prefix=b/"]));
}

/** Files added, changed or removed since a revision, as paths from the folder. Throws a Failure for an unknown revision. */
export async function changedFiles(folder: string, base: string, environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const names = await diffSince(folder, base, environment, ["--name-only", "--no-renames", "-z"]);
  return names.split("\0").filter((name) => name !== "");
}

/** What `git diff` prints of a folder against the merge base. */
async function diffSince(folder: string, base: string, environment: NodeJS.ProcessEnv, options: readonly string[]): Promise<string> {
  if (base.startsWith("-")) throw failure("usage", `--base ${base}: this is no revision.`, { remedy: "Give a branch, a tag or a commit." });
  const git = (...args: string[]): ReturnType<typeof runGit> => runGit(folder, args, environment);
  const merged = await git("merge-base", base, "HEAD");
  const from = merged.code === 0 ? merged.out.trim() : base;
  const diff = await git("diff", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", ...options, "--relative", from, "--");
  if (diff.code !== 0) {
    throw failure("usage", `--base ${base}: git does not know this revision here.`, {
      remedy: "Fetch it first (actions/checkout with fetch-depth: 0), or leave --base out.",
      detail: diff.err.trim().slice(0, 400),
    });
  }
  return diff.out;
}

/** Reads the new side's line numbers out of a diff without context. */
export function parseDiff(diff: string): Record<string, readonly number[]> {
  const lines = new Map<string, number[]>();
  let path = "";
  let left = 0;
  for (const line of diff.split("\n")) {
    if (left > 0 && /^[-+ ]/.test(line)) {
      left -= line.startsWith(" ") ? 2 : 1;
      continue;
    }
    const file = /^\+\+\+ (.+?)\t?$/.exec(line)?.[1];
    if (file !== undefined) path = /^b\/(.+)$/s.exec(unquoted(file))?.[1] ?? "";
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    const [removed, first, added] = [Number(hunk[1] ?? 1), Number(hunk[2]), Number(hunk[3] ?? 1)];
    left = removed + added;
    if (path !== "") lines.set(path, [...(lines.get(path) ?? []), ...Array.from({ length: added }, (_, index) => first + index)]);
  }
  return Object.fromEntries(lines);
}

const escapes: Readonly<Record<string, string>> = { a: "\u0007", b: "\b", t: "\t", n: "\n", v: "\v", f: "\f", r: "\r" };

/** A path as git quotes it, in the manner of C; one without quotes as it is. */
function unquoted(path: string): string {
  const inside = /^"(.*)"$/.exec(path)?.[1];
  if (inside === undefined) return path;
  const bytes = inside.replace(/\\([0-7]{3}|.)/g, (_, escape: string) => (escape.length === 3 ? String.fromCharCode(Number.parseInt(escape, 8)) : (escapes[escape] ?? escape)));
  return /[\u0080-\u00ff]/.test(bytes) && !/[^\p{ASCII}\u0080-\u00ff]/u.test(bytes) ? Buffer.from(bytes, "latin1").toString("utf8") : bytes;
}
