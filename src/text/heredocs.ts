/** Words as BuildKit splits them to look for heredocs: at white space outside quotes, with the quotes kept. */
const rawWord = /(?:[^\s"'\\]|\\[\s\S]?|"(?:[^"\\]|\\[\s\S])*"?|'[^']*'?)+/g;

interface Mark {
  readonly name: string;
  /** Whether leading tabs of the body do not count: `<<-`. */
  readonly isIndented: boolean;
}

/** A heredoc is a word of its own: `<<EOF`, `<<-"EOF"`, `3<<EOF`; `<<<text`, `$((1<<N))` and `'a<<b'` are none. */
function markOf(word: string): Mark | undefined {
  const match = /^\d*<<(-?)([^<]+)$/.exec(word);
  const name = match?.[2]?.replace(/["'\\]/g, "") ?? "";
  return name === "" ? undefined : { name, isIndented: match?.[1] === "-" };
}

/** The bodies of the heredocs that an instruction's text begins, read from the lines at `start`; `next` is the first line behind them. */
export function readHeredocs(lines: readonly string[], start: number, text: string): { bodies: string[]; next: number } {
  const bodies: string[] = [];
  let next = start;
  if (!/^\s*(RUN|COPY|ADD)\b/i.test(text)) return { bodies, next };
  for (const [word] of text.matchAll(rawWord)) {
    const mark = markOf(word);
    if (!mark) continue;
    const body: string[] = [];
    while (next < lines.length && (mark.isIndented ? (lines[next] ?? "").replace(/^\t+/, "") : lines[next]) !== mark.name) body.push(lines[next++] ?? "");
    next++;
    bodies.push(body.join("\n"));
  }
  return { bodies, next: Math.min(next, lines.length) };
}

/** An instruction's text without what begins heredocs. */
export function withoutHeredocs(text: string): string {
  return text.replace(rawWord, (word) => (markOf(word) ? "" : word));
}
