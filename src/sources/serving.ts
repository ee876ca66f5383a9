import type { RepoPath } from "../model/location.ts";
import type { RouteMention, TimeoutMention } from "../model/source.ts";
import type { CodeLine } from "./code-lines.ts";

/** Where app servers are told how long a request may take, or how big its head may be: what the file is, and the line; group 1 is the setting, group 2 its value. */
const timeoutLines: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:^|\/)[^/]*gunicorn[^/]*\.py$|(?:^|\/)gunicorn\/[^/]+\.py$/, /^\s*(timeout)\s*=\s*(\d{1,6})\s*$/],
  [/\.(?:conf|ini)$/, /^\s*(request_terminate_timeout)\s*=\s*(\d{1,6}[smhd]?)\s*$/],
  [/\.(?:ini|ya?ml|toml|cfg)$/, /^\s*(harakiri|buffer-size)\s*[=:]\s*(\d{1,6})\s*$/],
  [/(?:^|\/)(?:puma|unicorn)[^/]*\.rb$|(?:^|\/)(?:puma|unicorn)\/[^/]+\.rb$/, /^\s*(worker_timeout|timeout)[\s(]+(\d{1,6})\)?\s*$/],
];

/** The line's limit on a request that the app server takes. */
export function timeoutMentions(line: CodeLine): TimeoutMention[] {
  return timeoutLines.flatMap(([file, pattern]) => {
    const [, name = "", value = ""] = (file.test(line.path) && !line.isSide && pattern.exec(line.text)) || [];
    return name === "" ? [] : [{ name, value, at: { path: line.path, line: line.line, text: line.text.slice(0, 300) } }];
  });
}

/** What stands beside a path that is answered on this line. */
const routing =
  /\b(?:get|all|any|use|route|routes|handle|handler|handlefunc|mount|mount_proc|path|re_path|url|pathname|request_uri|path_info|mapping|getmapping|requestmapping|mapget|when|case|match)\b/i;
const programs = /\.(?:py|js|mjs|cjs|ts|mts|cts|jsx|tsx|rb|ru|go|java|kt|kts|scala|groovy|php|pl|psgi|rs|cs|fs|ex|exs|lua|swift|dart|clj|cr)$/i;
const quoted = /(["'`])((?:[A-Z]+ )?\/?[^"'`\s]*)\1/g;

/** The requested paths that the line names as one to be answered. */
export function routeMentions(line: CodeLine, paths: ReadonlySet<string>): RouteMention[] {
  if (line.isSide || !isProgram(line.path) || !routing.test(line.text)) return [];
  const literals = [...line.text.matchAll(quoted)].map(([, , literal = ""]) => literal.replace(/^[A-Z]+ /, ""));
  // Django leaves the first slash out.
  const rooted = literals.flatMap((literal) => (literal.startsWith("/") ? [literal] : /^(?:re_)?path\(/.test(line.text.trim()) ? [`/${literal}`] : []));
  const own = [...paths].filter((path) => rooted.some((literal) => answers(literal, path)));
  return own.map((path) => ({ path, at: { path: line.path, line: line.line, text: line.text.slice(0, 300) } }));
}

function isProgram(path: RepoPath): boolean {
  return programs.test(path);
}

/** Whether a route as frameworks write it leads a path to its handler: "/users/:id", "/users/<int:id>", "/users/{id}". */
function answers(literal: string, path: string): boolean {
  const [wanted, given] = [literal, path].map((each) => (each.split("?")[0] ?? "").split("/").filter((part) => part !== "")) as [string[], string[]];
  return wanted.length === given.length && wanted.every((part, index) => part === given[index] || /^(?::\w+|<[^>]+>|\{[^}]+\}|\*)$/.test(part));
}
