import { n as locate, t as indexLines } from "./lines.js";

// src/text/dotenv.ts
/**
* Parses a file of `NAME=value` lines as Compose reads it: `export` prefix, quotes (which may span lines), `#` comments, and
* `${NAME}`, `$NAME`, `${NAME:-default}` replaced from earlier lines and `outer`.
*/
function parseDotenv(path, text, outer = {}) {
	const lines = indexLines(text);
	const variables = {};
	const inherited = [];
	const errors = [];
	const lookUp = (name) => variables[name]?.value ?? outer[name];
	const pattern = /^[ \t]*(?:#.*|(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*(?:([=:])[ \t]*("(?:[^"\\]|\\[\s\S])*"|'[^']*'|[^\n]*))?)?[ \t]*(?:#.*)?\r?$/gm;
	let expected = 0;
	for (const match of text.matchAll(pattern)) {
		reportSkipped(text.slice(expected, match.index), lines.positionOf(expected).line, errors);
		expected = match.index + match[0].length;
		const [, name, separator, value] = match;
		if (name === void 0) continue;
		const at = locate(path, lines, lines.positionOf(match.index + match[0].indexOf(name)).line);
		if (separator === void 0) inherited.push(name);
		else variables[name] = {
			value: readValue(value ?? "", lookUp),
			at
		};
	}
	reportSkipped(text.slice(expected), lines.positionOf(expected).line, errors);
	return {
		variables,
		inherited,
		errors
	};
}
function reportSkipped(text, firstLine, errors) {
	text.split("\n").forEach((line, index) => {
		if (line.trim() !== "") errors.push({
			line: firstLine + index,
			message: "expected NAME=value"
		});
	});
}
function readValue(raw, lookUp) {
	const text = raw.trim();
	if (text.startsWith("'") && text.endsWith("'") && text.length > 1) return text.slice(1, -1);
	if (text.startsWith("\"") && text.endsWith("\"") && text.length > 1) return expandVariables(text.slice(1, -1).replace(/\\([nrt"\\$])/g, (_, char) => ({
		n: "\n",
		r: "\r",
		t: "	"
	})[char] ?? char), lookUp);
	return expandVariables(text.replace(/[ \t]+#.*$/, "").trim(), lookUp);
}
/** Replaces `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}` in `text`; what is not known becomes empty; `$$` is a dollar. */
function expandVariables(text, lookUp) {
	return text.replace(/\$\$|\$\{([A-Za-z_]\w*)(?:(:?[-?+])([^}]*))?\}|\$([A-Za-z_]\w*)/g, (whole, braced, operator, word, bare) => {
		if (whole === "$$") return "$";
		const value = lookUp(braced ?? bare ?? "");
		if (operator === ":-" && (value ?? "") === "") return word ?? "";
		if (operator === "-" && value === void 0) return word ?? "";
		if (operator?.endsWith("+")) return (value ?? "") === "" ? "" : word ?? "";
		return value ?? "";
	});
}

export { parseDotenv as n, expandVariables as t };