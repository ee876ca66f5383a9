import type { Location } from "../../../model/location.ts";
import type { Cursor } from "./cursor.ts";
import type { UpsunApp } from "./project.ts";

/** What an app answers below a path: files, the app, or files first and the app for the rest. */
export interface WebLocation {
  /** Begins and, but for "/", does not end with a slash. */
  readonly path: string;
  /** Folder of the files from the app's own folder on, without slashes around it: "public", ""; absent when it has none. */
  readonly root?: string;
  /** Whether the app takes what is no file; a text is the script that does. */
  readonly passthru: boolean | string;
  readonly index: readonly string[];
  /** Whether files are sent. */
  readonly allow: boolean;
  /** Whether scripts among the files are run. */
  readonly scripts: boolean;
  /** Regular expressions of paths where files are sent, or not, other than the location has it. */
  readonly exceptions: readonly string[];
  readonly at?: Location;
}

/** Paths that can stand in a configuration of nginx as they are. */
const plainPath = /^[\w./@%+~-]*$/;

/** The locations of an app, most of them as written; where it names none, the app takes everything. */
export function webLocations({ map, at }: UpsunApp): WebLocation[] {
  const locations = map.child("web", "locations");
  const legacy = map.child("web", "document_root").text;
  if (locations.keys.length === 0) {
    const place = map.child("web").keyAt ?? at;
    const root = legacy === undefined ? {} : { root: trimmed(legacy) };
    const passthru = map.child("web", "passthru").text ?? true;
    return [{ path: "/", ...root, passthru, index: map.child("web", "index_files").texts, allow: true, scripts: true, exceptions: [], ...(place ? { at: place } : {}) }];
  }
  return locations.entries.flatMap(([key, location]) => (plainPath.test(key) ? [readLocation(key, location)] : []));
}

function readLocation(key: string, location: Cursor): WebLocation {
  const root = location.child("root").text;
  const script = location.child("passthru").text;
  const at = location.child("passthru").at ?? location.keyAt;
  const allow = location.child("allow").value !== false;
  return {
    path: `/${trimmed(key)}`,
    ...(root !== undefined && plainPath.test(root) ? { root: trimmed(root) } : {}),
    passthru: script === undefined || script === "false" ? false : script === "true" || !plainPath.test(script) ? true : `/${trimmed(script)}`,
    index: location.child("index").texts.filter((name) => plainPath.test(name) && name !== ""),
    allow,
    scripts: location.child("scripts").value !== false,
    exceptions: location.child("rules").entries.flatMap(([pattern, rule]) => ((rule.child("allow").value ?? allow) !== allow && isPattern(pattern) ? [pattern] : [])),
    ...(at ? { at } : {}),
  };
}

/** Whether nginx can be given a pattern between quotation marks. */
function isPattern(pattern: string): boolean {
  if (/["\n\r\0]/.test(pattern) || pattern === "" || pattern.length > 500) return false;
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}

function trimmed(path: string): string {
  return path.replace(/^[./]*\/|^\.$/, "").replace(/\/+$/, "");
}

/** The folder of the files at "/", as the platform tells it to the app. */
export function documentRoot(locations: readonly WebLocation[]): string {
  const root = locations.find((location) => location.path === "/")?.root;
  return root === undefined || root === "" ? "/app" : `/app/${root}`;
}
