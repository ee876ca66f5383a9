// src/report/terminal.ts
const codes = {
	error: "1;31",
	warning: "1;33",
	place: "36",
	good: "32",
	bad: "31",
	strong: "1",
	quiet: "2"
};
/** Where the text after a label begins. */
const indent = "        ";
/** The Paint for a terminal with or without colour; without, no escape is ever written. */
function makePaint(color) {
	return color ? (style, text) => text === "" ? "" : `\u001b[${codes[style]}m${text}\u001b[0m` : (_, text) => text;
}
/** Whether to write colour: NO_COLOR forbids it, FORCE_COLOR demands it; otherwise it depends on whether the output is shown with it. */
function usesColor(environment, isShown) {
	if (environment["NO_COLOR"]) return false;
	const forced = environment["FORCE_COLOR"];
	if (forced) return forced !== "0" && forced !== "false";
	return isShown && environment["TERM"] !== "dumb";
}
/** Breaks text at spaces into lines of at most `width` characters; a longer word stays whole on its own line. */
function wrapText(text, width) {
	const lines = [];
	let line = "";
	for (const word of text.split(" ")) if (line !== "" && line.length + 1 + word.length > width) {
		lines.push(line);
		line = word;
	} else line = line === "" ? word : `${line} ${word}`;
	return [...lines, line];
}
/** Rows as lines whose columns are aligned, two spaces apart. `style` names the style of a column's cells. */
function alignColumns(rows, paint, styles = []) {
	const widths = rows.reduce((known, row) => row.map((cell, column) => Math.max(cell.length, known[column] ?? 0)).concat(known.slice(row.length)), []);
	return rows.map((row) => {
		const last = row.findLastIndex((cell) => cell !== "");
		return row.slice(0, last + 1).map((cell, column) => paintCell(cell, column === last ? 0 : widths[column] ?? 0, styles[column], paint)).join("  ");
	});
}
function paintCell(cell, width, style, paint) {
	const padding = " ".repeat(Math.max(0, width - cell.length));
	return `${style === void 0 ? cell : paint(style, cell)}${padding}`;
}
/** Lines under a label: `  saw   first`, then the others below the first. No lines, no label. */
function labelled(label, lines, paint) {
	const head = `  ${paint("strong", label)}${" ".repeat(Math.max(1, 6 - label.length))}`;
	return lines.map((line, index) => (index === 0 ? head : indent) + line);
}
/** The first `most` lines, and how many were left out. */
function firstLines(lines, most, where) {
	const left = lines.length - most;
	return left <= 0 ? [...lines] : [...lines.slice(0, most), `${left} more ${left === 1 ? "line" : "lines"} ${where}`];
}

export { makePaint as a, labelled as i, firstLines as n, usesColor as o, indent as r, wrapText as s, alignColumns as t };