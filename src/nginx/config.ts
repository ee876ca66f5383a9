import { matchGlob } from "./glob.ts";
import { parseNginx, type Directive, type SyntaxProblem } from "./parser.ts";

/** The files that nginx would see: absolute path to text. */
export interface ConfigFiles {
  /** The text of a file; undefined when there is none. */
  read(path: string): string | undefined;
  /** Absolute paths of the files directly in a folder; empty when there is none. */
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
  const directives = loader.load(main, text, 0);
  return { main, directives, files: [...loader.seen], absent: loader.absent, ...(loader.problem ? { problem: loader.problem } : {}) };
}

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

  load(path: string, text: string, depth: number): Directive[] {
    this.seen.add(path);
    const parsed = parseNginx(text, path);
    const directives = this.#expand(parsed.directives, depth);
    this.problem ??= parsed.problem;
    return directives;
  }

  #expand(directives: readonly Directive[], depth: number): Directive[] {
    const expanded: Directive[] = [];
    for (const directive of directives) {
      if (this.problem !== undefined && !this.#tolerant) break;
      if (directive.name === "include" && directive.args.length === 1) expanded.push(...this.#include(directive, depth));
      else if (directive.block) expanded.push({ ...directive, block: this.#expand(directive.block, depth) });
      else expanded.push(directive);
    }
    return expanded;
  }

  #include(directive: Directive, depth: number): Directive[] {
    const written = directive.args[0]?.text ?? "";
    const path = written.startsWith("/") ? written : `${this.#folder}/${written}`;
    if (depth >= deepestInclude || --this.#budget < 0) {
      this.problem ??= { message: `open() "${path}" failed (24: Too many open files)`, file: directive.file, line: directive.endLine };
      return [];
    }
    return /[*?[]/.test(path) ? this.#includeMatches(path, depth) : this.#includeFile(path, directive, depth);
  }

  #includeMatches(pattern: string, depth: number): Directive[] {
    return matchGlob(pattern, (folder) => this.#files.list(folder)).flatMap((path) => {
      const text = this.#files.read(path);
      return text === undefined || (this.problem !== undefined && !this.#tolerant) ? [] : this.load(path, text, depth + 1);
    });
  }

  #includeFile(path: string, directive: Directive, depth: number): Directive[] {
    const text = this.#files.read(path);
    if (text !== undefined) return this.load(path, text, depth + 1);
    this.absent.push({ path, by: directive });
    if (!this.#tolerant) this.problem ??= { message: `open() "${path}" failed (2: No such file or directory)`, file: directive.file, line: directive.endLine };
    return [];
  }
}
