import type { Edit } from "../model/edit.ts";
import type { Intervention } from "../model/experiment.ts";
import type { Location } from "../model/location.ts";
import { wholeLine, wholeText } from "./edits.ts";

/** How a language says nothing. */
interface Silence {
  /** In place of a value; absent where types do not let one be left out. */
  readonly value?: string;
  /** In place of a statement. */
  readonly statement: string;
  /** What ends a statement. */
  readonly end: "" | ";";
}

const python: Silence = { value: "None", statement: "pass", end: "" };
const ruby: Silence = { value: "nil", statement: "nil", end: "" };
const script: Silence = { value: "undefined", statement: ";", end: ";" };
const php: Silence = { value: "null", statement: ";", end: ";" };
const perl: Silence = { value: "undef", statement: ";", end: ";" };
const silences: readonly (readonly [RegExp, Silence])[] = [
  [/\.py$/, python],
  [/\.(?:rb|ru)$/, ruby],
  [/\.[cm]?[jt]sx?$/, script],
  [/\.php$/, php],
  [/\.(?:p[lm]|psgi)$/, perl],
  [/\.java$/, { statement: ";", end: ";" }],
  [/\.go$/, { statement: "", end: "" }],
];

/**
 * "blank": the statement stays and its value is that of nothing. "drop": it is gone, as a header or a status that is not set.
 */
export type Manner = "blank" | "drop";

/**
 * A trial without what one line of a program does: shows that the line takes part, and is no repair. None when the line is not one whole statement
 * or element by itself.
 */
export function withoutStatement(at: Location | undefined, service: string, manner: Manner, failing: readonly number[] = []): { readonly intervention?: Intervention } {
  const edits = silenced(at, manner);
  return edits.length === 0 ? {} : { intervention: { kind: "edit-files", edits, services: [service], isBlank: true, ...(failing.length > 0 ? { failing } : {}) } };
}

/** The line at a place without its effect; none when its text is not known whole or is no statement by itself. */
export function silenced(at: Location | undefined, manner: Manner): Edit[] {
  const text = wholeText(at);
  const silence = silences.find(([names]) => names.test(at?.path ?? ""))?.[1];
  if (!at || text === undefined || !silence) return [];
  const code = text.trim();
  const instead = isWhole(code, silence) ? insteadOf(code, silence, manner) : undefined;
  return instead === undefined ? [] : [wholeLine(at, instead === "" ? "" : (/^\s*/.exec(text)?.[0] ?? "") + instead)];
}

/** Declarations, and parts of what spans lines. */
const partial =
  /^(?:[?:&|+*%<>=]|(?:and|or|else|elif|elsif|elseif|case|when|default|catch|except|finally|rescue|ensure|end|def|class|function|func|sub|module|import|from|require|require_once|require_relative|use|package|namespace|include|export (?:default|function|class|async)|async def|async function|try|begin|do)\b(?!\s*[=(.[]))|(?:(?<!\+)\+|(?<!-)-|[*/%&|=<>\\:{([]|\b(?:and|or|do|then|not|in)|\bdo\s*\|[^|]*\|)$/;

function isWhole(code: string, silence: Silence): boolean {
  if (code === "" || partial.test(code) || !isBalanced(code)) return false;
  return !(silence === ruby && /^(?:if|unless|while|until|for)\b/.test(code)) && !(silence === python && code.startsWith("@"));
}

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Whether brackets and quotation marks that open on the line close on it. */
function isBalanced(code: string): boolean {
  const open: string[] = [];
  let quote = "";
  for (let index = 0; index < code.length; index++) {
    const letter = code[index] ?? "";
    if (letter === "\\") index++;
    else if (quote !== "") quote = letter === quote ? "" : quote;
    else if (/["'`]/.test(letter)) quote = letter;
    else if (closers[letter] !== undefined) open.push(closers[letter]);
    else if (/[)\]}]/.test(letter) && open.pop() !== letter) return false;
  }
  return quote === "" && open.length === 0;
}

/** What stands in place of a whole statement; undefined when nothing can. */
function insteadOf(code: string, silence: Silence, manner: Manner): string | undefined {
  if (/^(?:\?\.|->|\.)[A-Za-z_]/.test(code)) return code.endsWith(";") ? ";" : "";
  if (code.endsWith(",")) return insteadOfElement(code, silence, manner);
  if (/^return\b/.test(code)) return silence.value === undefined ? undefined : `return ${silence.value}${silence.end}`;
  return insteadOfAssignment(code, silence, manner) ?? (isDeclaration(code) ? undefined : silence.statement);
}

/** An entry of a list of arguments, or of a table of names and values. */
function insteadOfElement(code: string, { value }: Silence, manner: Manner): string | undefined {
  if (manner === "drop") return "";
  const name = /^((?:[\w$]+|"[^"]*"|'[^']*')\s*(?::|=>|=)\s*)[^=>].*,$/.exec(code)?.[1];
  return name === undefined || value === undefined ? undefined : `${name}${value},`;
}

function isDeclaration(code: string): boolean {
  return /^(?:export\s+)?(?:const|let|var|my|our|local)\b|^\w+(?:\s*,\s*\w+)*\s*:=|^[A-Z][\w<>[\], ]*\s+\w+\s*=/.test(code);
}

function insteadOfAssignment(code: string, { value, statement, end }: Silence, manner: Manner): string | undefined {
  if (value === undefined) return undefined;
  if (manner === "drop" && !isDeclaration(code)) return statement;
  const taken = /^((?:export\s+)?(?:const|let|var)\s*)(\{[^{}]*\}|\[[^[\]]*\])\s*=(?![=>])/.exec(code);
  if (taken) return `${taken[1]}${taken[2]} = ${taken[2]?.startsWith("{") === true ? "{}" : "[]"}${end}`;
  const list = /^(my\s*\([^()]*\))\s*=(?![=>~])/.exec(code)?.[1];
  if (list !== undefined) return `${list} = ()${end}`;
  const several = /^(\w+(?:\s*,\s*\w+)+)\s*=(?!=)/.exec(code)?.[1];
  if (several !== undefined) return `${several} = ${several.split(",").fill(value).join(", ")}${end}`;
  const target = /^((?:(?:export|const|let|var|my|our|local|static)\s+)*[$@%]{0,2}\w[\w$.[\]"'>{}-]*(?:\s*:\s*[\w[\]|., ]+?)?)\s*(?:\|\|)?=(?![=>~])/.exec(code)?.[1];
  return target === undefined ? undefined : `${target} = ${value}${end}`;
}
