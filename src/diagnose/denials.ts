import type { ServiceRecord } from "../model/evidence.ts";
import type { Service } from "../model/plan.ts";
import type { SourceFacts } from "../model/source.ts";
import { belongsTo } from "./places.ts";

/** A file that a program was not allowed to write, in its own words. */
export interface Denial {
  /** "read-only": the file system is; "denied": the user may not; "database": SQLite tells no difference. */
  readonly kind: "read-only" | "denied" | "database";
  /** As the program writes it; absent when it does not. */
  readonly path?: string;
  /** Whether a folder was to be made. */
  readonly isFolder: boolean;
  readonly said: string;
}

const kinds: readonly (readonly [Denial["kind"], RegExp])[] = [
  ["database", /unable to open database file|attempt to write a readonly database|SQLITE_(?:READONLY|CANTOPEN)/i],
  // Node says so of a folder whose parents it is to make.
  ["read-only", /EROFS|read-only file system|readonly file system|ENOENT: no such file or directory, mkdir/i],
  ["denied", /EACCES|EPERM|permission denied|AccessDeniedException|isn't writable|is not writable/i],
];
/** Refusals that are no matter of files that are written. */
const others = /\b(?:listen|bind|connect|socket|setuid|setgid|chown|exec|spawn|kill)\b|docker\.sock|for (?:table|relation|schema|database)|authentication|publickey/i;

/** How programs name the file. */
const paths: readonly RegExp[] = [
  /stream or file "([^"]{1,300})"/,
  /\b(?:open|mkdir|unlink|rename|copyfile|access|scandir|chmod|rmdir|symlink|utime) '([^']{1,300})'/,
  /(?:denied|read-only file system): [bu]?['"]([^'"]{1,300})['"]/i,
  /\b(?:open|openfile|mkdir|create|remove|rename|createtemp) (\/?[^\s:]{1,300}): (?:permission denied|read-only)/i,
  /@ \w{1,40} - ([^\s(]{1,300})/,
  /(?:stream or file|file|directory|folder|path) ["'`]([^"'`]{1,300})["'`]/i,
  /\b(?:file_put_contents|fopen|mkdir|touch|tempnam|copy|rename)\(([^),\s]{1,300})\)/,
  /cannot (?:create|touch|open|make)(?: regular file| directory| file)? ['‘"]?([^'’":\s]{1,300})['’"]?:/i,
  /'([^']{1,300})' isn't writable/,
  /AccessDeniedException: (\S{1,300})/,
  /\((\/[^()\s]{1,300}) \(permission denied\)/i,
  /(?:^|[\s"'(])(\/[\w./@-]{2,300}):? ?(?:\()?(?:permission denied|read-only file system)/i,
];

/** What lines tell of files that may not be written, those that name one first. */
export function denialsIn(lines: readonly string[]): Denial[] {
  const told = lines.flatMap((line) => denialOf(line.slice(0, 1000)) ?? []);
  return [...told.filter((denial) => denial.path !== undefined), ...told.filter((denial) => denial.path === undefined)];
}

function denialOf(line: string): Denial | undefined {
  const kind = kinds.find(([, pattern]) => pattern.test(line))?.[0];
  if (kind === undefined) return undefined;
  const path = paths.map((pattern) => pattern.exec(line)?.[1]).find((each) => each !== undefined);
  // A refusal that names no file may be of a port, a signal or anything else.
  if (kind === "denied" && path === undefined) return undefined;
  // Where a file is named, it is one: a word like "open" before it may be anything.
  if (others.test(path === undefined ? line : line.replace(path, ""))) return undefined;
  return { kind, said: line.trim().slice(0, 300), isFolder: /mkdir|directory|makedirs/i.test(line), ...(path === undefined ? {} : { path }) };
}

/** The path in the container, absolute; undefined when neither the words nor a setting of the service name one. */
export function pathOf(denial: Denial, service: Service, record: ServiceRecord, sources: SourceFacts): string | undefined {
  const written = denial.path ?? (denial.kind === "database" ? databasePath(service, sources) : undefined);
  if (written === undefined) return undefined;
  return absolute(service.workingDir ?? record.image.workingDir, written);
}

/** The only file of a database that the variables of a service name, or their defaults. */
function databasePath(service: Service, sources: SourceFacts): string | undefined {
  const values = [
    ...Object.values(service.variables).map(({ value }) => value),
    ...sources.variables.flatMap((mention) => (mention.fallback !== undefined && !(mention.name in service.variables) && belongsTo(service, mention.at.path) ? [mention.fallback] : [])),
  ];
  const found = new Set(values.flatMap((value) => /^(?:sqlite3?:\/{2,3}|file:)?([\w./-]{1,300}\.(?:db|sqlite3?))$/i.exec(value)?.[1] ?? []));
  return found.size === 1 ? [...found][0] : undefined;
}

function absolute(folder: string, path: string): string {
  const parts = (path.startsWith("/") ? path : `${folder}/${path}`).split("/");
  const kept: string[] = [];
  for (const part of parts) {
    if (part === "..") kept.pop();
    else if (part !== "" && part !== ".") kept.push(part);
  }
  return `/${kept.join("/")}`;
}
