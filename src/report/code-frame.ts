import type { Finding } from "../model/finding.ts";
import type { Location, RepoPath } from "../model/location.ts";
import type { Report } from "../model/verdict.ts";
import { cleanLine } from "./clean-text.ts";

/** Lines of one file, with the places of a finding marked. Texts are clean. */
export interface CodeFrame {
  readonly path: string;
  readonly rows: readonly FrameRow[];
}

export interface FrameRow {
  /** 1-based; undefined for lines that are left out. */
  readonly line: number | undefined;
  readonly text: string;
  /** "cause" is the line to change, "related" takes part; `note` says how. */
  readonly mark?: "cause" | "related";
  readonly note?: string;
}

interface Place {
  readonly at: Location;
  readonly mark: "cause" | "related";
  readonly note?: string;
}

const mostPlaces = 6;

/** The places of a finding as code, the file of the cause first, with the lines around them where they are known. */
export function codeFrames(report: Pick<Report, "excerpts">, { location, related }: Finding): CodeFrame[] {
  const places: Place[] = [...(location ? [{ at: location, mark: "cause" as const }] : []), ...related.map(({ at, note }) => ({ at, mark: "related" as const, note: cleanLine(note, 160) }))].slice(
    0,
    mostPlaces,
  );
  const paths = [...new Set(places.map(({ at }) => at.path))];
  return paths.map((path) => ({
    path: cleanLine(path, 200),
    rows: rowsOf(
      path,
      places.filter(({ at }) => at.path === path),
      report,
    ),
  }));
}

function rowsOf(path: RepoPath, places: readonly Place[], { excerpts = [] }: Pick<Report, "excerpts">): FrameRow[] {
  const rows = new Map<number, FrameRow>();
  for (const excerpt of excerpts.filter((each) => each.path === path))
    for (const [index, text] of excerpt.lines.entries()) rows.set(excerpt.from + index, { line: excerpt.from + index, text: codeLine(text) });
  for (const { at, mark, note } of places.toReversed())
    rows.set(at.line, { line: at.line, text: codeLine(at.text ?? rows.get(at.line)?.text ?? ""), mark, ...(note === undefined || note === "" ? {} : { note }) });
  const sorted = [...rows.values()].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return sorted.flatMap((row, index): FrameRow[] => {
    const before = sorted[index - 1]?.line;
    return before !== undefined && row.line !== undefined && row.line > before + 1 ? [{ line: undefined, text: "" }, row] : [row];
  });
}

function codeLine(text: string): string {
  return cleanLine(text, 200).trimEnd();
}
