import { folderOf, type RepoPath, type Sourced } from "../model/location.ts";
import type { Mount, Plan, Service } from "../model/plan.ts";
import { parseDotenv } from "../text/dotenv.ts";
import { readRegularFile } from "../workspace/regular-file.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** Variables by name, some of which may hold secrets. */
export type Variables = Readonly<Record<string, Sourced<string>>>;

const mostFiles = 40;
/** A file that holds more than a few lines is no secret, but data. */
const mostLines = 60;

/** What can hold secrets before anything of the project is understood: the step's own environment, variables files in the project's root. */
export function outerVariables(workspace: Workspace, environment: NodeJS.ProcessEnv): Variables[] {
  const own = Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, { value }]])));
  return [own, ...dotenvFiles(workspace, ["" as RepoPath])];
}

/** What can hold secrets in a project: variables, build arguments, files given as secrets, variables files beside what the plan rests on. */
export function plannedVariables(plan: Plan, workspace: Workspace, envFile: string | undefined): Variables[] {
  const files = plan.services.flatMap((service) => [service.at?.path, service.image.at?.path, ...Object.values(service.variables).map((variable) => variable.at?.path)]);
  const folders = [...new Set(files.flatMap((path) => (path === undefined ? [] : [folderOf(path)])))].filter((folder) => folder !== "");
  return [
    ...plan.services.flatMap((service) => [service.variables, buildVariables(service, workspace), ...service.mounts.map((mount) => secretFile(mount, workspace))]),
    ...dotenvFiles(workspace, folders),
    ...(envFile === undefined ? [] : [outsideFile(envFile, workspace)]),
  ];
}

function dotenvFiles(workspace: Workspace, folders: readonly RepoPath[]): Variables[] {
  const paths = folders.flatMap((folder) =>
    workspace
      .list(folder)
      .filter((name) => /^\.env\b|\.env$/.test(name))
      .map((name) => (folder === "" ? name : `${folder}/${name}`) as RepoPath),
  );
  return paths.slice(0, mostFiles).map((path) => parseDotenv(path, workspace.read(path) ?? "").variables);
}

/** The file that was named for the run may lie anywhere. */
function outsideFile(path: string, workspace: Workspace): Variables {
  try {
    return parseDotenv("" as RepoPath, readRegularFile(path.startsWith("/") ? path : workspace.absolute(path as RepoPath))).variables;
  } catch {
    return {};
  }
}

/** Arguments of a build, and what its Dockerfile sets. */
function buildVariables({ image }: Service, workspace: Workspace): Variables {
  if (image.kind !== "build") return {};
  const text = image.inline ?? workspace.read(image.dockerfile) ?? "";
  const written = [...text.matchAll(/^[ \t]*(?:ENV|ARG)[ \t]+(.{1,4000})$/gim)].flatMap(([, line = ""]) => [...line.matchAll(/([A-Za-z_]\w*)(?:=|[ \t]+)("[^"]*"|'[^']*'|\S+)/g)]);
  const set = written.map(([, name = "", value = ""]) => [name, { value: value.replace(/^(["'])(.*)\1$/, "$2") }] as const);
  return { ...Object.fromEntries(set), ...Object.fromEntries(Object.entries(image.args).map(([name, value]) => [name, { value }])) };
}

/** A file of Compose's `secrets`, as a variable whose name says so. */
function secretFile(mount: Mount, workspace: Workspace): Variables {
  if (!/^\/(?:var\/)?run\/secrets\//.test(mount.target)) return {};
  const text = mount.kind === "text" ? mount.text : mount.kind === "files" && !mount.isFolder ? (workspace.read(mount.repo) ?? "") : "";
  return text === "" || text.split("\n").length > mostLines ? {} : { [`${mount.target.slice(mount.target.lastIndexOf("/") + 1)}_secret`]: { value: text } };
}
