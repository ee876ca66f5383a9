import type { RepoPath } from "../model/location.ts";
import { isSideFile } from "../workspace/source-files.ts";

const longestLine = 600;

/** A line of code with its place. */
export interface CodeLine {
  readonly path: RepoPath;
  readonly line: number;
  /** Without a comment at its end. */
  readonly text: string;
  readonly isSide: boolean;
}

/** The lines of a file that are not comments or empty. */
export function codeLines(path: RepoPath, text: string): CodeLine[] {
  const isSide = isSideFile(path);
  const marks = /\.(py|rb|ru|sh|bash|ya?ml|toml|ini|conf|cfg|properties|env|pl|pm|ex|exs|cr)$|(^|\/)(\.env[\w.-]*|\.flaskenv|Procfile|Dockerfile[\w.-]*|Makefile|Gemfile)$/.test(path)
    ? /^\s*[#;]|\s#\s.*$/
    : /^\s*(?:\/\/|\*|\/\*)|\s\/\/\s.*$/;
  return text.split("\n").flatMap((raw, index) => {
    if (raw.length > longestLine) return [];
    const comment = marks.exec(raw);
    const code = comment === null ? raw : raw.slice(0, comment.index);
    return code.trim() === "" ? [] : [{ path, line: index + 1, text: code.replace(/\r$/, ""), isSide }];
  });
}
