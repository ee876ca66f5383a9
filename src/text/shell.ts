/** A word of a command line and where it starts in the text. */
export interface ShellWord {
  readonly text: string;
  readonly offset: number;
  /** Whether it stood in quotes, at least in part. */
  readonly quoted: boolean;
}

/**
 * Splits a command line into words as a POSIX shell would, without expanding anything: quotes and backslashes are resolved,
 * operators (`&&`, `|`, `;`, `&`, redirections) are words of their own. Never fails: an open quote ends with the text.
 */
export function shellWords(text: string): ShellWord[] {
  const words: ShellWord[] = [];
  let position = 0;
  while (position < text.length) {
    const operator = /^(?:&&|\|\||;;|>>|[;&|<>()]|\n)/.exec(text.slice(position, position + 2));
    if (operator) {
      words.push({ text: operator[0], offset: position, quoted: false });
      position += operator[0].length;
    } else if (/[ \t\r]/.test(text.charAt(position))) position++;
    else {
      const word = readWord(text, position);
      words.push({ text: word.text, offset: position, quoted: word.quoted });
      position = word.end;
    }
  }
  return words;
}

function readWord(text: string, start: number): { text: string; end: number; quoted: boolean } {
  let value = "";
  let position = start;
  let quoted = false;
  while (position < text.length && !/[ \t\r\n;&|<>()]/.test(text.charAt(position))) {
    const char = text.charAt(position);
    if (char === "'" || char === '"') {
      const end = closingQuote(text, position);
      value += unquote(text.slice(position + 1, end), char);
      position = end + 1;
      quoted = true;
    } else if (char === "\\") {
      if (text.charAt(position + 1) !== "\n") value += text.charAt(position + 1);
      position += 2;
    } else if (char === "$" && text.charAt(position + 1) === "{") {
      const end = text.indexOf("}", position);
      const stop = end === -1 ? text.length : end + 1;
      value += text.slice(position, stop);
      position = stop;
    } else {
      value += char;
      position++;
    }
  }
  return { text: value, end: Math.max(position, start + 1), quoted };
}

function closingQuote(text: string, open: number): number {
  const quote = text.charAt(open);
  for (let at = open + 1; at < text.length; at++) {
    if (quote === '"' && text.charAt(at) === "\\") at++;
    else if (text.charAt(at) === quote) return at;
  }
  return text.length;
}

function unquote(text: string, quote: string): string {
  return quote === "'" ? text : text.replace(/\\([\\"$`\n])/g, (_, char: string) => (char === "\n" ? "" : char));
}

/** The separate commands of a command line: words between `&&`, `||`, `;`, `|`, `&` and line ends. */
export function shellCommands(text: string): string[][] {
  const commands: string[][] = [[]];
  for (const word of shellWords(text)) {
    if (!word.quoted && /^(?:&&|\|\||;;|[;&|()]|\n)$/.test(word.text)) commands.push([]);
    else commands.at(-1)?.push(word.text);
  }
  return commands.filter((command) => command.length > 0);
}

/** Leading `NAME=value` words and prefixes that run another command in their place (`exec`, `env`, `sudo -u x`, `tini --`), taken off. */
export function programOf(words: readonly string[]): readonly string[] {
  let rest = words;
  for (;;) {
    const [first] = rest;
    if (first === undefined) return rest;
    if (/^[A-Za-z_][A-Za-z0-9_]*=/.test(first)) rest = rest.slice(1);
    else if (["exec", "nohup", "time", "command", "env", "setsid"].includes(baseName(first))) rest = rest.slice(1);
    else if (["tini", "dumb-init", "catatonit"].includes(baseName(first))) rest = afterOptions(rest.slice(1), []);
    else if (["gosu", "su-exec"].includes(baseName(first))) rest = rest.slice(2);
    else if (baseName(first) === "timeout") rest = afterOptions(rest.slice(1), ["-k", "-s"]).slice(1);
    else return rest;
  }
}

function afterOptions(words: readonly string[], withValue: readonly string[]): readonly string[] {
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? "";
    if (word === "--") return words.slice(at + 1);
    if (!word.startsWith("-")) break;
    at += withValue.includes(word) ? 2 : 1;
  }
  return words.slice(at);
}

/** "python3" of "/usr/bin/python3". */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
