import { at } from "./event.ts";
import { pageSize, readPages, type GithubApi } from "./rest.ts";

/** Lines of the new side of one hunk, the unchanged ones too; `start` is the first one's number. */
export interface Hunk {
  readonly start: number;
  readonly lines: readonly string[];
}

/** GitHub lists no more than 3000 files of a pull request. */
const mostPages = 30;

/** What a pull request's diff shows of the files at `paths`, by their present path. Files that it does not show are absent. */
export async function readChangedLines(api: GithubApi, number: number, paths: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly Hunk[]>> {
  if (paths.size === 0) return new Map();
  const read = async (page: number): Promise<readonly unknown[]> => {
    const { data } = await api.request("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", { owner: api.owner, repo: api.repo, pull_number: number, per_page: pageSize, page });
    return Array.isArray(data) ? data : [];
  };
  const isWanted = (file: unknown): boolean => paths.has(String(at(file, "filename")));
  const files = await readPages(mostPages, read, (found) => found.filter(isWanted).length >= paths.size);
  return new Map(
    files.filter(isWanted).flatMap((file) => {
      const [path, patch] = [at(file, "filename"), at(file, "patch")];
      return typeof path === "string" && typeof patch === "string" ? [[path, hunksOf(patch)] as const] : [];
    }),
  );
}

/** The hunks of a patch of one file, as GitHub gives it: without the lines that name the file. */
export function hunksOf(patch: string): Hunk[] {
  const hunks: { start: number; lines: string[] }[] = [];
  for (const line of patch.split("\n")) {
    const start = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line)?.[1];
    if (start !== undefined) hunks.push({ start: Number(start), lines: [] });
    else if (/^[ +]/.test(line)) hunks.at(-1)?.lines.push(line.slice(1));
  }
  return hunks;
}

/** Whether the lines from `first` on stand in one of the hunks exactly so. */
export function showsLines(hunks: readonly Hunk[], first: number, lines: readonly string[]): boolean {
  return hunks.some(({ start, lines: shown }) => first >= start && first - start + lines.length <= shown.length && lines.every((line, index) => shown[first - start + index] === line));
}
