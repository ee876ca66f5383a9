import type { Edit } from "../model/edit.ts";
import type { Finding } from "../model/finding.ts";
import type { Location } from "../model/location.ts";
import { cleanText } from "./clean-text.ts";

/** One line of a change; `sign` is as in a unified diff, "@" is the line that says where. */
export interface DiffLine {
  readonly sign: "@" | "-" | "+";
  readonly text: string;
}

/** A fix's edits as a small diff. Lines of the original are shown where the finding quotes them, and counted where it does not. */
export function diffOf(finding: Finding): DiffLine[] {
  const known = quotedLines(finding);
  return finding.fix.edits.flatMap((edit) => editLines(edit, known));
}

function quotedLines(finding: Finding): ReadonlyMap<string, string> {
  const places = [finding.location, ...finding.related.map((each) => each.at)];
  return new Map(places.filter((at): at is Location & { text: string } => at?.text !== undefined).map((at) => [`${at.path}:${at.line}`, at.text]));
}

function editLines(edit: Edit, known: ReadonlyMap<string, string>): DiffLine[] {
  const numbers = Array.from({ length: Math.max(0, Math.min(200, edit.endLine - edit.startLine + 1)) }, (_, index) => edit.startLine + index);
  const removed = numbers.map((line) => known.get(`${edit.path}:${line}`));
  const areAllKnown = removed.every((text) => text !== undefined);
  const head: DiffLine = { sign: "@", text: cleanText(`${edit.path}:${range(edit)}${areAllKnown ? "" : ", replaced by"}`, 240).replaceAll("\n", " ") };
  const old = areAllKnown ? removed.map((text): DiffLine => ({ sign: "-", text: oneLine(text ?? "") })) : [];
  return [head, ...old, ...edit.replacement.split("\n").map((text): DiffLine => ({ sign: "+", text: oneLine(text) }))];
}

function range(edit: Edit): string {
  if (edit.endLine < edit.startLine) return `${edit.startLine}, inserted before it`;
  return edit.endLine === edit.startLine ? String(edit.startLine) : `${edit.startLine}-${edit.endLine}`;
}

function oneLine(text: string): string {
  return cleanText(text, 300).replaceAll("\n", " ").trimEnd();
}
