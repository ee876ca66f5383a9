/** A PCRE pattern of nginx as a JavaScript expression; undefined when it uses what JavaScript lacks or is malformed. */
export function toExpression(pattern: string, ignoreCase: boolean): RegExp | undefined {
  const inline = /^\(\?i\)/.exec(pattern);
  const source = pattern
    .slice(inline?.[0].length ?? 0)
    .replace(/\(\?P?<([A-Za-z_]\w*)>/g, "(?<$1>")
    .replace(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replace(/([*+?}])\+/g, "$1")
    .replace(/\\A/g, "^")
    .replace(/\\[zZ]/g, "$");
  try {
    return new RegExp(source, ignoreCase || inline ? "is" : "s");
  } catch {
    return undefined;
  }
}

/** Whether a pattern of nginx matches a text; false when it is malformed. */
export function matchesPattern(pattern: string, ignoreCase: boolean, text: string): boolean {
  return toExpression(pattern, ignoreCase)?.test(text) === true;
}

/** A repetition of what itself repeats or has a choice: such a pattern can take for ever to miss a long text. */
const nested = /[*+}|][^()]*\)[*+{]|\)+[*+{]\??\)[*+{]/;

function isWorthTrying(pattern: string, sample: string): boolean {
  return sample.length <= 16 || !nested.test(pattern);
}

/** A text that the pattern matches, as short and plain as can be found; undefined when none is. */
export function sampleOf(pattern: string, ignoreCase = false): string | undefined {
  const expression = toExpression(pattern, ignoreCase);
  if (expression === undefined) return undefined;
  const sampler = new Sampler(pattern);
  for (const filler of ["x", "1", "index", "a"]) {
    const sample = sampler.run(filler);
    if (sample !== undefined && isWorthTrying(pattern, sample) && expression.test(sample)) return sample;
  }
  return undefined;
}

/** A path longer than this is no use as a request. */
const longestSample = 2000;

/** Walks a pattern once, taking the first alternative and the fewest repetitions. */
class Sampler {
  readonly #pattern: string;
  #position = 0;
  #filler = "x";
  #depth = 0;
  #isHopeless = false;

  constructor(pattern: string) {
    this.#pattern = pattern.replace(/^\(\?[a-z]+\)/, "");
  }

  run(filler: string): string | undefined {
    this.#position = 0;
    this.#filler = filler;
    this.#depth = 0;
    this.#isHopeless = false;
    const text = this.#alternatives();
    return this.#position >= this.#pattern.length && !this.#isHopeless ? text : undefined;
  }

  #peek(): string {
    return this.#pattern.charAt(this.#position);
  }

  #alternatives(): string {
    let first: string | undefined;
    for (;;) {
      const sequence = this.#sequence();
      first = first === undefined || (first === "" && sequence !== "") ? sequence : first;
      if (this.#peek() !== "|") return first;
      this.#position++;
    }
  }

  #sequence(): string {
    let text = "";
    while (this.#position < this.#pattern.length && this.#peek() !== "|" && this.#peek() !== ")") {
      const atom = this.#atom();
      text += atom.repeat(Math.min(this.#repetitions(), 64));
      if (text.length > longestSample) this.#giveUp();
    }
    return text;
  }

  #giveUp(): void {
    this.#isHopeless = true;
    this.#position = this.#pattern.length;
  }

  #repetitions(): number {
    const quantifier = /^(?:[*+?]|\{(\d*),?\d*\})[?+]?/.exec(this.#pattern.slice(this.#position));
    if (!quantifier) return 1;
    this.#position += quantifier[0].length;
    if (quantifier[1] !== undefined) return Number(quantifier[1] || 0);
    return quantifier[0].startsWith("+") ? 1 : 0;
  }

  #atom(): string {
    const char = this.#peek();
    this.#position++;
    if (char === "(") return this.#group();
    if (char === "[") return this.#characterClass();
    if (char === "\\") return this.#escape();
    if (char === "^" || char === "$") return "";
    return char === "." ? this.#filler.charAt(0) : char;
  }

  #group(): string {
    const opener = /^\?(?:P?<[A-Za-z_]\w*>|[:>|]|<?[=!]|[a-z]+:)/.exec(this.#pattern.slice(this.#position));
    this.#position += opener?.[0].length ?? 0;
    const isAssertion = opener !== null && /[=!]$/.test(opener[0]);
    if (++this.#depth > 50) this.#giveUp();
    const text = this.#alternatives();
    this.#depth--;
    this.#position++;
    return isAssertion ? "" : text;
  }

  #characterClass(): string {
    const rest = this.#pattern.slice(this.#position);
    const body = /^\^?\]?(?:\\.|\[:\w+:\]|[^\]])*/s.exec(rest)?.[0] ?? "";
    this.#position += body.length + 1;
    const accepts = toExpression(`^[${body}]$`, false);
    const candidates = [...this.#filler, ..."x1a0Ab-_./ ~"];
    return candidates.find((candidate) => accepts?.test(candidate)) ?? "";
  }

  #escape(): string {
    const char = this.#peek();
    this.#position++;
    if (char === "d") return "1";
    if (char === "w") return this.#filler.charAt(0);
    if (char === "s") return " ";
    if (char === "S" || char === "D" || char === "W") return char === "W" ? "-" : "x";
    return /[bBAzZ]/.test(char) ? "" : char;
  }
}
