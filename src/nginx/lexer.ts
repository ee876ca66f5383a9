/** A word of nginx configuration. Positions are those of its first byte, quote included; lines and columns start at 1. */
export interface Token {
  /** As nginx stores it: quotes removed, `\"` `\'` `\\` `\t` `\r` `\n` resolved. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
  /** Characters in the file, quotes included. Tokens that span lines have the length of their first line. */
  readonly length: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly quote: "" | "'" | '"';
}

/** What one read gives: words ended by `;`, words that open a block, the end of a block, the end of the file, or an error. */
export type Read =
  | { readonly kind: "simple" | "block"; readonly words: readonly Token[]; readonly line: number; readonly offset: number }
  | { readonly kind: "close"; readonly line: number; readonly offset: number }
  | { readonly kind: "end"; readonly line: number }
  | ReadError;

export interface ReadError {
  readonly kind: "error";
  readonly message: string;
  readonly line: number;
}

/** nginx reads its files through a buffer of this many bytes; no word or comment line may fill it. */
const bufferSize = 4096;

/** What the Lua module looks for in a block: braces, long brackets, comments, strings that end on their line. */
const luaToken = /\{|\}|\[=*\[|--\[=*\[|\]=*\]|--[^\n]*|"(?:\\[^\n]|[^"\n\\])*"|'(?:\\[^\n]|[^'\n\\])*'/g;

const endsEarly = 'unexpected end of file, expecting ";" or "}"';

/**
 * Reads nginx configuration word by word, as nginx's own ngx_conf_read_token does, byte for byte and through a buffer of the same size:
 * a `#`, quote or brace is special only where a word begins, a bare word ends at white space, `;` or `{`, and no word may fill the buffer.
 */
export class Lexer {
  readonly #bytes: string;
  #position = 0;
  #line = 1;
  #lineStart = 0;
  /** How far nginx has read the file into its buffer. */
  #filled = 0;
  /** Where the word, comment or white space began that nginx keeps in its buffer, and the line of it. */
  #start = 0;
  #startLine = 1;
  #measured = { lineStart: 0, offset: 0, column: 1 };

  /** `text` is the file's text; it is lexed as UTF-8 bytes. */
  constructor(text: string) {
    this.#bytes = Buffer.from(text, "utf8").toString("latin1");
  }

  /** Reads up to the next `;`, `{`, `}` or the end. After an error nothing more can be read. */
  next(): Read {
    const words: Token[] = [];
    this.#begin();
    for (;;) {
      const stop = this.#fill("");
      if (stop !== undefined) return stop.message === endsEarly && words.length === 0 ? { kind: "end", line: stop.line } : stop;
      this.#begin();
      const char = this.#bytes.charAt(this.#position);
      if (char === ";" || char === "{" || char === "}") return this.#punctuation(char, words);
      const ended = this.#readFrom(char, words);
      if (ended !== undefined) return ended;
    }
  }

