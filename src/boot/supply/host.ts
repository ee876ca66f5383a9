import { fileEntry, type ArchiveEntry } from "../../docker/tar.ts";
import { walk, type Directive } from "../../nginx/parser.ts";
import type { ContainerFiles } from "./container-files.ts";

/** Something of the host that our own nginx is given. */
interface HostPart {
  readonly entries: readonly ArchiveEntry[];
  readonly what: string;
  readonly why: string;
  readonly directive: Directive;
}

const why = "it belongs to the host that nginx runs on, and the gate's own nginx stands in for that";

/** The user and the folders that a configuration counts on where our own image runs it. */
export async function hostFiles(files: ContainerFiles, directives: readonly Directive[]): Promise<HostPart[]> {
  const all = [...walk(directives)];
  return (await Promise.all([missingUser(files, all), missingFolders(files, all)])).flat();
}

async function missingUser(files: ContainerFiles, all: readonly Directive[]): Promise<HostPart[]> {
  const directive = all.find(({ name }) => name === "user");
  const name = directive?.args[0]?.text ?? "";
  const group = directive?.args[1]?.text ?? name;
  const [users, groups] = await Promise.all([files.read("/etc/passwd"), files.read("/etc/group")]);
  if (!directive || !/^[\w.-]+$/.test(name) || !/^[\w.-]+$/.test(group) || !users || !groups) return [];
  const has = (list: Buffer, wanted: string): boolean =>
    list
      .toString("utf8")
      .split("\n")
      .some((line) => line.startsWith(`${wanted}:`));
  const added = (list: Buffer, line: string): string => `${list.toString("utf8").trimEnd()}\n${line}\n`;
  const entries = [
    ...(has(users, name) ? [] : [fileEntry("/etc/passwd", added(users, `${name}:x:64733:64733::/nonexistent:/usr/sbin/nologin`))]),
    ...(has(groups, group) ? [] : [fileEntry("/etc/group", added(groups, `${group}:x:64733:`))]),
  ];
  return entries.length > 0 ? [{ entries, what: `the user ${name}${group === name ? "" : ` and the group ${group}`}`, why, directive }] : [];
}

/** Which argument of a directive is a file whose folder nginx does not make. */
const paths: Readonly<Record<string, "file" | "folder">> = { access_log: "file", error_log: "file", pid: "file", lock_file: "file", proxy_cache_path: "folder", fastcgi_cache_path: "folder" };

async function missingFolders(files: ContainerFiles, all: readonly Directive[]): Promise<HostPart[]> {
  const wanted = new Map<string, Directive>();
  for (const directive of all) {
    const path = paths[directive.name] === undefined ? "" : (directive.args[0]?.text ?? "");
    const folder = path.replace(/\/+$/, "").replace(/\/[^/]*$/, "");
    if (path.startsWith("/") && !path.includes("$") && folder !== "" && !wanted.has(folder)) wanted.set(folder, directive);
  }
  const folders = await Promise.all([...wanted].map(async ([folder, directive]) => ((await files.exists(folder)) ? [] : [{ folder, directive }])));
  return folders.flat().map(({ folder, directive }) => ({ entries: [{ kind: "folder", path: folder.slice(1), mode: 0o755 }], what: `the folder ${folder}`, why, directive }));
}
