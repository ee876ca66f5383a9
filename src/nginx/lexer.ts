/** A word of nginx configuration. Positions are those of its first byte, quote included; lines and columns start at 1. */
export interface Token {
  /** As nginx stores it: quotes removed, `\"` `\'` `\\` `\t` `\r` `\n` resolved. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
  /** Characters in the file, quotes included. Tokens that span lines have the length of their first line. */
  readonly length: number;
  readonly quote: "" | "'" | '"';
}

/** What one read gives: words ended by `;`, words that open a block, the end of a block, the end of the file, or an error. */
export type Read =
  | { readonly kind: "simple" | "block"; readonly words: readonly Token[]; readonly line: number; readonly offset: number }
  | { readonly kind: "close"; readonly line: number; readonly offset: number }
  | { readonly kind: "end"; readonly line: number }
  | { readonly kind: "error"; readonly message: string; readonly line: number };

/** nginx reads its files through a buffer of this many bytes; no word or comment line may fill it. */
const bufferSize = 4096;

const space = /[ \t\r\n]/;

/**
 * Reads nginx configuration word by word, as nginx's own ngx_conf_read_token does, byte for byte: a `#`, quote or brace is
 * special only where a word begins, a bare word ends at white space, `;` or `{`, and no word may fill the read buffer.
 */
export class Lexer {
  readonly #bytes: string;
  #position = 0;
  #line = 1;
  #lineStart = 0;

  /** `text` is the file's text; it is lexed as UTF-8 bytes. */
  constructor(text: string) {
    this.#bytes = Buffer.from(text, "utf8").toString("latin1");
  }

