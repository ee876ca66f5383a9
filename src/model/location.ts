/** A path relative to the repository root, with `/`, without leading `./`, never leaving the root. "" is the root itself. */
export type RepoPath = string & { readonly brand: "RepoPath" };

/** A place in a file of the repository. Lines and columns start at 1. `text` is the line as it stands there, redacted. */
export interface Location {
  readonly path: RepoPath;
  readonly line: number;
  readonly endLine?: number;
  readonly column?: number;
  readonly text?: string;
}

/** A value with the place that set it. Only a built-in default has no `at`; `because` then says where it comes from. */
export interface Sourced<T> {
  readonly value: T;
  readonly at?: Location;
  readonly because?: string;
}

/** Where and why, shown beside a primary location. */
export interface RelatedLocation {
  readonly at: Location;
  readonly note: string;
}

/** `value`, set at `at`. */
export function sourced<T>(value: T, at: Location | undefined): Sourced<T> {
  return at === undefined ? { value } : { value, at };
}

/** `value`, set by nobody; `because` names the rule that gives it. */
export function byDefault<T>(value: T, because: string): Sourced<T> {
  return { value, because };
}

/**
 * Makes a RepoPath of a relative path: folds `.`, `..` and repeated `/`.
 * Answers undefined for a path that is absolute or leaves the root.
 */
export function repoPath(path: string): RepoPath | undefined {
  if (path.startsWith("/") || path.includes("\0")) return undefined;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/") as RepoPath;
}

/** The folder that holds `path`; "" for a file at the root. */
export function folderOf(path: RepoPath): RepoPath {
  return path.slice(0, Math.max(0, path.lastIndexOf("/"))) as RepoPath;
}

/** `path` inside `folder`, both from the root; undefined when it leaves the root. */
export function joinPath(folder: RepoPath, path: string): RepoPath | undefined {
  return repoPath(folder === "" ? path : `${folder}/${path}`);
}

/** "nginx/app.conf:14", as editors and terminals understand it. */
export function showLocation(at: Location): string {
  return at.column === undefined ? `${at.path}:${at.line}` : `${at.path}:${at.line}:${at.column}`;
}

/** The same line of the same file. */
export function sameLine(a: Location | undefined, b: Location | undefined): boolean {
  return a !== undefined && b !== undefined && a.path === b.path && a.line === b.line;
}
