import type { Token } from "./lexer.ts";
import { named, walk, type Directive } from "./parser.ts";

/** One possible text of an argument with variables, and the token that gave its host part when that is not the argument itself. */
export interface Possible {
  readonly text: string;
  readonly token: Token;
  readonly file: string;
  /** Whether its URI part lacks what only a request tells. */
  readonly isPartial?: boolean;
}

/** How many texts one argument may stand for before the rest is left out. */
const mostTexts = 16;

/** What the configuration's own `set`, `map`, `geo` and `split_clients` can put into a variable. */
export class Variables {
  readonly #http: readonly Directive[];
  constructor(http: readonly Directive[]) {
    this.#http = http;
  }

  /**
   * The texts that `token` can stand for at request time, as far as the configuration's own assignments tell. `scope` are the blocks
   * around it, innermost first; `known` are values that are certain. A variable that comes from the request leaves nothing, in the URI
   * part an empty text.
   */
  expand(token: Token, file: string, scope: readonly (readonly Directive[])[], known: Readonly<Record<string, string>> = {}): Possible[] {
    let texts: Possible[] = [{ text: token.text, token, file }];
    for (let round = 0; round < 4 && texts.some((one) => /\$/.test(one.text)); round++) {
      texts = texts.flatMap((one) => this.#expandOnce(one, scope, known)).slice(0, mostTexts);
    }
    return texts.filter((one) => !one.text.includes("$"));
  }

  #expandOnce(one: Possible, scope: readonly (readonly Directive[])[], known: Readonly<Record<string, string>>): Possible[] {
    const reference = /\$(?:\{(\w+)\}|(\w+))/.exec(one.text);
    if (!reference) return [one];
    const name = reference[1] ?? reference[2] ?? "";
    const before = one.text.slice(0, reference.index);
    const given = known[name];
    if (given !== undefined) return [{ ...one, text: before + given + one.text.slice(before.length + reference[0].length) }];
    const values = this.#valuesOf(name, scope);
    const isInUri = /^[a-z]+:\/\/[^/$]+\//.test(before);
    if (requestOnly.has(name) || (isInUri && values.length === 0)) return [{ ...one, text: before + one.text.slice(before.length + reference[0].length), ...(isInUri ? { isPartial: true } : {}) }];
    return values.map((value) => {
      const startsAddress = reference.index === 0 || /^[a-z]+:\/\/$/.test(one.text.slice(0, reference.index));
      const text = one.text.slice(0, reference.index) + value.token.text + one.text.slice(reference.index + reference[0].length);
      return startsAddress ? { text, token: value.token, file: value.file } : { ...one, text };
    });
  }

  #valuesOf(name: string, scope: readonly (readonly Directive[])[]): { token: Token; file: string }[] {
    for (const block of scope) {
      const set = [...walk(block.filter((directive) => directive.name === "set" || directive.name === "if"))].filter((directive) => directive.name === "set" && directive.args[0]?.text === `$${name}`);
      const values = set.flatMap((directive) => (directive.args[1] ? [{ token: directive.args[1], file: directive.file }] : []));
      if (values.length > 0) return values;
    }
    return this.#rowsOf(name);
  }

  #rowsOf(name: string): { token: Token; file: string }[] {
    for (const kind of ["map", "geo", "split_clients"]) {
      for (const block of named(this.#http, kind)) {
        if (block.args.at(-1)?.text !== `$${name}`) continue;
        const rows = (block.block ?? []).filter((row) => !["hostnames", "volatile", "ranges", "proxy", "delete"].includes(row.name));
        return rows.flatMap((row) => (row.args[0] ? [{ token: row.args[0], file: row.file }] : []));
      }
    }
    return [];
  }
}

/** Variables of the request that only ever stand in the URI part of an address. */
const requestOnly = new Set(["request_uri", "uri", "document_uri", "args", "is_args", "query_string"]);
