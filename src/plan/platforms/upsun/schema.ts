import type { Edit } from "../../../model/edit.ts";
import type { Location } from "../../../model/location.ts";
import { nearest } from "../../../model/names.ts";
import type { PlatformProblem } from "../../../model/platform.ts";
import { isRecord, type Cursor } from "./cursor.ts";
import { appSchema, routeSchema, serviceSchema, topKeys, type KeySet } from "./keys.ts";
import { relationshipsOf, type UpsunApp, type UpsunProject } from "./project.ts";
import { literally } from "../../../model/pattern.ts";

/** What the platform refuses in the files, as far as that can be told for certain; and keys that it may not know, which change nothing here. */
export function problemsOf(project: Omit<UpsunProject, "problems">, files: readonly Cursor[]): PlatformProblem[] {
  return [
    ...(project.dialect === "upsun" ? files.flatMap(topProblems) : []),
    ...project.apps.flatMap((app) => keyProblems(app.map, appSchema, project.dialect === "upsun" ? `applications.${app.name}` : "")),
    ...project.services.flatMap((service) => keyProblems(service.map, serviceSchema, `services.${service.name}`)),
    ...project.routes.flatMap((route) => (route.map ? keyProblems(route.map, routeSchema, `routes.${route.key}`) : [])),
    ...project.apps.flatMap(appProblems),
    ...project.apps.flatMap((app) => relationshipProblems(project, app)),
    ...routeProblems(project),
  ];
}

function topProblems(file: Cursor): PlatformProblem[] {
  return file.keys.flatMap((key) => {
    const meant = topKeys.includes(key) ? undefined : nearest(key, topKeys);
    return meant === undefined || file.keys.includes(meant) ? [] : [unknownKey(file.child(key), key, "", "the file", [meant], meant)];
  });
}

/** Keys of a map and of those below it that the schema does not have. */
function keyProblems(map: Cursor, schema: KeySet, path: string): PlatformProblem[] {
  if (!isRecord(map.value)) return [];
  return map.entries.flatMap(([key, child]) => {
    const { keys } = schema;
    if (keys && !keys.includes(key))
      return [
        unknownKey(
          child,
          key,
          path,
          `\`${nameOf(path)}\``,
          keys,
          nearest(
            key,
            keys.filter((each) => !map.keys.includes(each)),
          ),
        ),
      ];
    const next = schema.below?.[key] ?? schema.below?.["*"];
    return next ? keyProblems(child, next, path === "" ? key : `${path}.${key}`) : [];
  });
}

function nameOf(path: string): string {
  return path === ""
    ? "the app"
    : path
        .split(".")
        .slice(path.startsWith("applications.") ? 2 : 0)
        .join(".") || path;
}

/** A key that nothing like it is known of may be newer than what is known here: it is told, and no more. */
function unknownKey(child: Cursor, key: string, path: string, owner: string, keys: readonly string[], meant: string | undefined): PlatformProblem {
  const at = child.keyAt ?? { path: child.path, line: 1 };
  const full = path === "" ? key : `${path}.${key}`;
  const what = `\`${key}\` is no key of ${owner}`;
  if (meant === undefined) return { key: full, at, what, expected: listed(keys), changes: "nothing", edits: [] };
  return { key: full, at, what, expected: `\`${meant}\``, meant: `\`${meant}\``, changes: "serving", isFatal: true, edits: renamed(at, key, meant) };
}

function listed(keys: readonly string[]): string {
  return keys.length > 8 ? `one of ${keys.slice(0, 8).join(", ")} and ${keys.length - 8} more` : `one of ${keys.join(", ")}`;
}

/** The line with one word in place of another, where that stands there once as a word of its own. */
function renamed(at: Location | undefined, word: string, by: string): Edit[] {
  const text = at?.text;
  if (!at || text === undefined || text.length >= 300) return [];
  const whole = new RegExp(`(?<![\\w.-])${literally(word)}(?![\\w.-])`, "g");
  if ([...text.matchAll(whole)].length !== 1) return [];
  return [{ path: at.path, startLine: at.line, endLine: at.line, replacement: text.replace(whole, by) }];
}

function appProblems({ name, map, at }: UpsunApp): PlatformProblem[] {
  const place = at ?? { path: map.path, line: 1 };
  const family = map.child("web", "upstream", "socket_family");
  const written = family.text;
  const isFamily = written === undefined || written === "tcp" || written === "unix";
  return [
    ...(map.child("type").text === undefined && map.child("stack").value === undefined
      ? [{ key: "type", at: place, what: `${name} has neither \`type\` nor \`stack\``, expected: "a type such as `python:3.12`", changes: "build" as const, isFatal: true as const, edits: [] }]
      : []),
    ...(isFamily ? [] : [familyProblem(family, written)]),
  ];
}

function familyProblem(family: Cursor, written: string): PlatformProblem {
  const at = family.at ?? { path: family.path, line: 1 };
  const meant = nearest(written, ["tcp", "unix"]);
  return {
    key: "web.upstream.socket_family",
    at,
    what: `\`${written}\` is no socket family`,
    expected: "`tcp` or `unix`",
    ...(meant === undefined ? {} : { meant: `\`${meant}\`` }),
    changes: "serving",
    isFatal: true,
    edits: meant === undefined ? [] : renamed(at, written, meant),
  };
}

/** The other end of a relationship has to be a service or app of the project. */
function relationshipProblems(project: Omit<UpsunProject, "problems">, app: UpsunApp): PlatformProblem[] {
  const names = [...project.services.map((service) => service.name), ...project.apps.map((each) => each.name)];
  return relationshipsOf(app.map).flatMap(({ name, service, at }) => {
    if (names.includes(service)) return [];
    const place = at ?? app.at ?? { path: app.map.path, line: 1 };
    const others = names.filter((each) => each !== app.name);
    return [missing(`relationships.${name}`, place, `the relationship \`${name}\` leads to \`${service}\`, which is no service or app of the project`, service, others)];
  });
}

function routeProblems(project: Omit<UpsunProject, "problems">): PlatformProblem[] {
  const apps = project.apps.map((app) => app.name);
  const names = [...apps, ...project.services.map((service) => service.name)];
  return project.routes.flatMap((route) => {
    if (route.kind !== "upstream" || route.app === undefined || names.includes(route.app) || apps.length === 0) return [];
    return [
      missing(`routes.${route.key}.upstream`, route.at ?? { path: project.path, line: 1 }, `the route \`${route.key}\` leads to \`${route.app}\`, which is no app of the project`, route.app, apps),
    ];
  });
}

/** A name that nothing has; what is meant is the one like it, else the only one that there is. */
function missing(key: string, at: Location, what: string, name: string, names: readonly string[]): PlatformProblem {
  const meant = nearest(name, names) ?? (names.length === 1 ? names[0] : undefined);
  return {
    key,
    at,
    what,
    expected: names.length === 0 ? "a service that the file declares under `services`" : `the name of one: ${names.join(", ")}`,
    ...(meant === undefined ? {} : { meant: `\`${meant}\`` }),
    changes: "serving",
    isFatal: true,
    edits: meant === undefined ? [] : renamed(at, name, meant),
  };
}