  /** Reads up to the next `;`, `{`, `}` or the end. After an error nothing more can be read. */
  next(): Read {
    const words: Token[] = [];
    for (;;) {
      const skipped = this.#skipToWord();
      if (skipped !== undefined) return skipped;
      if (this.#position >= this.#bytes.length) return this.#atEnd(words);
      const char = this.#bytes.charAt(this.#position);
      if (char === ";" || char === "{" || char === "}") return this.#punctuation(char, words);
      const ended = this.#readWord(words);
      if (ended !== undefined) return ended;
    }
  }

  /** Skips the body of a `*_by_lua_block`, whose `{` was just read; answers its Lua text, or an error when it has no end. */
  skipLua(): { readonly text: string } | { readonly error: Read } {
    const start = this.#position;
    const openedAt = this.#line;
    let depth = 1;
    while (this.#position < this.#bytes.length) {
      const rest = this.#bytes.slice(this.#position, this.#position + 64);
      const long = /^(?:--)?\[(=*)\[/.exec(rest);
      if (long) this.#skipUntil(`]${long[1] ?? ""}]`, long[0].length);
      else if (rest.startsWith("--")) this.#skipUntil("\n", 2);
      else if (rest.startsWith('"') || rest.startsWith("'")) this.#skipLuaString(rest.charAt(0));
      else {
        const char = this.#advance();
        if (char === "{") depth++;
        if (char === "}" && --depth === 0) return { text: decode(this.#bytes.slice(start, this.#position - 1)) };
      }
    }
    return { error: { kind: "error", message: 'unexpected end of file, expecting terminating characters "}" for lua block', line: openedAt } };
  }

  #skipUntil(end: string, skip: number): void {
    const found = this.#bytes.indexOf(end, this.#position + skip);
    const stop = found === -1 ? this.#bytes.length : found + end.length;
    while (this.#position < stop) this.#advance();
  }

  #skipLuaString(quote: string): void {
    this.#advance();
    while (this.#position < this.#bytes.length) {
      const char = this.#advance();
      if (char === "\\" && this.#position < this.#bytes.length) this.#advance();
      else if (char === quote || char === "\n") return;
    }
  }

  #advance(): string {
    const char = this.#bytes.charAt(this.#position++);
    if (char === "\n") {
      this.#line++;
      this.#lineStart = this.#position;
    }
    return char;
  }

  /** White space and comments. */
  #skipToWord(): Read | undefined {
    while (this.#position < this.#bytes.length) {
      const char = this.#bytes.charAt(this.#position);
      if (space.test(char)) this.#advance();
      else if (char === "#") {
        const tooLong = this.#skipComment();
        if (tooLong !== undefined) return tooLong;
      } else return undefined;
    }
    return undefined;
  }

  #skipComment(): Read | undefined {
    const start = this.#position;
    while (this.#position < this.#bytes.length) {
      if (this.#position - start >= bufferSize) return tooLongBare(this.#bytes.slice(start, start + 10), this.#line);
      if (this.#advance() === "\n") return undefined;
    }
    return undefined;
  }

  #atEnd(words: readonly Token[]): Read {
    if (words.length === 0) return { kind: "end", line: this.#line };
    return { kind: "error", message: 'unexpected end of file, expecting ";" or "}"', line: this.#line };
  }

  #punctuation(char: string, words: readonly Token[]): Read {
    const offset = this.#position;
    const line = this.#line;
    this.#advance();
    if (char === "}") return words.length === 0 ? { kind: "close", line, offset } : { kind: "error", message: 'unexpected "}"', line };
    if (words.length === 0) return { kind: "error", message: `unexpected "${char}"`, line };
    return { kind: char === ";" ? "simple" : "block", words, line, offset };
  }

  /** Reads one word into `words`; answers when the word also ended the read. */
  #readWord(words: Token[]): Read | undefined {
    const first = this.#bytes.charAt(this.#position);
    return first === '"' || first === "'" ? this.#readQuoted(words, first) : this.#readBare(words);
  }

  #readBare(words: Token[]): Read | undefined {
    const start = this.#position;
    const line = this.#line;
    const lineStart = this.#lineStart;
    let variable = false;
    while (this.#position < this.#bytes.length) {
      if (this.#position - start >= bufferSize) return tooLongBare(this.#bytes.slice(start, start + 10), line);
      const char = this.#bytes.charAt(this.#position);
      if (this.#position > start && ((char === "{" && !variable) || char === ";" || space.test(char))) {
        words.push(this.#token(start, this.#position, line, lineStart, ""));
        return this.#fillsBuffer(start, char) ? tooLongBare(this.#bytes.slice(start, start + 10), line) : undefined;
      }
      if (char !== "{") variable = char === "$";
      this.#advance();
      if (char === "\\" && this.#position < this.#bytes.length) this.#advance();
    }
    return { kind: "error", message: 'unexpected end of file, expecting ";" or "}"', line: this.#line };
  }

  #readQuoted(words: Token[], quote: "'" | '"'): Read | undefined {
    const open = this.#position;
    const line = this.#line;
    const lineStart = this.#lineStart;
    this.#advance();
    while (this.#position < this.#bytes.length) {
      if (this.#position - open - 1 >= bufferSize) return tooLongQuoted(quote, line);
      const char = this.#advance();
      if (char === "\\" && this.#position < this.#bytes.length) this.#advance();
      else if (char === quote) {
        words.push(this.#token(open, this.#position, line, lineStart, quote));
        return this.#afterQuote(words, open, quote, line);
      }
    }
    return { kind: "error", message: 'unexpected end of file, expecting ";" or "}"', line: this.#line };
  }

  /** Only white space, `;`, `{` or `)` may follow a closing quote; `)` begins a bare word. */
  #afterQuote(words: Token[], open: number, quote: "'" | '"', line: number): Read | undefined {
    if (this.#position >= this.#bytes.length) return { kind: "error", message: 'unexpected end of file, expecting ";" or "}"', line: this.#line };
    if (this.#position - open - 1 >= bufferSize) return tooLongQuoted(quote, line);
    const char = this.#bytes.charAt(this.#position);
    if (space.test(char) || char === ")") return this.#fillsBuffer(open + 1, char) ? tooLongQuoted(quote, line) : undefined;
    if (char === ";" || char === "{") return this.#punctuation(char, words);
    return { kind: "error", message: `unexpected "${decode(char)}"`, line: this.#line };
  }

  /** Whether white space ends a word exactly where the buffer does: nginx then wants more and has no room. */
  #fillsBuffer(start: number, terminator: string): boolean {
    const after = this.#position + 1;
    return space.test(terminator) && after - start >= bufferSize && after < this.#bytes.length;
  }

  #token(start: number, end: number, line: number, lineStart: number, quote: "" | "'" | '"'): Token {
    const raw = this.#bytes.slice(start, end);
    const inner = quote === "" ? raw : raw.slice(1, -1);
    const firstLine = raw.split("\n", 1)[0] ?? "";
    return { text: decode(unescape(inner)), line, column: decode(this.#bytes.slice(lineStart, start)).length + 1, length: decode(firstLine).length, quote };
  }
}

function decode(bytes: string): string {
  return /^\p{ASCII}*$/u.test(bytes) ? bytes : Buffer.from(bytes, "latin1").toString("utf8");
}

function unescape(text: string): string {
  return text.replace(/\\(["'\\trn])/g, (_, char: string) => ({ t: "\t", r: "\r", n: "\n" })[char] ?? char);
}

function tooLongBare(start: string, line: number): Read {
  return { kind: "error", message: `too long parameter "${decode(start)}..." started`, line };
}

function tooLongQuoted(quote: string, line: number): Read {
  return { kind: "error", message: `too long parameter, probably missing terminating "${quote}" character`, line };
}
