// oxlint-disable no-control-regex, no-misleading-character-class -- they are what this file takes out
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
export function cleanText(text: string, limit = 4000): string {
  const plain = text
    .replace(terminalSequence, "")
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replace(controlCharacter, "")
    .replace(invisibleCharacter, "")
    .replace(halfCharacter, "\ufffd");
  return cutText(plain, limit);
}

/** Like cleanText, on one line: line ends become spaces, a tab becomes two. */
export function cleanLine(text: string, limit = 400): string {
  return cutText(cleanText(text, Infinity).replace(/\n+/g, " ").replace(/\t/g, "  ").trimEnd(), limit);
}

/** The lines of a text, cleaned; blank ones at the end left out. */
export function cleanLines(text: string, limit = 400): string[] {
  const lines = cleanText(text, Infinity).trimEnd().split("\n");
  return lines.map((line) => cleanLine(line, limit));
}

/** The first `limit` characters, never half of one; the last of them is "…" when something was cut. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, Math.max(0, limit - 1));
  return `${head.replace(/[\ud800-\udbff]$/, "")}…`;
}

/**
 * Serialised JSON that may be printed: the same data, with what a terminal or a workflow runner would act on written as \u escapes.
 */
export function cleanJson(json: string): string {
  return json.replace(unsafeInData, (found) => (found === "##" ? "\\u0023#" : `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`));
}
