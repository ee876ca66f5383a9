import { joinPath, type Location, type RepoPath } from "../model/location.ts";
import type { ImageBuild } from "../model/plan.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** Whether a path of the repository is kept out of a build's context by its `.dockerignore`. */
export type Ignored = (path: RepoPath) => boolean;

interface Rule {
  /** From 1. */
  readonly line: number;
  readonly keep: boolean;
  readonly expression: RegExp;
}

/** Reads the ignore file of a build: the Dockerfile's own (`Dockerfile.dockerignore`), else the context's. */
export function readIgnore(workspace: Workspace, build: ImageBuild): Ignored {
  const { rules } = readRules(workspace, build);
  return (path) => lastRule(rules, build, path)?.keep === false;
}

/** The line that keeps a path out of a build's context; undefined when it is in it. */
export function ignoringLine(workspace: Workspace, build: ImageBuild, path: RepoPath): Location | undefined {
  const { file, rules } = readRules(workspace, build);
  const rule = lastRule(rules, build, path);
  return rule?.keep === false ? workspace.locate(file, rule.line) : undefined;
}

function readRules(workspace: Workspace, build: ImageBuild): { file: RepoPath; rules: Rule[] } {
  const own = `${build.dockerfile}.dockerignore` as RepoPath;
  if (build.takesAll === true) return { file: own, rules: [] };
  const file = workspace.read(own) === undefined ? (joinPath(build.context, ".dockerignore") ?? own) : own;
  const rules = (workspace.read(file) ?? "")
    .split(/\r?\n/)
    .map((text, index) => ({ text: text.trim(), line: index + 1 }))
    .filter(({ text }) => text !== "" && !text.startsWith("#"))
    .map(({ text, line }): Rule => ({ line, keep: text.startsWith("!"), expression: ruleExpression(text.replace(/^!/, "")) }));
  return { file, rules };
}

function lastRule(rules: readonly Rule[], build: ImageBuild, path: RepoPath): Rule | undefined {
  const inside = build.context === "" ? path : path.startsWith(`${build.context}/`) ? path.slice(build.context.length + 1) : undefined;
  return inside === undefined || inside === "" ? undefined : rules.findLast((rule) => rule.expression.test(inside));
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