  /** Reads one space, comment or word; answers when that also ended the read. */
  #readFrom(char: string, words: Token[]): Read | undefined {
    if (isSpace(char)) {
      this.#advance();
      return undefined;
    }
    if (char === "#") return this.#skipComment(words);
    return char === '"' || char === "'" ? this.#readQuoted(words, char) : this.#readBare(words);
  }

  #begin(): void {
    this.#start = this.#position;
    this.#startLine = this.#line;
  }

  /** Reads on when the buffer is used up; an error when there is nothing more or no room. `quote` is the quote that is open. */
  #fill(quote: string): ReadError | undefined {
    if (this.#position < this.#filled) return undefined;
    if (this.#filled >= this.#bytes.length) return { kind: "error", message: endsEarly, line: this.#line };
    const kept = this.#position - this.#start;
    if (kept === bufferSize) return this.#tooLong(quote);
    this.#filled = Math.min(this.#bytes.length, this.#filled + bufferSize - kept);
    return undefined;
  }

  #tooLong(quote: string): ReadError {
    const message =
      quote === "" ? `too long parameter "${decode(this.#bytes.slice(this.#start, this.#start + 10))}..." started` : `too long parameter, probably missing terminating "${quote}" character`;
    return { kind: "error", message, line: this.#startLine };
  }

  #advance(): string {
    const char = this.#bytes.charAt(this.#position++);
    if (char === "\n") {
      this.#line++;
      this.#lineStart = this.#position;
    }
    return char;
  }

  #skipComment(words: readonly Token[]): Read | undefined {
    for (;;) {
      const stop = this.#fill("");
      if (stop !== undefined) return stop.message === endsEarly && words.length === 0 ? { kind: "end", line: stop.line } : stop;
      if (this.#advance() === "\n") break;
    }
    this.#start = this.#position - 1;
    this.#startLine = this.#line;
    return undefined;
  }

  #punctuation(char: string, words: readonly Token[]): Read {
    const offset = this.#position;
    const line = this.#line;
    this.#advance();
    if (char === "}") return words.length === 0 ? { kind: "close", line, offset } : { kind: "error", message: 'unexpected "}"', line };
    if (words.length === 0) return { kind: "error", message: `unexpected "${char}"`, line };
    return { kind: char === ";" ? "simple" : "block", words, line, offset };
  }

  #readBare(words: Token[]): Read | undefined {
    const begin = { offset: this.#position, line: this.#line, lineStart: this.#lineStart };
    let variable = false;
    for (;;) {
      const stop = this.#fill("");
      if (stop !== undefined) return stop;
      const char = this.#bytes.charAt(this.#position);
      const opens = char === "{" && !variable;
      if (this.#position > begin.offset && (opens || char === ";" || isSpace(char))) {
        words.push(this.#token(begin, ""));
        if (!isSpace(char)) return this.#punctuation(char, words);
        this.#advance();
        return undefined;
      }
      if (char !== "{") variable = char === "$";
      this.#advance();
      if (char !== "\\") continue;
      const cut = this.#fill("");
      if (cut !== undefined) return cut;
      this.#advance();
    }
  }

  #readQuoted(words: Token[], quote: "'" | '"'): Read | undefined {
    const begin = { offset: this.#position, line: this.#line, lineStart: this.#lineStart };
    this.#advance();
    this.#start = this.#position;
    for (;;) {
      const stop = this.#fill(quote);
      if (stop !== undefined) return stop;
      const char = this.#advance();
      if (char === quote) break;
      if (char !== "\\") continue;
      const cut = this.#fill(quote);
      if (cut !== undefined) return cut;
      this.#advance();
    }
    words.push(this.#token(begin, quote));
    return this.#afterQuote(words);
  }

  /** Only white space, `;`, `{` or `)` may follow a closing quote; `)` begins a bare word. */
  #afterQuote(words: Token[]): Read | undefined {
    const stop = this.#fill("");
    if (stop !== undefined) return stop;
    const char = this.#bytes.charAt(this.#position);
    if (char === ";" || char === "{") return this.#punctuation(char, words);
    if (isSpace(char)) this.#advance();
    else if (char !== ")") return { kind: "error", message: `unexpected "${decode(char)}"`, line: this.#line };
    return undefined;
  }

  /** The word that ends where the lexer stands. */
  #token(begin: { readonly offset: number; readonly line: number; readonly lineStart: number }, quote: "" | "'" | '"'): Token {
    const raw = this.#bytes.slice(begin.offset, this.#position);
    const inner = quote === "" ? raw : raw.slice(1, -1);
    const firstLine = raw.split(/\r?\n/, 1)[0] ?? "";
    return { text: decode(unescape(inner)), line: begin.line, column: this.#columnOf(begin.offset, begin.lineStart), length: decode(firstLine).length, offset: begin.offset, quote };
  }

  /** Counted on from the last word of the line: a file can be one long line. */
  #columnOf(offset: number, lineStart: number): number {
    const from = this.#measured.lineStart === lineStart ? this.#measured : { offset: lineStart, column: 1 };
    const column = from.column + decode(this.#bytes.slice(from.offset, offset)).length;
    this.#measured = { lineStart, offset, column };
    return column;
  }

  /**
   * Skips the body of a `*_by_lua_block`, whose `{` was just read, as the Lua module does: it looks for its next token in what the buffer
   * holds, so that a string or long bracket must fit. Answers the Lua text, or an error when the block has no end.
   */
  skipLua(): { readonly text: string } | { readonly error: ReadError } {
    const start = this.#position;
    let openedAt = this.#line;
    for (let depth = 1; depth > 0;) {
      const token = this.#nextLuaToken(openedAt);
      if (typeof token !== "string") return { error: token };
      if (token === "{") {
        depth++;
        openedAt = this.#line;
      } else if (token === "}") depth--;
    }
    return { text: decode(this.#bytes.slice(start, this.#position - 1)) };
  }

  #nextLuaToken(openedAt: number): string | ReadError {
    this.#begin();
    for (;;) {
      const stop = this.#fillForLua(openedAt);
      if (stop !== undefined) return stop;
      const found = matchIn(this.#bytes.slice(this.#position, this.#filled));
      if (found !== undefined) return this.#takeLuaToken(found);
      if (this.#filled >= this.#bytes.length) return luaEndsEarly(openedAt);
      const kept = this.#filled - this.#position;
      if (kept === bufferSize) return this.#luaTooLong();
      this.#start = this.#position;
      this.#advanceTo(this.#filled);
      this.#filled = Math.min(this.#bytes.length, this.#filled + bufferSize - kept);
    }
  }

  /** The Lua module reads on when less than half a buffer is left. */
  #fillForLua(openedAt: number): ReadError | undefined {
    const isAtEnd = this.#filled >= this.#bytes.length;
    const left = this.#filled - this.#position;
    if (left > 0 && (left >= bufferSize / 2 || isAtEnd)) return undefined;
    if (isAtEnd) return luaEndsEarly(openedAt);
    const kept = this.#filled - this.#start;
    if (kept === bufferSize) return this.#luaTooLong();
    this.#filled = Math.min(this.#bytes.length, this.#filled + bufferSize - kept);
    return undefined;
  }

  #takeLuaToken(found: { readonly index: number; readonly text: string }): string | ReadError {
    this.#advanceTo(this.#position + found.index);
    const level = /^(?:--)?\[(=*)\[$/.exec(found.text)?.[1];
    if (level === undefined) this.#advanceTo(this.#position + found.text.length);
    else {
      const close = `]${level}]`;
      const at = this.#bytes.slice(0, this.#filled).indexOf(close, this.#position + found.text.length);
      if (at === -1) return { kind: "error", message: `Lua code block missing the closing long bracket "${close}", the inlined Lua code may be too long`, line: this.#line };
      this.#advanceTo(at + close.length);
    }
    return found.text;
  }

  #luaTooLong(): ReadError {
    return { kind: "error", message: "too long lua code block, probably missing terminating characters", line: this.#startLine };
  }

  #advanceTo(end: number): void {
    while (this.#position < end) this.#advance();
  }
}

function matchIn(buffer: string): { readonly index: number; readonly text: string } | undefined {
  luaToken.lastIndex = 0;
  const match = luaToken.exec(buffer);
  return match ? { index: match.index, text: match[0] } : undefined;
}

function luaEndsEarly(line: number): ReadError {
  return { kind: "error", message: "unexpected end of file, expecting terminating characters for lua code block", line };
}

function isSpace(char: string): boolean {
  return char === " " || char === "\t" || char === "\r" || char === "\n";
}

function decode(bytes: string): string {
  return /^\p{ASCII}*$/u.test(bytes) ? bytes : Buffer.from(bytes, "latin1").toString("utf8");
}

function unescape(text: string): string {
  return text.replace(/\\(["'\\trn])/g, (_, char: string) => ({ t: "\t", r: "\r", n: "\n" })[char] ?? char);
}
