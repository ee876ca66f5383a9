import type { PlatformProblem } from "../../../model/platform.ts";
import { folderOf, joinPath, type RepoPath } from "../../../model/location.ts";
import { isSideFile, isSkipped } from "../../../workspace/source-files.ts";
import type { Workspace } from "../../../workspace/workspace.ts";
import { openYaml, type Cursor } from "./cursor.ts";
import type { UpsunApp, UpsunProject, UpsunRoute, UpsunService } from "./project.ts";
import { readRoutes } from "./routes.ts";
import { problemsOf } from "./schema.ts";

const upsunFolder = ".upsun" as RepoPath;
const appFile = ".platform.app.yaml";
/** How deep below the root the files of apps are looked for. */
const deepest = 4;

/** The files that describe a project for Upsun or Platform.sh, the main one first; none when it is for neither. */
export function upsunFiles(workspace: Workspace): RepoPath[] {
  const own = workspace
    .list(upsunFolder)
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => `${upsunFolder}/${name}` as RepoPath)
    .toSorted((a, b) => Number(/\/config\.yaml$/.test(b)) - Number(/\/config\.yaml$/.test(a)) || (a < b ? -1 : 1));
  const upsun = own.filter((path) => openYaml(workspace, path)?.cursor.keys.some((key) => /^(?:applications?|services?|routes?)$/.test(key)) === true || path.endsWith("/config.yaml"));
  return upsun.length > 0 ? upsun : platformFiles(workspace);
}

function platformFiles(workspace: Workspace): RepoPath[] {
  const root = appFile as RepoPath;
  const lists = ([".platform/applications.yaml"] as RepoPath[]).filter((path) => workspace.isFile(path));
  const own = workspace.isFile(root) ? [root] : [];
  // Without the folder that the platform wants at the root, a file further down is an example of somebody's.
  const nested = workspace.kindOf(".platform" as RepoPath) === "folder" ? nestedFiles(workspace) : [];
  return [...own, ...nested, ...lists];
}

function nestedFiles(workspace: Workspace): RepoPath[] {
  const found: RepoPath[] = [];
  for (const entry of workspace.entries("" as RepoPath, isSkipped)) {
    if (entry.kind === "file" && entry.path.endsWith(`/${appFile}`) && entry.path.split("/").length <= deepest && !isSideFile(entry.path)) found.push(entry.path);
  }
  return found.toSorted((a, b) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1));
}

/** Reads what the files say; undefined when the project has none of them. */
export function readUpsun(workspace: Workspace): UpsunProject | undefined {
  const [path, ...others] = upsunFiles(workspace);
  if (path === undefined) return undefined;
  const files = [path, ...others].flatMap((each) => openYaml(workspace, each) ?? []);
  const errors = files.flatMap(({ errors: found }) =>
    found.slice(0, 1).map((error): PlatformProblem => ({ key: "", at: error.at, what: `the file is no valid YAML: ${error.message}`, expected: "YAML", changes: "serving", isFatal: true, edits: [] })),
  );
  const isUpsun = path.startsWith(`${upsunFolder}/`);
  const parts = isUpsun
    ? ofUpsun(files.map((file) => file.cursor))
    : ofPlatform(
        workspace,
        files.map((file) => file.cursor),
      );
  const routes = parts.routes.flatMap((map) => readRoutes(map));
  const known = routes.length > 0 ? routes : usualRoutes(parts.apps);
  const project = { dialect: isUpsun ? ("upsun" as const) : ("platform.sh" as const), path, apps: parts.apps, services: parts.services, routes: known };
  return {
    ...project,
    problems:
      errors.length > 0
        ? errors
        : problemsOf(
            project,
            files.map((file) => file.cursor),
          ),
  };
}

interface Parts {
  readonly apps: readonly UpsunApp[];
  readonly services: readonly UpsunService[];
  readonly routes: readonly Cursor[];
}

/** All files of the folder are one document. */
function ofUpsun(files: readonly Cursor[]): Parts {
  const apps = files.flatMap((file) => file.child("applications").entries.map(([name, map]) => appOf(name, map, "" as RepoPath)));
  return { apps, services: files.flatMap((file) => servicesOf(file.child("services"))), routes: files.map((file) => file.child("routes")) };
}

function ofPlatform(workspace: Workspace, files: readonly Cursor[]): Parts {
  const apps = files.flatMap((file) => {
    if (!file.path.endsWith("/applications.yaml")) return [appOf(file.child("name").text ?? "app", file, folderOf(file.path))];
    const list = Array.isArray(file.value) ? file.value.map((_, index) => file.child(index)) : file.entries.map(([, map]) => map);
    return list.map((map, index) => appOf(map.child("name").text ?? file.keys[index] ?? "app", map, "" as RepoPath));
  });
  const beside = (name: string): Cursor[] => {
    const file = openYaml(workspace, `.platform/${name}.yaml` as RepoPath);
    return file ? [file.cursor] : [];
  };
  return { apps, services: beside("services").flatMap(servicesOf), routes: beside("routes") };
}

function appOf(name: string, map: Cursor, folder: RepoPath): UpsunApp {
  const written = (map.child("source", "root").text ?? "").replace(/^\/+/, "");
  const at = map.child("name").at ?? map.keyAt ?? map.child("type").at;
  return { name, map, root: written === "" ? folder : (joinPath("" as RepoPath, written) ?? folder), ...(at ? { at } : {}) };
}

function servicesOf(map: Cursor): UpsunService[] {
  return map.entries.map(([name, service]) => {
    const at = service.keyAt;
    return { name, type: service.child("type").text ?? "", map: service, ...(at ? { at } : {}) };
  });
}

/** Without routes the one app answers at the environment's own address. */
function usualRoutes(apps: readonly UpsunApp[]): UpsunRoute[] {
  const [first] = apps;
  return first ? [{ key: "https://{default}/", host: "{default}", path: "/", kind: "upstream", app: first.name, ...(first.at ? { at: first.at } : {}) }] : [];
}
