import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Files } from "./repository.ts";

/** The text files of a folder, as `makeRepository` takes them. */
export function readFilesOf(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path, "utf8")];
    }),
  );
}
