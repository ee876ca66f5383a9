import type { Edit } from "../model/edit.ts";
import type { Location } from "../model/location.ts";
import type { Service } from "../model/plan.ts";
import { wholeText } from "./edits.ts";

/** The folder of an app on a platform whose file system is read-only but for its mounts. */
const appFolder = "/app/";

/** One mount more in the platform's file, for a folder of the app; none where the path cannot be mounted or the file is written otherwise. */
export function mountEdits(service: Service, folder: string): Edit[] {
  const place = service.settings.readOnlyAt;
  const path = folder.startsWith(appFolder) ? folder.slice(appFolder.length) : "";
  if (!place || !/^[\w.@-]+(?:\/[\w.@-]+)*$/.test(path)) return [];
  const entry = `"${path}": { source: ${/\.platform\b/.test(place.path) ? "local" : "storage"}, source_path: ${path.replaceAll("/", "_")} }`;
  const own = service.mounts.flatMap((mount) => (mount.at?.path === place.path && mount.target.startsWith(appFolder) ? [mount.at] : []));
  const first = own.toSorted((a, b) => a.line - b.line)[0];
  if (first) return isBlock(first) ? [before(first, `${indentOf(first)}${entry}`)] : [];
  const indent = indentOf(place);
  return /^\s*["']?mounts\b/.test(place.text ?? "") || !isBlock(place) ? [] : [before(place, `${indent}mounts:\n${indent}  ${entry}`)];
}

/** Whether a key begins its line, so that another one can stand above it. */
function isBlock(at: Location): boolean {
  return /^\s*["']?[\w./@-]+["']?\s*:/.test(wholeText(at) ?? "");
}

function indentOf(at: Location): string {
  return /^\s*/.exec(at.text ?? "")?.[0] ?? "";
}

function before(at: Location, text: string): Edit {
  return { path: at.path, startLine: at.line, endLine: at.line - 1, replacement: text };
}
