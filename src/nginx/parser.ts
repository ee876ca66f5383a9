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

/** Blocks nested deeper than this are a problem: hostile input must not exhaust the stack. */
const deepest = 200;

/** Blocks whose rows are not directives; nginx refuses a nested `{` there. */
const rowBlocks = new Set(["types", "map", "geo", "split_clients", "charset_map"]);

/** Parses one file's text by nginx's grammar; includes are not followed. Never throws. */
export function parseNginx(text: string, file: string): ParsedFile {
  const lexer = new Lexer(text);
  const top = readBlock(lexer, file, undefined, 0);
  return top.problem === undefined ? { directives: top.directives } : { directives: top.directives, problem: top.problem };
}

interface Block {
  readonly directives: Directive[];
  readonly closeLine: number;
  readonly problem?: SyntaxProblem;
}

function readBlock(lexer: Lexer, file: string, parent: string | undefined, depth: number): Block {
  const directives: Directive[] = [];
  const stop = (message: string, line: number): Block => ({ directives, closeLine: line, problem: { message, file, line } });
  for (;;) {
    const read = lexer.next();
    if (read.kind === "error") return stop(read.message, read.line);
    if (read.kind === "end") return parent === undefined ? { directives, closeLine: read.line } : stop('unexpected end of file, expecting "}"', read.line);
    if (read.kind === "close") return parent === undefined ? stop('unexpected "}"', read.line) : { directives, closeLine: read.line };
    if (read.kind === "simple") directives.push(directiveOf(read, file));
    else if (parent !== undefined && rowBlocks.has(parent)) return stop('unexpected "{"', read.line);
    else if (depth >= deepest) return stop("blocks are nested too deeply", read.line);
    else {
      const nested = readNested(lexer, file, read, depth);
      directives.push(nested.directive);
      if (nested.problem) return { directives, closeLine: nested.problem.line, problem: nested.problem };
    }
  }
}

function readNested(lexer: Lexer, file: string, read: Extract<Read, { kind: "simple" | "block" }>, depth: number): { directive: Directive; problem?: SyntaxProblem } {
  const directive = directiveOf(read, file);
  if (/_by_lua_block$/.test(directive.name)) {
    const lua = lexer.skipLua();
    if ("text" in lua) return { directive: { ...directive, block: [], lua: lua.text } };
    const problem = lua.error.kind === "error" ? { message: lua.error.message, file, line: lua.error.line } : undefined;
    return problem ? { directive, problem } : { directive };
  }
  const block = readBlock(lexer, file, directive.name, depth + 1);
  const whole = { ...directive, block: block.directives, closeLine: block.closeLine };
  return block.problem ? { directive: whole, problem: block.problem } : { directive: whole };
}

function directiveOf(read: Extract<Read, { kind: "simple" | "block" }>, file: string): Directive {
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
