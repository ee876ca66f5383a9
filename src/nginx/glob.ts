/**
 * The files that a glob(3) pattern names: `*`, `?` and `[…]` never match `/` or a leading dot, `\` makes the next character plain,
 * matches are in byte order. `list` gives the absolute paths of everything directly in a folder.
 */
export function matchGlob(pattern: string, list: (folder: string) => readonly string[]): string[] {
  let paths = [""];
  for (const part of pattern.split("/").slice(1)) {
    if (!/[*?[]/.test(part)) paths = paths.map((path) => `${path}/${part.replace(/\\(.)/gs, "$1")}`);
    else {
      const matches = globMatcher(part);
      paths = paths.flatMap((folder) => namesIn(folder, list).flatMap((name) => (matches(name) ? `${folder}/${name}` : [])));
    }
  }
  return paths.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function namesIn(folder: string, list: (folder: string) => readonly string[]): string[] {
  return list(folder === "" ? "/" : folder).map((path) => path.slice(path.lastIndexOf("/") + 1));
}

/** What one place of a pattern accepts; undefined stands for `*`. */
type Accepts = ((char: string) => boolean) | undefined;

/** Answers whether a name matches one path part of a glob, in time proportional to both lengths. */
export function globMatcher(part: string): (name: string) => boolean {
  const places = compile(toBytes(part));
  const hidesDots = /^[*?[]/.test(part);
  return (name) => !(hidesDots && name.startsWith(".")) && matchPlaces(places, toBytes(name));
}

/** glob(3) of a program without a locale goes by bytes. */
function toBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function matchPlaces(places: readonly Accepts[], name: string): boolean {
  let place = 0;
  let star = -1;
  let retry = 0;
  for (let at = 0; at < name.length;) {
    const accepts = places[place];
    if (place < places.length && accepts === undefined) {
      star = place++;
      retry = at;
    } else if (accepts?.(name.charAt(at)) === true) {
      place++;
      at++;
    } else if (star !== -1) {
      place = star + 1;
      at = ++retry;
    } else return false;
  }
  return places.slice(place).every((accepts) => accepts === undefined);
}

function compile(part: string): Accepts[] {
  const places: Accepts[] = [];
  for (let at = 0; at < part.length;) {
    const char = part.charAt(at);
    const set = char === "[" ? readSet(part, at) : undefined;
    if (set) {
      places.push(set.accepts);
      at = set.end;
      continue;
    }
    const plain = char === "\\" && at + 1 < part.length ? part.charAt(at + 1) : char;
    if (char === "*") places.push(undefined);
    else places.push(char === "?" ? () => true : (other) => other === plain);
    at += char === "\\" ? 2 : 1;
  }
  return places;
}

/** Reads `[…]`; undefined when it has no end, and is an ordinary character. */
function readSet(part: string, open: number): { readonly accepts: (char: string) => boolean; readonly end: number } | undefined {
  const negated = /[!^]/.test(part.charAt(open + 1));
  const first = open + (negated ? 2 : 1);
  const members: ((char: string) => boolean)[] = [];
  let isValid = true;
  for (let at = first; at < part.length;) {
    if (part.charAt(at) === "]" && at > first) return { accepts: (char) => isValid && members.some((member) => member(char)) !== negated, end: at + 1 };
    const named = /^\[:(\w+):\]/.exec(part.slice(at, at + 16));
    if (named) {
      const expression = classes[named[1] ?? ""];
      isValid &&= expression !== undefined;
      members.push((char) => expression?.test(char) === true);
      at += named[0].length;
      continue;
    }
    const low = plainAt(part, at);
    const high = part.charAt(low.next) === "-" && part.charAt(low.next + 1) !== "]" && low.next + 1 < part.length ? plainAt(part, low.next + 1) : undefined;
    members.push((char) => char >= low.char && char <= (high ?? low).char);
    at = (high ?? low).next;
  }
  return undefined;
}

function plainAt(part: string, at: number): { readonly char: string; readonly next: number } {
  const isEscaped = part.charAt(at) === "\\" && at + 1 < part.length;
  return { char: part.charAt(isEscaped ? at + 1 : at), next: at + (isEscaped ? 2 : 1) };
}

const classes: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/,
  digit: /\d/,
  alnum: /[A-Za-z\d]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t-\r]/,
  blank: /[ \t]/,
  xdigit: /[\dA-Fa-f]/,
  graph: /[!-~]/,
  print: /[ -~]/,
  // oxlint-disable-next-line no-control-regex
  cntrl: /[\0-\x1f\x7f]/,
};
