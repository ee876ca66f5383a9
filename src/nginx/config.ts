import { mainContext, rowBlocks } from "./directives.ts";
import { matchGlob } from "./glob.ts";
import { parseNginx, type Directive, type SyntaxProblem } from "./parser.ts";

/** The files that nginx would see: absolute path to text. */
export interface ConfigFiles {
  /** The text of a file; undefined when there is none. */
  read(path: string): string | undefined;
  /** Absolute paths of the files and folders directly in a folder; empty when there is none. */
  list(folder: string): readonly string[];
}

/** A whole configuration with its includes put in their places. */
export interface Config {
  readonly main: string;
  readonly directives: readonly Directive[];
  /** Every file that was read, in the order of first use. */
  readonly files: readonly string[];
  /** The first thing that nginx would refuse in the grammar or the includes. */
  readonly problem?: SyntaxProblem;
  /** Included files that are not there although named without a wildcard. */
  readonly absent: readonly { readonly path: string; readonly by: Directive }[];
}

/** An include that includes itself ends here, as it would by running out of file handles in nginx. */
const deepestInclude = 30;

/**
 * Loads the configuration whose main file is `main` as nginx does: includes relative to the main file's folder, wildcards in byte
 * order without hidden files, a file included twice read twice. Stops at the first problem, like nginx.
 * `tolerant` goes on past absent files, for planning.
 */
export function loadConfig(main: string, files: ConfigFiles, tolerant = false): Config {
  const loader = new Loader(main, files, tolerant);
  const text = files.read(main);
  if (text === undefined) {
    return { main, directives: [], files: [], absent: [], problem: { message: `open() "${main}" failed (2: No such file or directory)`, file: main, line: 0 } };
  }
  const directives = loader.load(main, text, mainContext, 0);
  return { main, directives, files: [...loader.seen], absent: loader.absent, ...(loader.problem ? { problem: loader.problem } : {}) };
}

/** Blocks in whose rows `include` is no more than a key. */
const withoutIncludes = new Set(["charset_map", "split_clients"]);

class Loader {
  readonly seen = new Set<string>();
  readonly absent: { path: string; by: Directive }[] = [];
  problem: SyntaxProblem | undefined;
  readonly #folder: string;
  readonly #files: ConfigFiles;
  readonly #tolerant: boolean;
  #budget = 2000;

  constructor(main: string, files: ConfigFiles, tolerant: boolean) {
    this.#folder = main.slice(0, main.lastIndexOf("/"));
    this.#files = files;
    this.#tolerant = tolerant;
  }

  load(path: string, text: string, parent: string, depth: number): Directive[] {
    this.seen.add(path);
    const parsed = parseNginx(text, path, { parent });
    const directives = this.#expand(parsed.directives, parent, depth);
    this.problem ??= parsed.problem;
    return directives;
  }

  #stops(): boolean {
    return this.problem !== undefined && !this.#tolerant;
  }

  #expand(directives: readonly Directive[], parent: string, depth: number): Directive[] {
    const expanded: Directive[] = [];
    for (const directive of directives) {
      if (this.#stops()) break;
      if (this.#isInclude(directive, parent)) for (const included of this.#include(directive, parent, depth)) expanded.push(included);
      else expanded.push(directive.block ? { ...directive, block: this.#expand(directive.block, directive.name, depth) } : directive);
    }
    return expanded;
  }

  #isInclude(directive: Directive, parent: string): boolean {
    if (directive.name !== "include" || directive.block || withoutIncludes.has(parent)) return false;
    return directive.args.length === 1 || !rowBlocks.has(parent);
  }

  #include(directive: Directive, parent: string, depth: number): Directive[] {
    const [only, ...others] = directive.args;
    if (only === undefined || others.length > 0) return this.#refuse(directive, 'invalid number of arguments in "include" directive');
    const path = only.text.startsWith("/") ? only.text : `${this.#folder}/${only.text}`;
    if (depth >= deepestInclude || --this.#budget < 0) return this.#refuse(directive, `open() "${path}" failed (24: Too many open files)`);
    // geo opens what it is given as it stands
    const paths = /[*?[]/.test(path) && parent !== "geo" ? matchGlob(path, (folder) => this.#list(folder)) : [path];
    const directives: Directive[] = [];
    for (const each of paths) {
      if (this.#stops()) break;
      for (const included of this.#includeFile(each, directive, parent, depth, paths.length === 1 && each === path)) directives.push(included);
    }
    return directives;
  }

  #includeFile(path: string, directive: Directive, parent: string, depth: number, isNamed: boolean): Directive[] {
    const text = this.#files.read(plainPath(path));
    if (text !== undefined) return this.load(path, text, parent, depth + 1);
    if (this.#list(path).length > 0) return this.#refuse(directive, `pread() "${path}" failed (21: Is a directory)`);
    if (!isNamed) return [];
    this.absent.push({ path, by: directive });
    return this.#tolerant ? [] : this.#refuse(directive, `open() "${path}" failed (2: No such file or directory)`);
  }

  #list(folder: string): readonly string[] {
    return this.#files.list(plainPath(folder));
  }

  #refuse(directive: Directive, message: string): Directive[] {
    this.problem ??= { message, file: directive.file, line: directive.endLine };
    return [];
  }
}

/** An absolute path without empty parts, `.` and `..`. */
function plainPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
