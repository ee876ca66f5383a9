import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Inputs } from "../../src/model/inputs.ts";
import type { RepoPath } from "../../src/model/location.ts";
import { Workspace } from "../../src/workspace/workspace.ts";

/** Files of a repository: path to text. A path that ends in "!" is made executable. */
export type Files = Readonly<Record<string, string>>;

/** Writes the files into a folder of their own, which is gone when the test has ended; answers the folder. */
export function makeRepository(files: Files): string {
  const root = mkdtempSync(join(realpathSync(tmpdir()), "upstream-gate-test-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, name.replace(/!$/, ""));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    if (name.endsWith("!")) chmodSync(path, 0o755);
  }
  return root;
}

/** A workspace over such files. */
export function makeWorkspace(files: Files): Workspace {
  return new Workspace(makeRepository(files));
}

/** A path of a repository, unchecked. */
export function repo(path: string): RepoPath {
  return path as RepoPath;
}

/** What a user asks for who gives no option at all. */
export function inputsFor(directory: string, changes: Partial<Inputs> = {}): Inputs {
  return { directory, platform: "auto", composeFiles: [], nginxConfigs: [], topology: "auto", prove: true, keep: false, probes: [], ...changes };
}

/** The lines of a text, without the first line end: for texts that are written as template literals. */
export function lines(...text: readonly string[]): string {
  return `${text.join("\n")}\n`;
}
