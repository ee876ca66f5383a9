import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** The folder of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const corpus = join(root, "test/corpus");

/** One case of the corpus as it stands on disk: its folder, and where it belongs. */
export interface CaseFolder {
  /** From test/corpus: "port-mismatch/node-env". */
  readonly name: string;
  readonly folder: string;
  /** The cause in whose folder it is; "" for a healthy one. */
  readonly cause: string;
  readonly kind: "broken" | "near-miss" | "healthy";
}

/** What case.yaml says, unchecked. */
export interface CaseFile {
  readonly title?: unknown;
  readonly args?: unknown;
  readonly expect?: { readonly verdict?: unknown; readonly cause?: unknown; readonly at?: unknown; readonly confidence?: unknown };
}

function folders(path: string): string[] {
  return existsSync(path) ? readdirSync(path).filter((name) => statSync(join(path, name)).isDirectory()) : [];
}

/** All cases. */
export function readCases(): CaseFolder[] {
  const of = (kind: CaseFolder["kind"], cause: string, path: string): CaseFolder[] =>
    folders(join(corpus, path)).map((name) => ({ kind, cause, name: `${path}/${name}`, folder: join(corpus, path, name) }));
  const broken = folders(corpus)
    .filter((name) => name !== "near-miss" && name !== "healthy")
    .flatMap((cause) => of("broken", cause, cause));
  const near = folders(join(corpus, "near-miss")).flatMap((cause) => of("near-miss", cause, `near-miss/${cause}`));
  return [...broken, ...near, ...of("healthy", "", "healthy")];
}

/** Parses case.yaml. Throws for one that is absent or no YAML. */
export function readCase({ folder }: CaseFolder): CaseFile {
  return parse(readFileSync(join(folder, "case.yaml"), "utf8")) as CaseFile;
}

const languages: Readonly<Record<string, string>> = {
  ".py": "python",
  ".js": "node",
  ".mjs": "node",
  ".cjs": "node",
  ".ts": "node",
  ".go": "go",
  ".rb": "ruby",
  ".ru": "ruby",
  ".php": "php",
  ".java": "java",
  ".pl": "perl",
  ".psgi": "perl",
  ".rs": "rust",
  ".sh": "shell",
};

/** The languages of a case's project, by the endings of its files. A shell script counts only where there is nothing else. */
export function languagesOf({ folder }: CaseFolder): string[] {
  const names = readdirSync(join(folder, "repo"), { recursive: true, encoding: "utf8" });
  const found = names.flatMap((name) => languages[extname(name)] ?? []);
  return [...new Set(found)].filter((name) => name !== "shell" || found.every((each) => each === "shell"));
}

/** Why a place of a case is not one: the file or the line is not there; undefined when both are. */
export function faultOfPlace({ folder }: CaseFolder, place: unknown): string | undefined {
  const match = /^([^:]+):(\d+)$/.exec(String(place));
  if (!match) return `${String(place)} is no path:line`;
  const path = join(folder, "repo", match[1] ?? "");
  if (!existsSync(path)) return `${match[1]} is not there`;
  const count = readFileSync(path, "utf8").replace(/\n$/, "").split("\n").length;
  const line = Number(match[2]);
  return line >= 1 && line <= count ? undefined : `${match[1]} has ${count} lines, not ${line}`;
}

/** Lays fix.patch over a copy of the project, without writing; answers what `patch` said when it would not fit. */
export function faultOfPatch({ folder }: CaseFolder): string | undefined {
  const copy = mkdtempSync(join(tmpdir(), "upstream-gate-patch-"));
  try {
    cpSync(join(folder, "repo"), copy, { recursive: true });
    execFileSync("patch", ["-p1", "--dry-run", "--batch", "--forward", "-i", join(folder, "fix.patch")], { cwd: copy, stdio: "pipe" });
    return undefined;
  } catch (error) {
    const { stdout, message } = error as { stdout?: Buffer; message: string };
    return `${basename(folder)}: ${stdout?.toString() || message}`;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
