// src/report/clean-text.ts
/** Terminal sequences: operating system commands up to the end of the line, control sequences, single escapes. */
const terminalSequence = /(?:\u001b\]|\u009d)[^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[ -/]*[0-~]?/g;
const controlCharacter = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g;
/** What is not seen and changes how the rest is seen: bidi controls, zero-width characters, fillers, tags. */
const invisibleCharacter = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;
const halfCharacter = /\p{Surrogate}/gu;
const unsafeInData = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff]|##(?=\[)/g;
/**
* Text of unknown origin made harmless for a terminal and a log: no escape sequences, no control, bidi or invisible characters; lines
* are kept, every kind of line end becomes "\n". At most `limit` characters, the last of them "…" when something was cut.
*/
function cleanText(text, limit = 4e3) {
	return cutText(text.replace(terminalSequence, "").replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n").replace(controlCharacter, "").replace(invisibleCharacter, "").replace(halfCharacter, "�"), limit);
}
/** Like cleanText, on one line: line ends become spaces, a tab becomes two. */
function cleanLine(text, limit = 400) {
	return cutText(cleanText(text, 1e400).replace(/\n+/g, " ").replace(/\t/g, "  ").trimEnd(), limit);
}
/** The lines of a text, cleaned; blank ones at the end left out. */
function cleanLines(text, limit = 400) {
	return cleanText(text, 1e400).trimEnd().split("\n").map((line) => cleanLine(line, limit));
}
/** The first `limit` characters, never half of one; the last of them is "…" when something was cut. */
function cutText(text, limit) {
	if (text.length <= limit) return text;
	return `${text.slice(0, Math.max(0, limit - 1)).replace(/[\ud800-\udbff]$/, "")}…`;
}
/**
* Serialised JSON that may be printed: the same data, with what a terminal or a workflow runner would act on written as \u escapes.
*/
function cleanJson(json) {
	return json.replace(unsafeInData, (found) => found === "##" ? "\\u0023#" : `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export { cutText as a, cleanText as i, cleanLine as n, cleanLines as r, cleanJson as t };