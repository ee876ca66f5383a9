import type { ServiceRecord } from "../model/evidence.ts";
import type { Service } from "../model/plan.ts";
import type { StartCommand, StartLine } from "../model/source.ts";
import { programOf, shellWords, type ShellWord } from "../text/shell.ts";

/** More lines of one start than this are not taken apart. */
const mostLines = 100;

/** The start of every service that ended, command by command. */
export function startLines(services: readonly Service[], records: readonly ServiceRecord[]): StartLine[] {
  const ended = new Set(records.filter((record) => record.exits.length > 0).map((record) => record.name));
  return services
    .filter((service) => ended.has(service.name))
    .flatMap((service) => service.start.slice(-mostLines).flatMap(({ text, at }) => (at ? [{ service: service.name, at, commands: commandsOf(text) }] : [])));
}

/** The commands of a line, each with whether `&` ends it; a list in JSON is one command, or a shell's text. */
export function commandsOf(text: string): StartCommand[] {
  const list = jsonWords(text);
  if (list) return scriptOf(list) === undefined ? [{ words: programOf(list), isInBackground: false }] : commandsOf(scriptOf(list) ?? "");
  const commands = separated(shellWords(text));
  const [only] = commands;
  const script = commands.length === 1 && only ? scriptOf(only.words) : undefined;
  return script === undefined ? commands.map((command) => ({ ...command, words: programOf(command.words) })) : separated(shellWords(script)).map((each) => ({ ...each, words: programOf(each.words) }));
}

function separated(words: readonly ShellWord[]): StartCommand[] {
  const commands: { words: string[]; isInBackground: boolean }[] = [{ words: [], isInBackground: false }];
  for (const [index, { text, quoted }] of words.entries()) {
    const last = commands.at(-1);
    if (isRedirection(words, index)) continue;
    if (quoted || !/^(?:&&|\|\||;;|[;&|()]|\n)$/.test(text)) last?.words.push(text);
    else {
      if (text === "&" && last) last.isInBackground = true;
      commands.push({ words: [], isInBackground: false });
    }
  }
  return commands.filter((command) => command.words.length > 0);
}

/** What `sh -c` is given. */
function scriptOf(words: readonly string[]): string | undefined {
  return /^(?:\/bin\/)?(?:ba|da|a)?sh$/.test(words[0] ?? "") && /^-\w*c$/.test(words[1] ?? "") ? words[2] : undefined;
}

/** The `&` of `2>&1` ends no command. */
function isRedirection(words: readonly ShellWord[], index: number): boolean {
  const [before, word] = [words[index - 1], words[index]];
  return word?.text === "&" && before !== undefined && /[<>]$/.test(before.text) && before.offset + before.text.length === word.offset;
}

function jsonWords(text: string): string[] | undefined {
  if (!text.startsWith("[")) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : undefined;
  } catch {
    return undefined;
  }
}
