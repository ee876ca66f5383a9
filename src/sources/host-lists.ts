import type { RepoPath } from "../model/location.ts";
import type { HostListMention } from "../model/source.ts";
import { codeLines, type CodeLine } from "./code-lines.ts";

/** How settings of accepted Host headers are called: ALLOWED_HOSTS, allowedHosts, trusted_hosts, permitted_hosts, config.hosts. */
const settingName = /(?<![a-z])(?:allowed|trusted|permitted|accepted|valid)_?host(?:name)?s?(?![a-z])|\bconfig\.hosts\b/i;
const literal = /(["'`])((?:(?!\1).){0,300})\1/g;
const hostText = /^\*?\.?[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?$/;
/** A list is followed over no more lines than this. */
const longestList = 15;

/** Whether a variable of this name can hold the Host headers that an app takes. */
export function isHostListName(name: string): boolean {
  return settingName.test(name);
}

/** The settings in a file that say which Host headers are taken, with the hosts that they name. */
export function hostListMentions(path: RepoPath, text: string): HostListMention[] {
  if (!settingName.test(text)) return [];
  const lines = codeLines(path, text);
  return lines.flatMap((line, index): HostListMention[] => {
    if (line.isSide || !settingName.test(line.text)) return [];
    const list = linesOfList(lines, index);
    const hosts = list.flatMap(hostsOf);
    const last = list.findLast((each) => hostsOf(each).length > 0) ?? line;
    // A use of the setting names no host: neither does an empty list, which is one.
    if (hosts.length === 0 && !/[[(]\s*[\])]/.test(line.text) && !/environ|env\b|ENV|getenv/.test(line.text)) return [];
    return [{ at: placeOf(line), hosts, ...(last === line ? {} : { lastAt: placeOf(last) }) }];
  });
}

/** The lines from the one that names the setting to the one that closes its list. */
function linesOfList(lines: readonly CodeLine[], from: number): CodeLine[] {
  const first = lines[from];
  if (!first) return [];
  const start = settingName.exec(first.text)?.index ?? 0;
  let depth = 0;
  const list: CodeLine[] = [];
  for (const [index, line] of lines.slice(from, from + longestList).entries()) {
    list.push(line);
    const part = index === 0 ? line.text.slice(start) : line.text;
    depth += (part.match(/[[{(]/g)?.length ?? 0) - (part.match(/[\]})]/g)?.length ?? 0);
    if (depth <= 0) break;
  }
  return depth > 0 ? [first] : list;
}

/** Hosts in the literals of a line, also where one holds several: "a.example, b.example". */
function hostsOf(line: CodeLine): string[] {
  return [...line.text.matchAll(literal)].flatMap((match) => (match[2] ?? "").split(/[\s,;]+/)).filter((word) => hostText.test(word) && !settingName.test(word) && isHost(word));
}

function isHost(word: string): boolean {
  return word.includes(".") || word === "localhost" || /^[a-z][a-z0-9-]*(?::\d+)?$/.test(word);
}

function placeOf(line: CodeLine): HostListMention["at"] {
  return { path: line.path, line: line.line, text: line.text.slice(0, 300) };
}
