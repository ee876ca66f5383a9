import { join } from "node:path";
import { runGit } from "./sources/git.ts";
import { readRegularFile } from "./workspace/regular-file.ts";

/** Reads files of a folder as they are committed; undefined for one that is not, or stands otherwise on disk. */
export function committedReader(directory: string, environment: NodeJS.ProcessEnv): (path: string) => Promise<string | undefined> {
  return async (path) => {
    try {
      const shown = await runGit(directory, ["cat-file", "blob", `HEAD:./${path}`], environment);
      return shown.code === 0 && shown.out === readRegularFile(join(directory, path)) ? shown.out : undefined;
    } catch {
      return undefined;
    }
  };
}
