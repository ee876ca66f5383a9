import type { Location, RepoPath } from "../../../model/location.ts";
import type { PlatformProblem } from "../../../model/platform.ts";
import type { Cursor } from "./cursor.ts";

/** An app as its files describe it. */
export interface UpsunApp {
  readonly name: string;
  /** The map that describes it. */
  readonly map: Cursor;
  /** The folder of the repository that becomes /app. */
  readonly root: RepoPath;
  /** The line that declares it. */
  readonly at?: Location;
}

/** A service that apps have relationships with. */
export interface UpsunService {
  readonly name: string;
  /** "postgresql:16". */
  readonly type: string;
  readonly map: Cursor;
  readonly at?: Location;
}

/** A route: what the router does with an address. */
export interface UpsunRoute {
  /** As written: "https://{default}/api". */
  readonly key: string;
  readonly host: string;
  /** Begins and, but for "/", does not end with a slash. */
  readonly path: string;
  readonly kind: "upstream" | "redirect" | "proxy";
  readonly app?: string;
  readonly to?: string;
  readonly map?: Cursor;
  readonly at?: Location;
}

/** What the files of a project say, before anything is made of it. */
export interface UpsunProject {
  /** How its files are named: they differ in little else. */
  readonly dialect: "upsun" | "platform.sh";
  /** The file by which it was found. */
  readonly path: RepoPath;
  readonly apps: readonly UpsunApp[];
  readonly services: readonly UpsunService[];
  readonly routes: readonly UpsunRoute[];
  readonly problems: readonly PlatformProblem[];
}

/** A relationship of an app: its name, and the service or app at its other end. */
export interface Relationship {
  readonly name: string;
  readonly service: string;
  readonly endpoint?: string;
  readonly at?: Location;
}

/** The relationships of an app or worker, in the order of the file. */
export function relationshipsOf(map: Cursor): Relationship[] {
  return map.child("relationships").entries.map(([name, entry]): Relationship => {
    const { text, value } = entry;
    const at = entry.keyAt ?? entry.at;
    const place = at ? { at } : {};
    if (text !== undefined) {
      const [service = name, endpoint] = text.split(":");
      return { name, service, ...(endpoint === undefined ? {} : { endpoint }), ...place };
    }
    if (value === null || value === undefined) return { name, service: name, ...place };
    const endpoint = entry.child("endpoint").text;
    return { name, service: entry.child("service").text ?? name, ...(endpoint === undefined ? {} : { endpoint }), ...place };
  });
}
