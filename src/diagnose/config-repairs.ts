import type { NginxStartError } from "../model/evidence.ts";
import type { Edit } from "../model/edit.ts";
import { sameLine, type Location } from "../model/location.ts";
import type { Plan } from "../model/plan.ts";
import { addBehind, wholeLine, wholeText } from "./edits.ts";

/** A line of nginx's configuration and what makes it load. */
export interface Repair {
  readonly at: Location;
  /** The smallest change of the user's files; empty when only the user can tell. */
  readonly edits: readonly Edit[];
  /** What a trial changes where that is no edit to offer. */
  readonly trial?: readonly Edit[];
  readonly text: string;
}

/** Repairs of what nginx says of several lines together, or of a file as a whole. */
export function repairOfSeveral(plan: Plan, error: NginxStartError, named: Location | undefined, lines: readonly Location[]): Repair | undefined {
  return balancedBuffers(error, lines) ?? withoutDuplicate(error, named, lines) ?? withServer(error, named, lines) ?? asMain(plan, error, named, lines);
}

/** nginx names no line for buffers that do not fit each other: the one that sets their size. */
function balancedBuffers({ message }: NginxStartError, lines: readonly Location[]): Repair | undefined {
  const module = /^"(proxy|fastcgi|uwsgi|scgi)_busy_buffers_size" must be/.exec(message)?.[1];
  if (module === undefined) return undefined;
  const setting = (name: string): Location[] => lines.filter((line) => new RegExp(`^\\s*${module}_${name}\\s`).test(line.text ?? ""));
  const [sizes, several, busy] = [setting("buffer_size"), setting("buffers"), setting("busy_buffers_size")];
  const only = [busy, sizes, several].find((places) => places.length > 0);
  const [at] = only ?? [];
  if (!at || only?.length !== 1) return undefined;
  const value = new RegExp(`${module}_buffer_size\\s+(\\d+[kKmM]?)\\s*;`).exec(at.text ?? "")?.[1];
  if (value !== undefined && several.length === 0) {
    const directive = `${module}_buffers 4 ${value};`;
    return { at, edits: addBehind(at, `${module}_buffer_size`, [directive]), text: `Set \`${directive}\` beside it: the buffers have to hold twice the first one, and one more.` };
  }
  return { at, edits: [], trial: commentedOut(at), text: `Let ${module}_buffers have at least one buffer more than ${module}_busy_buffers_size needs.` };
}

function commentedOut(at: Location): Edit[] {
  const text = wholeText(at);
  return text !== undefined && /^\s*\w+\s[^{};]*;\s*(?:#.*)?$/.test(text) ? [wholeLine(at, `# ${text}`)] : [];
}

/** The second of two blocks with the same path, left out as a whole. */
function withoutDuplicate({ message }: NginxStartError, named: Location | undefined, lines: readonly Location[]): Repair | undefined {
  const path = /^duplicate (?:location|upstream) "([^"]+)"/.exec(message)?.[1];
  const block = path === undefined || !named ? undefined : blockAt(named, lines);
  const [at] = block ?? [];
  const last = block?.at(-1);
  if (!at || !last || path === undefined) return undefined;
  return { at, edits: [], trial: [{ path: at.path, startLine: at.line, endLine: last.line, replacement: "" }], text: `Make one block of the two for ${path}.` };
}

/** The lines of the block that begins at a place; undefined when its end is not found on lines of its own. */
function blockAt(at: Location, lines: readonly Location[]): readonly Location[] | undefined {
  const own = lines.filter((line) => line.path === at.path && line.line >= at.line).toSorted((a, b) => a.line - b.line);
  let depth = 0;
  for (const [index, line] of own.entries()) {
    const code = (line.text ?? "").replace(/(^|\s)#.*$/, "");
    depth += code.split("{").length - code.split("}").length;
    if (index === 0 && depth !== 1) return undefined;
    if (depth === 0) return code.trim() === "}" ? own.slice(0, index + 1) : undefined;
  }
  return undefined;
}

/** A group without servers: the first of those that are commented out. */
function withServer({ message }: NginxStartError, named: Location | undefined, lines: readonly Location[]): Repair | undefined {
  if (!named || !message.startsWith("no servers are inside upstream")) return undefined;
  const before = lines.filter((line) => line.path === named.path && line.line <= named.line).toSorted((a, b) => a.line - b.line);
  const from = before.findLastIndex((line) => /^\s*upstream\s/.test(line.text ?? ""));
  const at = before[from];
  if (!at) return undefined;
  const silent = before.slice(from).find((line) => /^\s*#\s*server\s+[^;{}]+;\s*$/.test(wholeText(line) ?? ""));
  return { at, edits: silent?.text === undefined ? [] : [wholeLine(silent, silent.text.replace(/#\s*/, ""))], text: "Name a server in the group." };
}

/** A whole configuration that stands where nginx includes fragments: it belongs in place of nginx's own. */
function asMain(plan: Plan, { message }: NginxStartError, named: Location | undefined, lines: readonly Location[]): Repair | undefined {
  const file = plan.proxy.files.find((each) => each.repo === named?.path && each.container !== plan.proxy.main && each.renderedAs === undefined);
  const isWhole = /directive is not allowed here/.test(message) && lines.some((line) => line.path === named?.path && /^\s*http\s*\{/.test(line.text ?? ""));
  const mount = wholeText(file?.at);
  const at = named && lines.find((line) => sameLine(line, named));
  if (!isWhole || !file?.at || mount === undefined || !at || mount.split(file.container).length !== 2) return undefined;
  return {
    at,
    edits: [wholeLine(file.at, mount.replace(file.container, plan.proxy.main))],
    text: `The file is a whole configuration: put it in place of ${plan.proxy.main}, or leave out all but its server blocks.`,
  };
}
