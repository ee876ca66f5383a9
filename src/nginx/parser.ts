import { rowBlocks, wrongEnd } from "./directives.ts";
import { Lexer, type Read, type Token } from "./lexer.ts";

/** A directive with its words' places; `block` is there for `name … { }`. */
export interface Directive {
  readonly name: string;
  readonly nameToken: Token;
  readonly args: readonly Token[];
  /** The path of the file it stands in, as given to the parser. */
  readonly file: string;
  /** The line of its first word. */
  readonly line: number;
  /** The line of its `;` or `{`: the one nginx prints. */
  readonly endLine: number;
  /** Bytes from the start of the file to just behind its `;` or `{`. */
  readonly endOffset: number;
  /** For a block: the line of its `}`. */
  readonly closeLine?: number;
  /** For a block that has its `}`: bytes from the start of the file to just behind it. */
  readonly closeOffset?: number;
  readonly block?: readonly Directive[];
  /** The text of a Lua block. */
  readonly lua?: string;
}

/** Why a configuration does not load, in nginx's words. */
export interface SyntaxProblem {
  readonly message: string;
  readonly file: string;
  readonly line: number;
}

export interface ParsedFile {
  readonly directives: readonly Directive[];
  /** The first problem; nothing after it was read. */
  readonly problem?: SyntaxProblem;
}

export interface ParseOptions {
  /** The name of the block that the file is included in, "main" for none; unknown when absent. */
  readonly parent?: string;
  /** Whether to leave out what nginx knows of its directives' names: which of them open a block. */
  readonly grammarOnly?: boolean;
}

/** Blocks nested deeper than this are a problem: hostile input must not exhaust the stack. */
const deepest = 200;

/** Parses one file's text by nginx's grammar; includes are not followed. Never throws. */
export function parseNginx(text: string, file: string, options: ParseOptions = {}): ParsedFile {
  const { directives, problem } = new Parser(text, file, options.grammarOnly ?? false).readBlock(options.parent, 0);
  return problem === undefined ? { directives } : { directives, problem };
}

interface Block {
  readonly directives: Directive[];
  readonly closeLine: number;
  readonly closeOffset?: number;
  readonly problem?: SyntaxProblem;
}

type Ended = Extract<Read, { kind: "simple" | "block" }>;

class Parser {
  readonly #lexer: Lexer;
  readonly #file: string;
  readonly #grammarOnly: boolean;

  constructor(text: string, file: string, grammarOnly: boolean) {
    this.#lexer = new Lexer(text);
    this.#file = file;
    this.#grammarOnly = grammarOnly;
  }

  /** Reads up to the `}` of a block; at depth 0 up to the end of the file. */
  readBlock(parent: string | undefined, depth: number): Block {
    const directives: Directive[] = [];
    const stop = (message: string, line: number): Block => ({ directives, closeLine: line, problem: { message, file: this.#file, line } });
    for (;;) {
      const read = this.#lexer.next();
      if (read.kind === "error") return stop(read.message, read.line);
      if (read.kind === "end") return depth === 0 ? { directives, closeLine: read.line } : stop('unexpected end of file, expecting "}"', read.line);
      if (read.kind === "close") return depth === 0 ? stop('unexpected "}"', read.line) : { directives, closeLine: read.line, closeOffset: read.offset + 1 };
      const directive = directiveOf(read, this.#file);
      const refused = this.#refuses(directive, read.kind, parent, depth);
      if (refused !== undefined) return stop(refused, read.line);
      if (read.kind === "simple") {
        directives.push(directive);
        continue;
      }
      const nested = this.#readNested(directive, depth);
      directives.push(nested.directive);
      if (nested.problem) return { directives, closeLine: nested.problem.line, problem: nested.problem };
    }
  }

  /** Why nginx does not go on behind the `;` or `{` of a directive. */
  #refuses(directive: Directive, kind: "simple" | "block", parent: string | undefined, depth: number): string | undefined {
    if (parent !== undefined && rowBlocks.has(parent)) return kind === "block" ? 'unexpected "{"' : undefined;
    if (kind === "block" && depth >= deepest) return "blocks are nested too deeply";
    return this.#grammarOnly ? undefined : wrongEnd(directive.name, kind, parent);
  }

  #readNested(directive: Directive, depth: number): { directive: Directive; problem?: SyntaxProblem } {
    if (directive.name.endsWith("_by_lua_block")) return this.#readLua(directive);
    const { directives, closeLine, closeOffset, problem } = this.readBlock(directive.name, depth + 1);
    const whole = { ...directive, block: directives, closeLine, ...(closeOffset === undefined ? {} : { closeOffset }) };
    return problem ? { directive: whole, problem } : { directive: whole };
  }

  #readLua(directive: Directive): { directive: Directive; problem?: SyntaxProblem } {
    const lua = this.#lexer.skipLua();
    if ("text" in lua) {
      const closeLine = directive.endLine + lua.text.split("\n").length - 1;
      return { directive: { ...directive, block: [], closeLine, closeOffset: directive.endOffset + Buffer.byteLength(lua.text) + 1, lua: lua.text } };
    }
    return { directive, problem: { message: lua.error.message, file: this.#file, line: lua.error.line } };
  }
}

function directiveOf(read: Ended, file: string): Directive {
  const [nameToken, ...args] = read.words;
  if (nameToken === undefined) throw new Error("the lexer gives at least one word");
  return { name: nameToken.text, nameToken, args, file, line: nameToken.line, endLine: read.line, endOffset: read.offset + 1 };
}

/** Every directive below and including the given ones, depth first, in file order. */
export function* walk(directives: readonly Directive[]): Generator<Directive> {
  for (const directive of directives) {
    yield directive;
    if (directive.block) yield* walk(directive.block);
  }
}

/** The directives of that name directly in a block. */
export function named(directives: readonly Directive[] | undefined, name: string): Directive[] {
  return (directives ?? []).filter((directive) => directive.name === name);
}
