import { cleanLine } from "./clean-text.ts";

/** HTML that is safe as it stands: made by `markup` and `escaped` alone. */
export type Html = string & { readonly brand: "Html" };

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;" };

/** Text of unknown origin on one clean line, for an element or a quoted attribute. */
export function escaped(text: string, limit = 600): Html {
  return cleanLine(text, limit).replace(/[&<>"'`]/g, (found) => entities[found] ?? "") as Html;
}

/** Words of the gate itself, never of a project: they are taken as they are. */
export function own(words: string): Html {
  return words as Html;
}

/** A template that takes Html and numbers alone, so that nothing unescaped gets in; lists are joined. */
export function markup(parts: TemplateStringsArray, ...values: readonly (Html | readonly Html[] | number)[]): Html {
  return parts.reduce((text, part, index) => {
    const value = values[index - 1] ?? "";
    return text + (Array.isArray(value) ? value.join("") : String(value)) + part;
  }) as Html;
}

/** A section under a heading; nothing without content. */
export function section(title: Html, content: Html, name: "plain" | "fix" | "proof" = "plain"): Html {
  return content === "" ? none : markup`<section class="part ${own(name)}"><h3>${title}</h3>${content}</section>\n`;
}

/** Content folded under a summary; nothing without content. */
export function fold(title: Html, content: Html): Html {
  return content === "" ? none : markup`<details><summary>${title}</summary><div class="body">${content}</div></details>\n`;
}

/** A table whose first cell of a row heads it on narrow screens; nothing without rows. */
export function tableOf(head: readonly Html[], rows: readonly (readonly Html[])[]): Html {
  if (rows.length === 0) return none;
  const body = rows.map((row) => markup`<tr>${row.map((cell, column) => markup`<td data-head="${head[column] ?? none}">${cell}</td>`)}</tr>\n`);
  return markup`<table><thead><tr>${head.map((cell) => markup`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${body}</tbody></table>\n`;
}

/** Lines of a log, clean and escaped. */
export function preformatted(lines: readonly string[]): Html {
  return lines.length === 0 ? none : markup`<pre tabindex="0">${lines.map((line) => markup`${escaped(line, 400)}\n`)}</pre>\n`;
}

export const none = "" as Html;
