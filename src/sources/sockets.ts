import type { SocketMention } from "../model/source.ts";
import type { CodeLine } from "./code-lines.ts";

const pathPattern = /(?:unix:(?:\/\/(?=\/))?)?((?:[\w.-]*\/)[\w./-]*\.sock(?:et)?(?![\w/]))|unix:(?:\/\/(?=\/))?(\/[\w./-]+)/g;

/** What a line does to the access to a socket or folder, and how surely. The first that fits counts. */
const accessKinds: readonly (readonly [SocketMention["kind"], RegExp])[] = [
  ["mode", /^\s*listen\.mode\s*=|\bchmod[-_]socket\b/],
  ["owner", /^\s*listen\.(?:owner|acl_users)\s*=/],
  ["group", /^\s*listen\.(?:group|acl_groups)\s*=/],
  ["umask", /--umask\b|\bumask\s*[=(]|\bumask\s+0?[0-7]{3}\b|[?&]umask=|process\.umask/],
  ["chmod", /\b(?:chmod|chmodSync|chown|mkdir|mkdirSync|makedirs|mkdir_p|install)\b/],
  ["listen", /\.listen\s*\(|\bListen\s*\(\s*"unix"|\bserve_forever\b|\bunix_socket\b|--uds\b|\bbind\b/],
];

/** Paths of Unix sockets in a line, and what it says of who may open them. */
export function socketMentions(line: CodeLine): SocketMention[] {
  const at = (index: number): SocketMention["at"] => ({ path: line.path, line: line.line, column: index + 1, text: line.text.slice(0, 300) });
  if (line.isSide) return [];
  const paths = [...line.text.matchAll(pathPattern)].map((match): SocketMention => ({ kind: "path", socket: match[1] ?? match[2] ?? "", at: at(match.index) }));
  const access = accessKinds.find(([, pattern]) => pattern.test(line.text));
  return [...paths, ...(access ? [{ kind: access[0], at: at(Math.max(0, line.text.search(access[1]))) }] : [])];
}
