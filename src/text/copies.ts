import type { Location } from "../model/location.ts";
import { expandVariables } from "./dotenv.ts";
import { imageSettings, resolvePath, stageLine, targetStage, type Dockerfile, type Instruction, type Stage } from "./dockerfile.ts";
import { withoutHeredocs } from "./heredocs.ts";
import { shellWords } from "./shell.ts";

/** One source of a COPY or ADD and where it lands. */
export interface CopiedPath {
  /** As written, relative to the context; may hold wildcards. */
  readonly source: string;
  /** Absolute; ends in "/" when it is a folder for sure. */
  readonly destination: string;
  readonly at: Location;
}

/** Folders that the base images have, as far as files are copied into them without a slash at the end. */
const usualFolders: readonly string[] = [
  ..."/ /etc /home /opt /root /srv /tmp /usr /usr/bin /usr/local /usr/local/bin /usr/local/sbin /usr/share /usr/src /var /var/lib /var/www /var/www/html".split(" "),
  ..."/docker-entrypoint.d /docker-entrypoint-initdb.d /usr/share/nginx /usr/share/nginx/html /usr/local/openresty/nginx/conf".split(" "),
  ...["conf.d", "http.d", "sites-available", "sites-enabled", "snippets", "modules-enabled"].map((name) => `/etc/nginx/${name}`),
  ..."/etc/nginx /etc/ssl /etc/ssl/certs /etc/ssl/private /etc/supervisor /etc/supervisor/conf.d /etc/apache2/sites-available /etc/cron.d /etc/init.d".split(" "),
  ..."/usr/local/etc /usr/local/etc/php /usr/local/etc/php/conf.d /usr/local/etc/php-fpm.d /usr/local/tomcat/webapps /usr/local/apache2/htdocs".split(" "),
];

/** Folders that `mkdir` makes in a RUN. */
function madeFolders(text: string): string[] {
  return [...text.matchAll(/\bmkdir\s+((?:-\S+\s+)*)([^;&|\n]+)/g)].flatMap((match) => (match[2] ?? "").split(/\s+/)).filter((word) => /^[\w./-]+$/.test(word) && !word.startsWith("-"));
}

/**
 * What a stage takes from the build context, directly and through `COPY --from` of other stages, in the order of the file.
 * A copied folder's contents land in the destination; a file lands in it (when it ends in "/") or as it.
 */
export function copiedPaths(file: Dockerfile, stage: Stage, args: Readonly<Record<string, string>> = {}): CopiedPath[] {
  const copied: CopiedPath[] = [];
  const settings = imageSettings(file, stage, args);
  let workingDir = "/";
  const folders = new Set(usualFolders);
  for (const instruction of stageLine(file, stage).stages.flatMap((each) => each.instructions)) {
    if (instruction.keyword === "WORKDIR")
      workingDir = resolvePath(
        workingDir,
        expandVariables(instruction.text, (name) => settings.variables[name]?.value ?? args[name]),
      );
    folders.add(workingDir);
    if (instruction.keyword === "RUN") for (const folder of madeFolders(instruction.text)) folders.add(resolvePath(workingDir, folder));
    if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") continue;
    const landed = copiedBy(instruction, file, workingDir, folders, (name) => settings.variables[name]?.value ?? args[name], args);
    for (const copy of landed) if (copy.destination.endsWith("/")) folders.add(copy.destination.slice(0, -1));
    copied.push(...landed);
  }
  return copied;
}

function copiedBy(
  instruction: Instruction,
  file: Dockerfile,
  workingDir: string,
  folders: ReadonlySet<string>,
  lookUp: (name: string) => string | undefined,
  args: Readonly<Record<string, string>>,
): CopiedPath[] {
  const words = (instruction.json ?? shellWords(withoutHeredocs(instruction.text)).map((word) => word.text)).map((word) => expandVariables(word, lookUp));
  const target = words.at(-1);
  if (target === undefined || words.length < 2) return [];
  const sources = words.slice(0, -1).filter((source) => !/^[a-z]+:\/\//.test(source));
  const absolute = resolvePath(workingDir, target);
  const isFolder = /(^|\/)\.{0,2}$/.test(target) || words.length > 2 || folders.has(absolute);
  const destination = isFolder && absolute !== "/" ? `${absolute}/` : absolute;
  const from = instruction.flags["from"];
  if (from === undefined) return sources.map((source) => ({ source, destination, at: instruction.at }));
  const origin = targetStage(file, from);
  return origin === undefined ? [] : sources.flatMap((source) => throughStage(copiedPaths(file, origin, args), source, destination, instruction.at));
}

/** What of an earlier stage's copies is under `source`, moved to `destination`. */
function throughStage(earlier: readonly CopiedPath[], source: string, destination: string, at: Location): CopiedPath[] {
  const wanted = resolvePath("/", source);
  const moved = destination.replace(/\/$/, "");
  return earlier.flatMap((copy) => {
    const had = copy.destination.replace(/\/$/, "");
    if (had === wanted || had.startsWith(`${wanted === "/" ? "" : wanted}/`)) {
      return [{ source: copy.source, destination: `${moved}${had.slice(wanted === "/" ? 0 : wanted.length)}${copy.destination.endsWith("/") ? "/" : ""}`, at }];
    }
    const prefix = had === "" ? "/" : `${had}/`;
    if (!wanted.startsWith(prefix)) return [];
    const inside = wanted.slice(prefix.length);
    return [{ source: joinSource(copy.source, inside), destination, at }];
  });
}

function joinSource(source: string, inside: string): string {
  const base = source.replace(/\/+$/, "");
  return base === "" || base === "." ? inside : `${base}/${inside}`;
}
