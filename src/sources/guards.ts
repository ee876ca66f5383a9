import type { Location, RepoPath } from "../model/location.ts";
import { codeLines } from "./code-lines.ts";

/** `if __name__ == "main":`, with anything but `__main__` that was meant to be it. */
const guard = /^if\s*\(?\s*(?:__name__\s*==\s*(["'])([^"']{0,40})\1|(["'])([^"']{0,40})\3\s*==\s*__name__)\s*\)?\s*:/;

/** Main guards of a Python file that name another word than `__main__`. */
export function misspeltGuards(path: RepoPath, text: string): Location[] {
  if (!path.endsWith(".py") || !text.includes("__name__")) return [];
  return codeLines(path, text).flatMap((line) => {
    const match = guard.exec(line.text);
    const word = match?.[2] ?? match?.[4];
    return word === undefined || word === "__main__" || line.isSide || !/main|name/i.test(word) ? [] : [{ path, line: line.line, text: line.text.slice(0, 300) }];
  });
}
