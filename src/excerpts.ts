import type { Finding } from "./model/finding.ts";
import type { RepoPath } from "./model/location.ts";
import type { Excerpt } from "./model/verdict.ts";
import type { Workspace } from "./workspace/workspace.ts";

/** Lines shown before and after a place. */
const around = 2;
const mostFiles = 20;

/** The lines of the project around the places of findings, one stretch for places that are close; unredacted. */
export function excerptsOf(workspace: Pick<Workspace, "read">, findings: readonly Finding[]): Excerpt[] {
  const wanted = new Map<RepoPath, Set<number>>();
  for (const { path, line } of findings.flatMap((finding) => [...(finding.location ? [finding.location] : []), ...finding.related.map((each) => each.at)])) {
    if (!wanted.has(path) && wanted.size >= mostFiles) continue;
    const lines = wanted.get(path) ?? new Set();
    for (let each = Math.max(1, line - around); each <= line + around; each++) lines.add(each);
    wanted.set(path, lines);
  }
  return [...wanted].flatMap(([path, lines]) => stretchesOf(path, workspace.read(path)?.split(/\r?\n/) ?? [], lines));
}

function stretchesOf(path: RepoPath, text: readonly string[], wanted: ReadonlySet<number>): Excerpt[] {
  const stretches: { path: RepoPath; from: number; lines: string[] }[] = [];
  for (const line of [...wanted].toSorted((a, b) => a - b)) {
    const content = text[line - 1];
    if (content === undefined || (line === text.length && content === "")) continue;
    const last = stretches.at(-1);
    if (last !== undefined && last.from + last.lines.length === line) last.lines.push(content);
    else stretches.push({ path, from: line, lines: [content] });
  }
  return stretches;
}
