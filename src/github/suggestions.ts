import type { Edit } from "../model/edit.ts";
import type { Finding } from "../model/finding.ts";
import type { Report } from "../model/verdict.ts";
import { cleanText } from "../report/clean-text.ts";
import { sentence } from "../report/headline.ts";
import { code, prose } from "../report/markdown-text.ts";
import { showsLines, type Hunk } from "./changed-lines.ts";
import { marker, type Identity } from "./identity.ts";
import type { FileChange } from "./patch.ts";

/** A file of the commit that was checked, by its path from the checked folder; undefined when it differs from what was checked. */
export type ReadCommitted = (path: string) => Promise<string | undefined>;

/** A fix whose edits may be applied as they are, by file. */
export interface ReadyFix {
  readonly finding: Finding;
  /** Paths are relative to the repository's root. */
  readonly files: readonly FileChange[];
}

/** A review comment that holds a suggestion. Lines are those of the pull request's head. */
export interface Suggestion {
  readonly path: string;
  readonly startLine: number;
  readonly line: number;
  readonly body: string;
}

const mostFindings = 3;
const mostEdits = 5;

/** The fixes of a report that were proven and whose files are committed as they were checked. */
export async function readyFixes(report: Report, prefix: string, read: ReadCommitted): Promise<ReadyFix[]> {
  const safe = report.findings.filter(({ level, fix }) => level === "error" && fix.safe && fix.edits.length <= mostEdits).slice(0, mostFindings);
  const fixes = await Promise.all(safe.map((finding) => readyFix(finding, prefix, read)));
  return fixes.filter((fix) => fix !== undefined);
}

async function readyFix(finding: Finding, prefix: string, read: ReadCommitted): Promise<ReadyFix | undefined> {
  const files: FileChange[] = [];
  for (const path of new Set(finding.fix.edits.map((edit) => edit.path))) {
    const text = await read(path);
    const edits = finding.fix.edits.filter((edit) => edit.path === path);
    if (text === undefined || !edits.every((edit) => isFaithful(edit, text))) return undefined;
    files.push({ path: prefix + path, text, edits });
  }
  return { finding, files };
}

/** What was redacted in an edit would be put into the file, and what is not seen would be applied unseen. */
function isFaithful({ replacement, startLine, endLine }: Edit, text: string): boolean {
  const count = text.split("\n").length;
  const isInside = startLine >= 1 && endLine >= startLine - 1 && endLine <= count && startLine <= count + 1;
  return isInside && !/\[redacted:|\r/.test(replacement) && !text.includes("\r") && cleanText(replacement, Infinity) === replacement;
}

/** The suggestions of a fix; undefined unless every line of it stands in the diff. */
export function suggestionsOf({ finding, files }: ReadyFix, diff: ReadonlyMap<string, readonly Hunk[]>, identity: Identity): Suggestion[] | undefined {
  const places = files.flatMap((file) => file.edits.map((edit) => placeOf(edit, file, diff.get(file.path) ?? [])));
  const found = places.filter((each) => each !== undefined);
  if (found.length === 0 || found.length < places.length) return undefined;
  return found.map(({ content, ...place }, index) => ({ ...place, body: bodyOf(finding, content, identity, index, found.length) }));
}

type Place = Omit<Suggestion, "body"> & { readonly content: string };

function placeOf({ startLine, endLine, replacement }: Edit, { path, text }: FileChange, hunks: readonly Hunk[]): Place | undefined {
  const lines = text.split("\n");
  const isShown = (first: number, last: number): boolean => first >= 1 && showsLines(hunks, first, lines.slice(first - 1, last));
  if (endLine >= startLine) return isShown(startLine, endLine) ? { path, startLine, line: endLine, content: replacement } : undefined;
  // A suggestion replaces lines: one beside the new ones is repeated.
  const [before, after] = [lines[startLine - 2] ?? "", lines[startLine - 1] ?? ""];
  if (isShown(startLine, startLine) && startLine <= lines.length) return { path, startLine, line: startLine, content: `${replacement}\n${after}` };
  return isShown(startLine - 1, startLine - 1) ? { path, startLine: startLine - 1, line: startLine - 1, content: `${before}\n${replacement}` } : undefined;
}

function bodyOf(finding: Finding, content: string, identity: Identity, index: number, count: number): string {
  const fence = fenceFor(content);
  const part = count === 1 ? "" : ` This is change ${index + 1} of ${count}; they belong together.`;
  const { intervention, treatment } = finding.proof;
  const proof = treatment === undefined || treatment === "" ? [] : [`Proven: ${intervention === undefined || intervention === "" ? "with the change" : code(intervention)}: ${code(treatment)}.`, ""];
  return [
    marker(identity, "suggestion"),
    `**${code(finding.cause, 80)}** ${prose(sentence(finding.title), 200)}`,
    "",
    `${prose(sentence(finding.fix.text))}${part}`,
    "",
    ...proof,
    `${fence}suggestion`,
    content,
    fence,
  ].join("\n");
}

/** Back-ticks, more than any run of them in the text. */
export function fenceFor(text: string): string {
  return "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
}
