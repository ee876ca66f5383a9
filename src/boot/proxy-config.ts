import { EngineError, type Engine } from "../docker/engine.ts";
import { fileEntry, packArchive, unpackArchive, type ArchiveEntry } from "../docker/tar.ts";
import { uploadFiles } from "./files.ts";
import { supplyFiles, type SuppliedFiles } from "./supply/supply.ts";
import type { Service } from "../model/plan.ts";
import type { ProxyPlan } from "../model/proxy.ts";
import { parseNginx, walk } from "../nginx/parser.ts";
import { loadConfig, type Config } from "../nginx/config.ts";
import { accessLogPath, errorLogPath, fileLevels, formatFile, formatPath, instrument, logFolder, parseVersion } from "../nginx/instrument.ts";
import { renderTemplate } from "../nginx/template.ts";
import { resolvePath } from "../text/dockerfile.ts";

/** The configuration that stands in a proxy's container, by path. */
type ContainerFiles = ReadonlyMap<string, ConfigFile>;

interface ConfigFile {
  /** Where it really stands: behind a link, or the template that becomes it. */
  readonly path: string;
  readonly content: Buffer;
  readonly text: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Folders that are fetched in all while includes lead to new ones. */
const mostFolders = 12;

/**
 * Reads the configuration out of a created container of the proxy, adds our logs to the copy and puts it back. What the start
 * renders from templates has not been rendered yet: the templates themselves are given the logs. Answers what the proxy was given
 * because its container lacked it.
 */
export async function observeProxy(
  engine: Engine,
  container: string,
  proxy: ProxyPlan,
  service: Service,
  imageVariables: Readonly<Record<string, string>>,
  filled: readonly string[] = [],
): Promise<SuppliedFiles> {
  const isReadOnly = service.settings.readOnly === true;
  const files = new Map<string, ConfigFile>();
  const config = await readConfig(engine, container, proxy.main, files);
  const templates = new Map(proxy.files.flatMap((file) => (file.renderedAs === undefined ? [] : [[file.renderedAs, file.container] as const])));
  for (const path of templates.values()) await fetchInto(engine, container, path, files);
  const variables = { ...Object.fromEntries(Object.entries(imageVariables).map(([name, value]) => [name, { value }])), ...service.variables };
  const rendered = asRendered(files, templates, variables);
  const complete = load(proxy.main, rendered);
  const imageVersion = imageVariables["NGINX_VERSION"];
  const version = imageVersion === undefined ? undefined : parseVersion(imageVersion);
  const hasLimits = complete.files.some((path) => /\blimit_(req|conn)\b/.test(rendered.get(path)?.text ?? ""));
  await engine.upload(container, logFolder, await packArchive(logFiles(formatFile({ hasLimits, ...(version ? { version } : {}) }))));
  const fromTemplates = [...templates.keys()].flatMap((path) => parseNginx(rendered.get(path)?.text ?? "", path).directives);
  const supply = await supplyFiles({ engine, container, proxy, service, config, rendered: fromTemplates, filled });
  const changed = instrumented(complete, rendered);
  if (!isReadOnly) {
    await uploadFiles(engine, container, [...supply.entries, ...changed], false);
    return supply;
  }
  await tryUpload(engine, container, changed);
  return (await tryUpload(engine, container, supply.entries)) ? supply : { ...supply, entries: [], supplied: [] };
}

/** The files of our folder. The logs are there from the start, since nginx may be started by a user who could not make them. */
function logFiles(format: string): ArchiveEntry[] {
  const name = (path: string): string => path.slice(logFolder.length);
  return [fileEntry(name(formatPath), format), fileEntry(name(accessLogPath), "", 0o666), fileEntry(name(errorLogPath), "", 0o666)];
}

/**
 * Puts files into a read-only container as far as the engine allows: a folder that the repository does not name is no volume.
 * Answers whether all are there; when the first is refused no other is put.
 */
async function tryUpload(engine: Engine, container: string, files: readonly ArchiveEntry[]): Promise<boolean> {
  let isComplete = true;
  for (const [index, file] of files.entries()) {
    try {
      await uploadFiles(engine, container, [file], true);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      isComplete = false;
      if (index === 0) break;
    }
  }
  return isComplete;
}

/** The files as they will stand once the templates have been rendered; what is put back is the template. */
function asRendered(files: ContainerFiles, templates: ReadonlyMap<string, string>, variables: Service["variables"]): ContainerFiles {
  const rendered = [...templates].flatMap(([path, template]) => {
    const file = files.get(template);
    return file ? [[path, { ...file, text: renderTemplate(file.text, variables, { onlyDefined: true }).text }] as const] : [];
  });
  return new Map([...files, ...rendered]);
}

function instrumented(config: Config, files: ContainerFiles): ArchiveEntry[] {
  const changed = new Map<string, Extract<ArchiveEntry, { kind: "file" }>>();
  for (const [path, level] of fileLevels(config, (each) => files.get(each)?.text)) {
    const file = files.get(path);
    const content = file && instrument(file.content, { isMain: path === config.main, level });
    if (file && content && content !== file.content) changed.set(file.path, { kind: "file", path: file.path.slice(1), content, mode: file.mode, uid: file.uid, gid: file.gid });
  }
  return [...changed.values()];
}

async function readConfig(engine: Engine, container: string, main: string, files: Map<string, ConfigFile>): Promise<Config> {
  const fetched = new Set<string>();
  let wanted = [parentOf(main)];
  for (let round = 0; round < 4 && wanted.length > 0 && fetched.size < mostFolders; round++) {
    await Promise.all(wanted.map((folder) => fetchInto(engine, container, folder, files)));
    for (const folder of wanted) fetched.add(folder);
    const config = load(main, files);
    wanted = missingFolders(config, files).filter((folder) => ![...fetched].some((done) => folder === done || folder.startsWith(`${done}/`)));
  }
  return load(main, files);
}

/** The files and folders directly in a folder, of the files below it. */
function childrenOf(paths: Iterable<string>, folder: string): string[] {
  const inside = folder.endsWith("/") ? folder : `${folder}/`;
  const names = new Set<string>();
  for (const path of paths) if (path.startsWith(inside)) names.add(path.slice(inside.length).split("/", 1)[0] ?? "");
  return [...names].map((name) => inside + name);
}

function load(main: string, files: ContainerFiles): Config {
  return loadConfig(main, { read: (path) => files.get(resolvePath("/", path))?.text, list: (folder) => childrenOf(files.keys(), folder) }, true);
}

/** Folders that the configuration includes from and that were not fetched: outside the main file's own. */
function missingFolders(config: Config, files: ContainerFiles): string[] {
  const directives = config.files.flatMap((path) => [...walk(parseNginx(files.get(path)?.text ?? "", path).directives)]);
  const included = directives.filter((directive) => directive.name === "include").map((directive) => resolvePath(parentOf(config.main), directive.args[0]?.text ?? ""));
  return [...new Set(included.map((path) => parentOf(path.replace(/[*?[].*$/, ""))))].filter((folder) => folder !== "" && folder !== "/");
}

async function fetchInto(engine: Engine, container: string, path: string, files: Map<string, ConfigFile>): Promise<void> {
  const links = new Map<string, string>();
  for (const [absolute, entry] of await fetchEntries(engine, container, path)) {
    if (entry.kind === "file") addFile(files, absolute, entry);
    if (entry.kind === "link") links.set(absolute, resolvePath(parentOf(absolute), entry.target));
  }
  for (const [link, target] of [...links].slice(0, 50)) {
    if (!target.startsWith(`${path}/`) && !files.has(target) && isOrdinary(target)) {
      for (const [absolute, entry] of await fetchEntries(engine, container, target)) if (entry.kind === "file") addFile(files, absolute, entry);
    }
    const behind = [...files].filter(([absolute]) => absolute === target || absolute.startsWith(`${target}/`));
    for (const [absolute, file] of behind) files.set(`${link}${absolute.slice(target.length)}`, file);
  }
}

/** Whether a link leads to configuration: not to a device (logs) or a folder of modules. */
function isOrdinary(target: string): boolean {
  return !/^\/(dev|proc|sys|usr\/lib(64)?)\//.test(target);
}

/** The entries of a file or folder in the container, by absolute path; none when it is not there. */
async function fetchEntries(engine: Engine, container: string, path: string): Promise<[string, ArchiveEntry][]> {
  const archive = await engine.download(container, path);
  const entries = archive ? await unpackArchive(archive, 1024 * 1024) : [];
  return entries.map((entry) => [resolvePath("/", `${parentOf(path)}/${entry.path}`), entry]);
}

/** Keeps what can be configuration: text, and all of it. */
function addFile(files: Map<string, ConfigFile>, path: string, entry: Extract<ArchiveEntry, { kind: "file" }>): void {
  const { content, mode, uid = 0, gid = 0 } = entry;
  if (entry.isCut !== true && !content.subarray(0, 1000).includes(0)) files.set(path, { path, content, text: content.toString("utf8"), mode, uid, gid });
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
