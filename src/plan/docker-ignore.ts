import { joinPath, type RepoPath } from "../model/location.ts";
import type { ImageBuild } from "../model/plan.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** Whether a path of the repository is kept out of a build's context by its `.dockerignore`. */
export type Ignored = (path: RepoPath) => boolean;

/** Reads the ignore file of a build: the Dockerfile's own (`Dockerfile.dockerignore`), else the context's. */
export function readIgnore(workspace: Workspace, build: ImageBuild): Ignored {
  const general = joinPath(build.context, ".dockerignore");
  const text = workspace.read(`${build.dockerfile}.dockerignore` as RepoPath) ?? (general === undefined ? undefined : workspace.read(general)) ?? "";
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ keep: line.startsWith("!"), expression: ruleExpression(line.replace(/^!/, "")) }));
  return (path) => {
    const inside = build.context === "" ? path : path.startsWith(`${build.context}/`) ? path.slice(build.context.length + 1) : undefined;
    if (inside === undefined || inside === "") return false;
    return rules.reduce((ignored, rule) => (rule.expression.test(inside) ? !rule.keep : ignored), false);
  };
}

/** A pattern matches a path and everything below it; `**` matches any number of folders. */
function ruleExpression(pattern: string): RegExp {
  const clean = pattern.replace(/^\.?\/+/, "").replace(/\/+$/, "");
  const source = clean.replace(/\*\*\/?|[*?]|[.+^${}()|\\]/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    return part === "?" ? "[^/]" : `\\${part}`;
  });
  try {
    return new RegExp(`^${source}(?:/|$)`);
  } catch {
    return /^(?!)$/;
  }
}
