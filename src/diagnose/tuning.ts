import type { Edit } from "../model/edit.ts";
import { sameLine, type Location, type RelatedLocation } from "../model/location.ts";
import type { Route, Tuning } from "../model/proxy.ts";
import { replaceWord, wholeLine } from "./edits.ts";

/** A directive as it shall be in effect for a route. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** "proxy", "fastcgi", …: what the route's directives begin with. */
export function moduleOf(route: Route): string {
  return route.directive.replace(/_pass$/, "");
}

/** The directive of that name in effect for the route; undefined when it is left to nginx. */
export function settingOf(route: Route, name: string): Tuning | undefined {
  return route.tuning?.find((each) => each.name === name);
}

/** Where the value of a directive is written: in the variable that gives it, else in the directive. */
export function placeOfSetting(setting: Tuning): Location | undefined {
  return setting.from?.at ?? setting.at;
}

/** Other lines to look at beside that of a finding: where a variable is used, and where nginx passes the request on. */
export function placesBeside(route: Route, setting: Tuning | undefined, location: Location | undefined): RelatedLocation[] {
  const used = setting?.from && setting.at ? [{ at: setting.at, note: "the variable is used here" }] : [];
  const passes = route.at && !sameLine(route.at, location) ? [{ at: route.at, note: "nginx passes the request on here" }] : [];
  return [...used, ...passes];
}

/**
 * The edits by which settings come into effect for a route. The first stands where the directive stands that is in effect, else
 * right behind the pass; so do the others, but never further out than the first: other locations keep what they have. None when
 * not all of them can be made.
 */
export function tuningEdits(route: Route, settings: readonly Setting[]): Edit[] {
  const [first] = settings;
  const main = first && settingOf(route, first.name);
  const depth = main?.depth ?? 0;
  const changes: Change[] = [];
  const added: string[] = [];
  for (const { name, value } of settings) {
    const present = settingOf(route, name);
    if (!present || present.depth > depth) {
      added.push(`${name} ${value};`);
      continue;
    }
    if (present.from) {
      const edits = settings.length === 1 ? replaceWord(present.from.at, present.from.value, value) : [];
      if (edits.length > 0) return edits;
    }
    const change = replaced(present, value);
    if (!change) return [];
    changes.push(change);
  }
  if (added.length > 0) {
    const isLone = main === undefined;
    if (isLone && route.isConditional === true) return [];
    const change = insertion(isLone ? route.at : main.at, added);
    if (!change) return [];
    changes.push(change);
  }
  return applied(changes);
}

/** A stretch of one line, `from` to `to` in characters, and what comes in its place. */
interface Change {
  readonly at: Location;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function replaced({ at, span }: Tuning, value: string): Change | undefined {
  if (!at || !span || span.line !== at.line) return undefined;
  return { at, from: span.column - 1, to: span.column - 1 + span.length, text: value };
}

/** Directives put behind the one at a place: on lines of their own, or on its line when something follows there. */
function insertion(at: Location | undefined, directives: readonly string[]): Change | undefined {
  if (at?.text === undefined || at.column === undefined) return undefined;
  const end = /^\w+\s+(?:"[^"]*"|'[^']*'|[^;"'])*;/.exec(at.text.slice(at.column - 1))?.[0].length;
  if (end === undefined) return undefined;
  const from = at.column - 1 + end;
  const indent = /^\s*/.exec(at.text)?.[0] ?? "";
  const isAlone = /^\s*(?:#.*)?$/.test(at.text.slice(from)) && at.text.slice(0, at.column - 1).trim() === "";
  const to = isAlone ? at.text.length : from;
  const rest = at.text.slice(from, to).trimEnd();
  return { at, from, to, text: isAlone ? rest + directives.map((each) => `\n${indent}${each}`).join("") : directives.map((each) => ` ${each}`).join("") };
}

/** The changes as edits of whole lines; none when a line's text is not known whole. */
function applied(changes: readonly Change[]): Edit[] {
  const firsts = changes.filter(({ at }, index) => changes.findIndex((other) => sameLine(other.at, at)) === index);
  const edits = firsts.map(({ at }): Edit | undefined => {
    const own = changes.filter((change) => sameLine(change.at, at));
    if (at.text === undefined || at.text.length >= 300 || at.text.includes("[redacted:")) return undefined;
    const text = own.toSorted((a, b) => b.from - a.from).reduce((line, { from, to, text: put }) => line.slice(0, from) + put + line.slice(to), at.text);
    return wholeLine(at, text);
  });
  return edits.every((edit) => edit !== undefined) ? edits : [];
}
