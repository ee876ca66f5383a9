// src/text/lines.ts
/** Longest line that is quoted; the rest is cut. */
const quotedLength = 300;
/** Indexes `text` once; look-ups are binary searches. */
function indexLines(text) {
	const starts = [0];
	for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
	return {
		positionOf(offset) {
			let low = 0;
			let high = starts.length - 1;
			while (low < high) {
				const middle = low + high + 1 >> 1;
				if ((starts[middle] ?? 0) <= offset) low = middle;
				else high = middle - 1;
			}
			return {
				line: low + 1,
				column: offset - (starts[low] ?? 0) + 1
			};
		},
		lineText(line) {
			const start = starts[line - 1];
			if (start === void 0) return "";
			const end = starts[line];
			return text.slice(start, end === void 0 ? void 0 : end - 1).replace(/\r$/, "");
		}
	};
}
/** A location on a line of an indexed file, with the line's text. */
function locate(path, lines, line, more = {}) {
	return {
		path,
		line,
		...more,
		text: lines.lineText(line).slice(0, quotedLength)
	};
}

export { locate as n, indexLines as t };