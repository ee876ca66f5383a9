import type { Engine } from "../docker/engine.ts";
import { fileEntry, packArchive, unpackArchive } from "../docker/tar.ts";
import { uploadFiles } from "./files.ts";
import { supplyFiles, type SuppliedFiles } from "./supply/supply.ts";
import type { Service } from "../model/plan.ts";
import type { ProxyPlan } from "../model/proxy.ts";
import { parseNginx } from "../nginx/parser.ts";
import { loadConfig, type Config } from "../nginx/config.ts";
import { accessLogPath, errorLogPath, instrument, logFolder, parseVersion } from "../nginx/instrument.ts";
import { renderTemplate } from "../nginx/template.ts";
import { resolvePath } from "../text/dockerfile.ts";

/** The configuration that stands in a proxy's container, as text by path. */
export type ContainerFiles = ReadonlyMap<string, ConfigFile>;

interface ConfigFile {
  readonly text: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface Observed {
  readonly files: ContainerFiles;
  readonly config: Config;
  readonly version?: readonly number[];
  readonly supply: SuppliedFiles;
}

/** Folders that are fetched in all while includes lead to new ones. */
const mostFolders = 12;

/**
 * Reads the configuration out of a created container of the proxy, adds our logs to the copy and puts it back. What the start
 * renders from templates has not been rendered yet: the templates themselves are given the logs.
 */
export async function observeProxy(
  engine: Engine,
  container: string,
  proxy: ProxyPlan,
  service: Service,
  imageVariables: Readonly<Record<string, string>>,
  filled: readonly string[] = [],
): Promise<Observed> {
  const files = new Map<string, ConfigFile>();
  const main = proxy.main;
  const config = await readConfig(engine, container, main, files);
  const imageVersion = imageVariables["NGINX_VERSION"];
  const version = imageVersion === undefined ? undefined : parseVersion(imageVersion);
  const templates = proxy.files.filter((file) => file.renderedAs !== undefined).map((file) => file.container);
  for (const path of templates) await fetchInto(engine, container, path, files);
  const hasLimits = [...files.values()].some((file) => /\blimit_(req|conn)\b/.test(file.text));
  const options = { hasLimits, ...(version ? { version } : {}) };
  const changed = [...new Set([...config.files, ...templates])].flatMap((path) => {
    const file = files.get(path);
    const text = file && instrument(file.text, { isMain: path === main, ...options });
    return file && text !== undefined && text !== file.text ? [{ ...fileEntry(path, text, file.mode), uid: file.uid, gid: file.gid }] : [];
  });
  await openLogFolder(engine, container, service.settings.readOnly === true);
  const variables = { ...Object.fromEntries(Object.entries(imageVariables).map(([name, value]) => [name, { value }])), ...service.variables };
  const rendered = templates.flatMap((path) => parseNginx(renderTemplate(files.get(path)?.text ?? "", variables, { onlyDefined: true }).text, path).directives);
  const supply = await supplyFiles({ engine, container, proxy, service, config, rendered, filled });
  await uploadFiles(engine, container, [...supply.entries, ...changed], service.settings.readOnly === true);
  return { files, config, supply, ...(version ? { version } : {}) };
}

/** nginx may be started by a user who is not root. The folder's mode can only be set from outside it, which a read-only container refuses. */
async function openLogFolder(engine: Engine, container: string, isReadOnly: boolean): Promise<void> {
  const logs = [accessLogPath, errorLogPath].map((path) => fileEntry(path.slice(logFolder.length), "", 0o666));
  if (isReadOnly) await engine.upload(container, logFolder, await packArchive(logs));
  else await engine.upload(container, "/", await packArchive([{ kind: "folder", path: logFolder.slice(1), mode: 0o777 }]));
}

async function readConfig(engine: Engine, container: string, main: string, files: Map<string, ConfigFile>): Promise<Config> {
  const fetched = new Set<string>();
  let wanted = [parentOf(main)];
  for (let round = 0; round < 4 && wanted.length > 0 && fetched.size < mostFolders; round++) {
    await Promise.all(wanted.map((folder) => fetchInto(engine, container, folder, files)));
    for (const folder of wanted) fetched.add(folder);
    const config = load(main, files);
    wanted = missingFolders(config, files).filter((folder) => ![...fetched].some((done) => folder === done || folder.startsWith(`${done}/`)));
    if (wanted.length === 0) return config;
  }
  return load(main, files);
}

function load(main: string, files: ContainerFiles): Config {
  return loadConfig(main, { read: (path) => files.get(resolvePath("/", path))?.text, list: (folder) => [...files.keys()].filter((path) => parentOf(path) === folder) }, true);
}

/** Folders that the configuration includes from and that were not fetched: outside the main file's own. */
function missingFolders(config: Config, files: ContainerFiles): string[] {
  const texts = [...files].filter(([path]) => config.files.includes(path));
  const included = texts.flatMap(([, file]) => [...file.text.matchAll(/^\s*include\s+["']?(\/[^\s;"']+)/gm)].map((match) => match[1] ?? ""));
  return [...new Set(included.map((path) => parentOf(path.replace(/[*?[].*$/, ""))))].filter((folder) => folder !== "" && folder !== "/");
}

async function fetchInto(engine: Engine, container: string, path: string, files: Map<string, ConfigFile>): Promise<void> {
  const archive = await engine.download(container, path);
  if (!archive) return;
  const base = parentOf(path);
  const links = new Map<string, string>();
  for (const entry of await unpackArchive(archive, 1024 * 1024)) {
    const absolute = resolvePath("/", `${base}/${entry.path}`);
    if (entry.kind === "file" && !entry.content.subarray(0, 1000).includes(0))
      files.set(absolute, { text: entry.content.toString("utf8"), mode: entry.mode, uid: entry.uid ?? 0, gid: entry.gid ?? 0 });
    if (entry.kind === "link") links.set(absolute, resolvePath(parentOf(absolute), entry.target));
  }
  for (const [link, target] of links) {
    if (!files.has(target) && !target.startsWith(`${path}/`) && links.size < 50) await fetchFile(engine, container, target, files);
    const file = files.get(target);
    if (file) files.set(link, file);
  }
}

/** The target of a link (`sites-enabled/site` → `sites-available/site`); devices and other special files are left alone. */
async function fetchFile(engine: Engine, container: string, path: string, files: Map<string, ConfigFile>): Promise<void> {
  if (/^\/(dev|proc|sys)\//.test(path)) return;
  const archive = await engine.download(container, path);
  if (!archive) return;
  const [entry] = await unpackArchive(archive, 1024 * 1024);
  if (entry?.kind === "file") files.set(path, { text: entry.content.toString("utf8"), mode: entry.mode, uid: entry.uid ?? 0, gid: entry.gid ?? 0 });
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
