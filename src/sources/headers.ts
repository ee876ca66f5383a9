import type { HeaderMention } from "../model/source.ts";
import type { CodeLine } from "./code-lines.ts";

/** Calls and fields by which programs set headers of an answer. */
const sets = /\b(?:set_?header|send_header|add_?header|append_?header|put_?header|header|headers|Header\(\)|writeHead|withHeader|withAddedHeader|with|add|set)\b/i;
/** A header's name between quotes, or in front of a colon at the start of a quoted text. */
const quoted = /(["'`])([A-Za-z][^"'`\r\n:]{1,60}?)(?:\1|:(?=\s))/g;
/** Names as headers have them: several words with hyphens, or one of a few. */
const usual = /^(?:[A-Za-z][\w.]*(?:-[\w.]+)+(?:\s[\w.-]+)*|status)$/i;
/** In front of a colon a name may have spaces by mistake. */
const mistaken = /^[A-Z][\w.]*(?:[- ][\w.]+)+$/;
const statusLine = /["'`]HTTP\/(?:\d|\$|%|#)/;
const requests = /\b(?:fetch|axios|requests\.|request\.headers|req\.headers|curl|getHeader|get_header|Header\.Get|allow(?:ed)?_?headers|proxy_set_header)\b/i;

/** Literal names of headers in a line that sets one, lower case; "http/" where a line writes a status line itself. */
export function headerMentions(line: CodeLine): HeaderMention[] {
  if (line.isSide || requests.test(line.text)) return [];
  const isSetting = sets.test(line.text);
  const weight = isSetting ? 6 : 3;
  const names = [...line.text.matchAll(quoted)].flatMap((match) => {
    const name = (match[2] ?? "").trimEnd();
    return usual.test(name) || (match[0].endsWith(":") && mistaken.test(name)) ? [{ name: name.toLowerCase(), weight, at: placeOf(line, match.index) }] : [];
  });
  const status = statusLine.exec(line.text);
  return status ? [...names, { name: "http/", weight: 6, at: placeOf(line, status.index) }] : names;
}

function placeOf(line: CodeLine, index: number): HeaderMention["at"] {
  return { path: line.path, line: line.line, column: index + 1, text: line.text.slice(0, 300) };
}
