import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand, toolEnvironment } from "./docker/cli.ts";

/** Reads files of a folder as they are committed; undefined for one that is not, or stands otherwise on disk. */
export function committedReader(directory: string, environment: NodeJS.ProcessEnv): (path: string) => Promise<string | undefined> {
  return async (path) => {
    try {
      const shown = await runCommand("git", ["-C", directory, "cat-file", "blob", `HEAD:./${path}`], { env: toolEnvironment(environment), timeout: 10_000 });
      return shown.code === 0 && shown.out === readFileSync(join(directory, path), "utf8") ? shown.out : undefined;
    } catch {
      return undefined;
    }
  };
}
