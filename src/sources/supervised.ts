import type { RepoPath } from "../model/location.ts";
import type { SupervisedProgram } from "../model/source.ts";
import { codeLines } from "./code-lines.ts";

/** The programs that a file of supervisord's settings starts. */
export function supervisedPrograms(path: RepoPath, text: string): SupervisedProgram[] {
  if (!/\.(?:conf|ini|cfg)$/.test(path) || !/^\[program:/m.test(text)) return [];
  return codeLines(path, text).flatMap((line) => {
    const program = /^\s*command\s*=\s*["']?([^\s"']+)/.exec(line.text)?.[1];
    return program === undefined || line.isSide ? [] : [{ program, at: { path, line: line.line, text: line.text.slice(0, 300) } }];
  });
}
