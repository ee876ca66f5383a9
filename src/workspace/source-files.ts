import type { RepoPath } from "../model/location.ts";

const skippedFolders = new Set([
  "node_modules",
  ".git",
  "vendor",
  "venv",
  ".venv",
  "env",
  "__pycache__",
  "dist",
  "build",
  "target",
  ".next",
  ".nuxt",
  "coverage",
  ".idea",
  ".vscode",
  "site-packages",
  "bower_components",
  ".terraform",
  ".cache",
]);

const sourceEndings =
  /\.(py|js|mjs|cjs|ts|mts|cts|jsx|tsx|rb|ru|go|java|kt|kts|scala|groovy|php|pl|pm|psgi|rs|cs|fs|vb|ex|exs|erl|lua|swift|dart|clj|cr|nim|c|cc|cpp|h|sh|bash|ya?ml|json|toml|ini|cfg|conf|properties|env|xml|edn|hcl)$/i;
const sourceNames = /(^|\/)(\.env[\w.-]*|\.flaskenv|Procfile|Dockerfile[\w.-]*|[\w.-]*\.Dockerfile|Makefile|Rakefile|Gemfile|config\.ru|entrypoint[\w.-]*|start[\w-]*|run[\w-]*|bin\/[\w-]+)$/;
const noise = /(^|\/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|composer\.lock|poetry\.lock|[\w.-]*\.min\.js|[\w.-]*\.map)$/;

/** Folders that hold what others wrote or tools made. */
export function isSkipped(path: RepoPath): boolean {
  return skippedFolders.has(path.slice(path.lastIndexOf("/") + 1));
}

/** Whether a file, by its name, is a program or configuration that people write. */
export function isSourceFile(path: RepoPath): boolean {
  return (sourceEndings.test(path) || sourceNames.test(path)) && !noise.test(path);
}

/** Whether a file is a test or an example: a line in it decides nothing about the running app. */
export function isSideFile(path: RepoPath): boolean {
  return /(^|\/)(tests?|__tests__|spec|specs|e2e|fixtures?|examples?|docs?|samples?|mocks?)\//i.test(path) || /\.(test|spec)\.\w+$|(^|\/)test_[\w-]+\.py$|_test\.(go|py|rb)$/i.test(path);
}
