/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Mutation = (text: string, random: () => number) => string;

const special = [";", "{", "}", '"', "'", "\\", "$", "#", "\n", " ", ")", "("];

/** A copy of the text with one to three faults of the kinds that people and hostile people make. */
export function mutate(text: string, random: () => number): string {
  let mutated = text;
  for (let count = 1 + below(3, random); count > 0; count--) mutated = pick(mutations, random)(mutated, random);
  return mutated;
}

function below(limit: number, random: () => number): number {
  return Math.floor(random() * limit);
}

function pick<T>(choices: readonly T[], random: () => number): T {
  return choices[below(choices.length, random)] as T;
}

function insert(text: string, at: number, inserted: string): string {
  return text.slice(0, at) + inserted + text.slice(at);
}

/** The place of one of the grammar's own characters; the end when there is none. */
function specialAt(text: string, random: () => number): number {
  const wanted = pick(special, random);
  const found = text.indexOf(wanted, below(text.length + 1, random));
  return found === -1 ? text.indexOf(wanted) : found;
}

function withLines(change: (lines: string[], random: () => number) => void): Mutation {
  return (text, random) => {
    const lines = text.split("\n");
    change(lines, random);
    return lines.join("\n");
  };
}

/** Lengths around those at which nginx's buffer is full. */
function longWord(random: () => number): string {
  const length = 4096 - 12 + below(24, random);
  return pick([`"${"q".repeat(length)}"`, `'${"s".repeat(length)}'`, "b".repeat(length), `#${"c".repeat(length)}\n`, `"${"e".repeat(length)}`, "\\".repeat(length)], random);
}

const mutations: readonly Mutation[] = [
  (text, random) => {
    const at = specialAt(text, random);
    return at === -1 ? text : text.slice(0, at) + text.slice(at + 1);
  },
  (text, random) => insert(text, below(text.length + 1, random), pick(special, random)),
  (text, random) => {
    const at = specialAt(text, random);
    return at === -1 ? text : insert(text, at, text.charAt(at));
  },
  (text, random) => {
    const at = specialAt(text, random);
    return at === -1 ? text : text.slice(0, at) + pick(special, random) + text.slice(at + 1);
  },
  (text, random) => {
    const at = specialAt(text, random);
    return at === -1 ? text : insert(text, at, "\\");
  },
  (text) => text.replaceAll("\n", "\r\n"),
  (text) => `\uFEFF${text}`,
  (text, random) => insert(text, below(text.length + 1, random), pick(["\0", "\r", "é", "\t", "\u{1F600}"], random)),
  (text, random) => text.slice(0, below(text.length + 1, random)),
  (text, random) => text.slice(below(text.length + 1, random)),
  withLines((lines, random) => {
    const [a, b] = [below(lines.length, random), below(lines.length, random)];
    [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
  }),
  withLines((lines, random) => lines.splice(below(lines.length, random), 1 + below(3, random))),
  withLines((lines, random) => {
    const at = below(lines.length, random);
    lines.splice(at, 0, lines[at] ?? "");
  }),
  (text, random) => insert(text, below(text.length + 1, random), pick(['"', "'"], random)),
  (text, random) => insert(text, below(text.length + 1, random), ` ${longWord(random)} `),
  (text, random) => insert(text, below(text.length + 1, random), pick(["${", "${x}", "$", "$$", "${{", "$\\{"], random)),
  (text, random) => insert(text, below(text.length + 1, random), pick([' "x")', " 'x'{", ' "x"y', ' "x";', ' "")', ' "a"#'], random)),
  (text, random) => insert(text, below(text.length + 1, random), pick(["\ntypes { a b; }\n", "\nmap $a $b {\n", "\ngeo {\n a { }\n", "\ninclude x;\n", "\ninclude *.y;\n", "\n} \n", "\n{\n"], random)),
  (text, random) => {
    const at = text.indexOf(";", below(text.length + 1, random));
    return at === -1 ? text : `${text.slice(0, at)} {${text.slice(at + 1)}`;
  },
];
