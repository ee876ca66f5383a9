/** What a stretch of text is, for the eye. */
export type Style = "error" | "warning" | "place" | "good" | "bad" | "strong" | "quiet";
/** Text with its style, or as it is where there is no colour. Takes clean text only. */
export type Paint = (style: Style, text: string) => string;

const codes: Readonly<Record<Style, string>> = { error: "1;31", warning: "1;33", place: "36", good: "32", bad: "31", strong: "1", quiet: "2" };
/** Where the text after a label begins. */
export const indent = "        ";

/** The Paint for a terminal with or without colour; without, no escape is ever written. */
export function makePaint(color: boolean): Paint {
  return color ? (style, text) => (text === "" ? "" : `\u001b[${codes[style]}m${text}\u001b[0m`) : (_, text) => text;
}

/** Whether to write colour: NO_COLOR forbids it, FORCE_COLOR demands it; otherwise it depends on whether the output is shown with it. */
export function usesColor(environment: Readonly<Record<string, string | undefined>>, isShown: boolean): boolean {
  if (environment["NO_COLOR"]) return false;
  const forced = environment["FORCE_COLOR"];
  if (forced) return forced !== "0" && forced !== "false";
  return isShown && environment["TERM"] !== "dumb";
}

/** Breaks text at spaces into lines of at most `width` characters; a longer word stays whole on its own line. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Rows as lines whose columns are aligned, two spaces apart. `style` names the style of a column's cells. */
export function alignColumns(rows: readonly (readonly string[])[], paint: Paint, styles: readonly (Style | undefined)[] = []): string[] {
  const widths = rows.reduce<number[]>((known, row) => row.map((cell, column) => Math.max(cell.length, known[column] ?? 0)).concat(known.slice(row.length)), []);
  return rows.map((row) => {
    const last = row.findLastIndex((cell) => cell !== "");
    const cells = row.slice(0, last + 1).map((cell, column) => paintCell(cell, column === last ? 0 : (widths[column] ?? 0), styles[column], paint));
    return cells.join("  ");
  });
}

function paintCell(cell: string, width: number, style: Style | undefined, paint: Paint): string {
  const padding = " ".repeat(Math.max(0, width - cell.length));
  return `${style === undefined ? cell : paint(style, cell)}${padding}`;
}

/** Lines under a label: `  saw   first`, then the others below the first. No lines, no label. */
export function labelled(label: string, lines: readonly string[], paint: Paint): string[] {
  const head = `  ${paint("strong", label)}${" ".repeat(Math.max(1, indent.length - 2 - label.length))}`;
  return lines.map((line, index) => (index === 0 ? head : indent) + line);
}

/** The first `most` lines, and how many were left out. */
export function firstLines(lines: readonly string[], most: number, where: string): string[] {
  const left = lines.length - most;
  return left <= 0 ? [...lines] : [...lines.slice(0, most), `${left} more ${left === 1 ? "line" : "lines"} ${where}`];
}
