import { cleanLine, cleanText } from "./clean-text.ts";

/** Between an `@`, a `#` or a scheme and what follows: nobody is mentioned, nothing is linked. */
const breaker = "&#8203;";

/** What GitHub would read as markup, a link, a mention, a reference, a formula or an emoji. */
const special = /[&<>\\`*_[\]|~$]|@(?=[\w-])|#(?=\d)|:(?=\/\/|[\w+-]+:)|\bwww\.|^[-+=#]|(?<=^\d{1,9})[.)]/gi;
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", $: "<span>$</span>" };

/** Text of unknown origin as one line of Markdown prose: no markup, HTML, link, mention, reference or formula comes out of it. */
export function prose(text: string, limit = 600): string {
  return cleanLine(text, limit).trim().replace(special, escapeSpecial);
}

function escapeSpecial(found: string, position: number): string {
  const entity = entities[found];
  if (entity !== undefined) return entity;
  if (found === "#" && position === 0) return "\\#";
  return /^[@#:]|^www/i.test(found) ? found + breaker : `\\${found}`;
}

/** Text of unknown origin as a code span; for use outside tables. */
export function code(text: string, limit = 300): string {
  const clean = cleanLine(text, limit).trim();
  if (clean === "") return "";
  const fence = "`".repeat(longestRun(clean) + 1);
  const pad = clean.startsWith("`") || clean.endsWith("`") ? " " : "";
  return `${fence}${pad}${clean}${pad}${fence}`;
}

/** A code span for a table's cell, where `|` would end the cell even inside code. */
export function codeCell(text: string, limit = 200): string {
  return code(text, limit).replaceAll("|", "\\|");
}

/** Lines of unknown origin as a fenced block that none of them can close. No lines, no block. */
export function fenced(language: "text" | "diff", lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const clean = lines.map((line) => cleanText(line, 400).replaceAll("\n", " "));
  const fence = "`".repeat(Math.max(3, longestRun(clean.join("\n")) + 1));
  return [`${fence}${language}`, ...clean, fence, ""];
}

/** A table of cells that are Markdown already. No rows, no table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""];
}

/** Lines of Markdown folded under a summary of ours. No lines, nothing. */
export function folded(summary: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["<details>", `<summary>${prose(summary)}</summary>`, "", ...lines, "</details>", ""];
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/**
 * As many of the lines as fit into `limit` bytes of UTF-8; where some did not, open fences and folds are closed and a note says so.
 */
export function fitLines(lines: readonly string[], limit: number): string {
  const whole = `${lines.join("\n").trimEnd()}\n`;
  if (bytesOf(whole) <= limit) return whole;
  const note = "\n_The summary was cut here; the JSON report holds the rest._\n";
  let room = limit - bytesOf(note) - 256;
  const taken = lines.slice(
    0,
    lines.findIndex((line) => (room -= bytesOf(line) + 1) < 0),
  );
  return `${[...taken, ...closings(taken)].join("\n")}\n${note}`;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function closings(lines: readonly string[]): string[] {
  let fence = "";
  let folds = 0;
  for (const line of lines) {
    const run = /^`{3,}/.exec(line)?.[0] ?? "";
    if (fence === "" && run !== "") fence = run;
    else if (fence !== "" && line === fence) fence = "";
    else if (fence === "" && line === "<details>") folds++;
    else if (fence === "" && line === "</details>") folds--;
  }
  return [...(fence === "" ? [] : [fence]), "", ...Array.from({ length: folds }, () => "</details>")];
}
