import type { Location, RepoPath } from "../model/location.ts";
import { codeLines } from "./code-lines.ts";

/** Settings by which a server leaves the foreground: `daemonize = yes`, `daemon = True`, `daemon on;`, `nodaemon=false`. */
const settings = /^\s*(?:daemonize2?(?:\s*=\s*|\s+)(?!(?:no|false|0|off|nil)\b)\S+|daemon\s*=\s*(?:True|true|yes|1)|daemon\s+on\s*;|nodaemon\s*=\s*(?:false|0|no))\s*$/;

/** Lines of a settings file that send a server to the background. */
export function detachingLines(path: RepoPath, text: string): Location[] {
  if (!/daemon/.test(text)) return [];
  return codeLines(path, text)
    .filter((line) => !line.isSide && settings.test(line.text))
    .map((line) => ({ path: line.path, line: line.line, text: line.text.slice(0, 300) }));
}
