import type { Sourced } from "../model/location.ts";

/** A stretch of a rendered line that a variable filled, and the stretch of the template line it stood for. */
export interface Substitution {
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly sourceColumn: number;
  readonly sourceLength: number;
  readonly variable: string;
  readonly from: Sourced<string>;
}

export interface Rendered {
  readonly text: string;
  readonly substitutions: readonly Substitution[];
  /** References that were left as they stand because nothing defines them. */
  readonly undefinedNames: readonly { readonly name: string; readonly line: number }[];
}

/**
 * Renders a template as envsubst does: `$NAME` and `${NAME}`, no defaults. With `onlyDefined` (the official image gives envsubst the
 * list of variables that exist) an undefined reference stays as it is; without it (a bare `envsubst`) it becomes empty.
 * Lines stay lines as long as no value holds a line end.
 */
export function renderTemplate(text: string, variables: Readonly<Record<string, Sourced<string>>>, options: { readonly onlyDefined: boolean; readonly filter?: (name: string) => boolean }): Rendered {
  const substitutions: Substitution[] = [];
  const undefinedNames: { name: string; line: number }[] = [];
  const applies = options.filter ?? (() => true);
  const rendered = text.split("\n").map((source, index) => {
    let result = "";
    let done = 0;
    for (const match of source.matchAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)) {
      const name = match[1] ?? match[2] ?? "";
      const known = applies(name) ? variables[name] : undefined;
      if (known === undefined && (options.onlyDefined || !applies(name))) {
        undefinedNames.push({ name, line: index + 1 });
        continue;
      }
      result += source.slice(done, match.index);
      const from = known ?? { value: "", because: `${name} is not set` };
      substitutions.push({ line: index + 1, column: result.length + 1, length: from.value.length, sourceColumn: match.index + 1, sourceLength: match[0].length, variable: name, from });
      result += from.value;
      done = match.index + match[0].length;
    }
    return result + source.slice(done);
  });
  return { text: rendered.join("\n"), substitutions, undefinedNames };
}

/** Where a stretch of a rendered line stands in the template: its source column, and the substitution it comes from or touches. */
export function sourceColumn(substitutions: readonly Substitution[], line: number, column: number, length: number): { readonly column: number; readonly touched?: Substitution } {
  let shift = 0;
  for (const one of substitutions) {
    if (one.line !== line) continue;
    if (one.column + one.length <= column && !(one.length === 0 && one.column === column)) shift += one.sourceLength - one.length;
    else if (one.column < column + length) return { column: column + shift, touched: one };
  }
  return { column: column + shift };
}
