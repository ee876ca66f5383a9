import type { Finding } from "../model/finding.ts";
import type { RepoPath } from "../model/location.ts";
import type { Report } from "../model/verdict.ts";
import { place } from "./headline.ts";

/** Folders and files that tools write and nobody edits. */
const generatedPath =
  /(?:^|\/)(?:node_modules|bower_components|site-packages|__pycache__|\.venv|venv|\.next|\.nuxt|\.svelte-kit|\.git|coverage)\/|(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|composer\.lock|Gemfile\.lock|poetry\.lock|Pipfile\.lock|uv\.lock|Cargo\.lock|go\.sum)$|\.min\.(?:js|css)$|\.map$/;

/** Whether a path is one that only tools write, by its name alone. */
export function hasGeneratedName(path: string): boolean {
  return generatedPath.test(path);
}

/** The report with no place in a generated file: the first related line of the project's own takes the place's part, else there is none. */
export function withoutGenerated(report: Report, isGenerated: (path: RepoPath) => boolean): Report {
  return { ...report, findings: report.findings.map((finding) => moved(finding, isGenerated)) };
}

function moved(finding: Finding, isGenerated: (path: RepoPath) => boolean): Finding {
  const related = finding.related.filter(({ at }) => !isGenerated(at.path));
  const { location, ...placeless } = finding;
  if (location === undefined || !isGenerated(location.path)) return { ...finding, related };
  const [first, ...others] = related;
  const what = `${finding.what} It was seen at ${place(location)}, a generated file.`;
  return { ...placeless, ...(first === undefined ? {} : { location: first.at }), related: others, what };
}
