import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { failure } from "../model/failure.ts";
import type { Edit } from "../model/edit.ts";
import { repoPath, type Location, type RepoPath } from "../model/location.ts";
import { indexLines, locate } from "../text/lines.ts";
import { applyEdits } from "../text/edits.ts";

/** Larger files are not read at all. */
const largestFile = 1024 * 1024 * 1024;
/** Larger files are not read as text. */
const largestText = 2 * 1024 * 1024;

/** A file or folder as it stands on disk. */
export interface Entry {
  readonly path: RepoPath;
  readonly kind: "file" | "folder" | "link";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Where a link points, as written. */
  readonly target?: string;
}

/**
 * The project's files: read-only, and never outside its folder, also not through links. A trial's edits are laid over the text
 * that is read, without touching the disk.
 */
export class Workspace {
  /** Absolute, links resolved. */
  readonly root: string;
  readonly #overlay: readonly Edit[];
  readonly #texts = new Map<RepoPath, string | undefined>();

  /** Throws a Failure when the folder does not exist. */
  constructor(directory: string, overlay: readonly Edit[] = []) {
    this.#overlay = overlay;
    try {
      this.root = realpathSync(directory);
      if (!statSync(this.root).isDirectory()) throw new Error("not a folder");
    } catch {
      throw failure("usage", `${directory} is not a folder.`, { remedy: "Give the folder of the project to check." });
    }
  }

  /** The same files with edits laid over them. */
  withEdits(edits: readonly Edit[]): Workspace {
    return edits.length === 0 ? this : new Workspace(this.root, [...this.#overlay, ...edits]);
  }

  get edits(): readonly Edit[] {
    return this.#overlay;
  }

  absolute(path: RepoPath): string {
    return join(this.root, path);
  }

  /** The path of an absolute or root-relative path inside the project; undefined when it is outside. */
  toRepo(path: string): RepoPath | undefined {
    const absolute = isAbsolute(path) ? resolve(path) : resolve(this.root, path);
    const inside = relative(this.root, absolute).split(sep).join("/");
    return inside.startsWith("../") || inside === ".." || isAbsolute(inside) ? undefined : repoPath(inside);
  }

  /** What stands at a path, links followed as long as they stay inside; undefined for nothing or outside. */
  kindOf(path: RepoPath): "file" | "folder" | undefined {
    const real = this.#inside(path);
    if (real === undefined) return undefined;
    const stats = statSync(real);
    return stats.isDirectory() ? "folder" : stats.isFile() ? "file" : undefined;
  }

  /** Whether something stands at a path that is neither a file nor a folder inside: a link that leads outside or nowhere, a pipe, a device. */
  isStray(path: RepoPath): boolean {
    return this.kindOf(path) === undefined && lstatSync(join(this.root, path), { throwIfNoEntry: false }) !== undefined;
  }

  isFile(path: RepoPath | undefined): path is RepoPath {
    return path !== undefined && this.kindOf(path) === "file";
  }

  /** The text of a file with the edits laid over it; undefined when it is absent, outside, binary or too large. */
  read(path: RepoPath): string | undefined {
    if (!this.#texts.has(path)) this.#texts.set(path, this.#readText(path));
    return this.#texts.get(path);
  }

  /** The bytes of a file with the edits laid over it; undefined when there is none inside, or it is too large. */
  bytes(path: RepoPath): Buffer | undefined {
    if (this.#overlay.some((edit) => edit.path === path)) {
      const text = this.read(path);
      return text === undefined ? undefined : Buffer.from(text, "utf8");
    }
    const real = this.#inside(path);
    const stats = real === undefined ? undefined : statSync(real);
    return real !== undefined && stats?.isFile() === true && stats.size <= largestFile ? readFileSync(real) : undefined;
  }

  /** Names directly in a folder, sorted; empty when there is none. */
  list(folder: RepoPath): readonly string[] {
    const real = this.#inside(folder);
    if (real === undefined || !statSync(real).isDirectory()) return [];
    return readdirSync(real).toSorted();
  }

  /** Everything in a folder, depth first, folders before their contents; links are not followed. `skip` leaves out by path. */
  *entries(folder: RepoPath, skip: (path: RepoPath) => boolean = () => false): Generator<Entry> {
    for (const name of this.list(folder)) {
      const path = (folder === "" ? name : `${folder}/${name}`) as RepoPath;
      if (skip(path)) continue;
      const entry = this.#entry(path);
      if (entry === undefined) continue;
      yield entry;
      if (entry.kind === "folder") yield* this.entries(path, skip);
    }
  }

  /** A line of a file as a Location with its text. */
  locate(path: RepoPath, line: number, more: { column?: number; endLine?: number } = {}): Location {
    const text = this.read(path);
    return text === undefined ? { path, line, ...more } : locate(path, indexLines(text), line, more);
  }

  #entry(path: RepoPath): Entry | undefined {
    const stats = lstatSync(join(this.root, path), { throwIfNoEntry: false });
    if (!stats) return undefined;
    const common = { path, mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid };
    if (stats.isSymbolicLink()) return { ...common, kind: "link", target: readlinkSync(join(this.root, path)) };
    if (stats.isDirectory()) return { ...common, kind: "folder" };
    return stats.isFile() ? { ...common, kind: "file" } : undefined;
  }

  /** The real path of something inside; undefined when it is absent or a link leads outside. */
  #inside(path: RepoPath): string | undefined {
    try {
      const real = realpathSync(join(this.root, path));
      return real === this.root || real.startsWith(this.root + sep) ? real : undefined;
    } catch {
      return undefined;
    }
  }

  #readText(path: RepoPath): string | undefined {
    const real = this.#inside(path);
    if (real === undefined) return undefined;
    const stats = statSync(real);
    if (!stats.isFile() || stats.size > largestText) return undefined;
    const bytes = readFileSync(real);
    if (bytes.subarray(0, 8000).includes(0)) return undefined;
    return applyEdits(
      bytes.toString("utf8"),
      this.#overlay.filter((edit) => edit.path === path),
    );
  }
}
