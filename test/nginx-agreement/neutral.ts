import { rowBlocks } from "../../src/nginx/directives.ts";
import { parseNginx, type Directive, type SyntaxProblem } from "../../src/nginx/parser.ts";

/** A copy of a configuration in which nginx finds nothing to complain of but its grammar. */
export interface Neutral {
  readonly text: string;
  /** What we say of the grammar of the original, and so of the copy. */
  readonly problem: SyntaxProblem | undefined;
  /** Whether the problem lies in a Lua block, which only nginx with the Lua module reads. */
  readonly isLua: boolean;
}

interface Edit {
  readonly at: number;
  /** Bytes that are taken away. */
  readonly drop?: number;
  readonly text: string;
}

export interface NeutralOptions {
  /** Whether every word is written twice, so that nginx says which words it has read: it warns of each as a duplicate. */
  readonly echo?: boolean;
  /** Whether Lua blocks stay, for an nginx with the Lua module. */
  readonly lua?: boolean;
  /** The number of the block whose `{` is left to stand behind a directive that must end with `;`. */
  readonly opener?: number;
}

/** The main file that takes such a copy in; the copy is for inside a location. */
export const neutralMain = (path: string, modules = ""): string => `${modules}events { } http { server { location ~ x { include ${path}; } } }\n`;

/**
 * Puts directives that take any words in front of those of the text: `a b;` becomes `gzip_types a b;`, and `a b {` becomes
 * `gzip_types a b ;location ~ x {` (for blocks of rows, `;types {`). Nothing of the text goes away, no line gets another number, and what
 * stands behind the first problem stays as it is.
 */
export function neutralise(text: string, options: NeutralOptions = {}): Neutral {
  const { directives, problem } = parseNginx(text, "", { grammarOnly: true });
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  const edits = new Edits(bytes, options);
  edits.block(directives, false);
  return { text: edits.apply(), problem, isLua: edits.luaIsOpen };
}

/** How many blocks a text opens. */
export function countBlocks(text: string): number {
  const count = (directives: readonly Directive[]): number => directives.reduce((sum, directive) => sum + (directive.block && directive.lua === undefined ? 1 + count(directive.block) : 0), 0);
  return count(parseNginx(text, "", { grammarOnly: true }).directives);
}

/** Whether nginx's warnings tell the words of a directive apart. */
export function isHeard(directive: Directive, raw: string): boolean {
  return !raw.includes("\n") && [directive.nameToken, ...directive.args].every(({ text }) => text !== "*" && !text.includes("\n") && text.length < 900);
}

class Edits {
  luaIsOpen = false;
  readonly #edits: Edit[] = [];
  readonly #bytes: string;
  readonly #options: NeutralOptions;
  #opened = 0;

  constructor(bytes: string, options: NeutralOptions) {
    this.#bytes = bytes;
    this.#options = options;
  }

  block(directives: readonly Directive[], isRows: boolean): void {
    for (const directive of directives) this.#one(directive, isRows);
  }

  #one(directive: Directive, isRow: boolean): void {
    const isStar = directive.args.some((arg) => arg.text === "*") || directive.name === "*";
    const carrier = isRow ? "x" : isStar ? "charset_types" : "gzip_types";
    this.#edits.push({ at: directive.nameToken.offset, text: `${carrier} ` });
    const end = directive.endOffset - 1;
    if (this.#options.echo === true) this.#edits.push({ at: end, text: this.#again(directive) });
    const opens = this.#bytes.charAt(end) === "{";
    if (!opens) return;
    if (directive.name.endsWith("_by_lua_block")) this.#lua(directive);
    else {
      const isRows = rowBlocks.has(directive.name);
      if (this.#options.opener !== this.#opened++) this.#edits.push({ at: end, text: isRows ? ";types " : ";location ~ x " });
      this.block(directive.block ?? [], isRows);
    }
  }

  #again(directive: Directive): string {
    const raw = this.#bytes.slice(directive.nameToken.offset, directive.endOffset - 1);
    return isHeard(directive, raw) ? ` ${raw} ` : "";
  }

  #lua(directive: Directive): void {
    this.luaIsOpen ||= directive.lua === undefined;
    const end = directive.endOffset - 1;
    if (this.#options.lua === true) {
      this.#edits.push({ at: end, text: ";location ~ x { content_by_lua_block " });
      if (directive.closeOffset !== undefined) this.#edits.push({ at: directive.closeOffset, text: "}" });
      return;
    }
    const body = this.#bytes.slice(directive.endOffset, (directive.closeOffset ?? this.#bytes.length + 1) - 1);
    this.#edits.push({ at: end, text: ";location ~ x " }, { at: directive.endOffset, drop: body.length, text: body.replace(/[^\n]/g, "") });
  }

  apply(): string {
    const parts: string[] = [];
    let done = 0;
    for (const edit of this.#edits) {
      parts.push(this.#bytes.slice(done, edit.at), edit.text);
      done = edit.at + (edit.drop ?? 0);
    }
    parts.push(this.#bytes.slice(done));
    return Buffer.from(parts.join(""), "latin1").toString("utf8");
  }
}
