import type { Location, RepoPath, Sourced } from "../model/location.ts";
import type { PathMapping } from "../model/plan.ts";
import type { ConfigFiles } from "../nginx/config.ts";
import { renderTemplate, type Rendered } from "../nginx/template.ts";
import { resolvePath } from "../text/dockerfile.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { fileCommands } from "./file-commands.ts";
import { containerChildren, recipeInstructions, type ImageRecipe } from "./image-recipe.ts";
import { globMatcher } from "../nginx/glob.ts";
import type { NginxLayout } from "./nginx-layout.ts";
import { repoPathOf, type PathMappingList } from "../workspace/paths.ts";

/** A template step of the container's start: what it reads, what it writes, and how it substitutes. */
export interface TemplateStep {
  readonly from: string;
  readonly to: string;
  /** The official image replaces only what is defined; a bare envsubst everything. */
  readonly onlyDefined: boolean;
  readonly names?: readonly string[];
  readonly filter?: string;
}

/** The nginx files of a container as the repository tells them: the image's stock, copies, binds, and rendered templates. */
export interface ContainerView extends ConfigFiles {
  /** Where a container path comes from in the repository; for a rendered file, its template. */
  origin(path: string): { readonly repo: RepoPath; readonly by: PathMapping; readonly template?: string; readonly rendered?: Rendered } | undefined;
  readonly steps: readonly TemplateStep[];
}

export interface ViewInput {
  readonly workspace: Workspace;
  readonly layout: NginxLayout;
  readonly recipe: ImageRecipe | undefined;
  readonly paths: PathMappingList;
  readonly variables: Readonly<Record<string, Sourced<string>>>;
  /** The command as it will run: entrypoint overrides and command. */
  readonly entrypoint: readonly string[] | undefined;
  readonly command: readonly string[] | undefined;
}

/** Builds the view. Reads files of the repository only. */
export function viewContainer(given: ViewInput): ContainerView {
  const stock = stockFiles(given);
  const input = { ...given, paths: [...given.paths, ...linkedPaths(given, stock)] };
  const plain = plainFiles(input, stock);
  const steps = templateSteps(input, plain);
  const rendered = new Map<string, { readonly result: Rendered; readonly from: string }>();
  for (const step of steps) {
    const text = plain.read(step.from);
    if (text !== undefined) rendered.set(step.to, { result: render(text, step, input.variables), from: step.from });
  }
  return {
    steps,
    read: (path) => rendered.get(path)?.result.text ?? plain.read(path),
    list: (folder) => [...new Set([...plain.list(folder), ...[...rendered.keys()].filter((path) => parentOf(path) === folder)])],
    origin: (path) => {
      const made = rendered.get(path);
      const found = repoPathOf(input.paths, made?.from ?? path);
      if (!found || !input.workspace.isFile(found.repo)) return undefined;
      return made ? { ...found, template: made.from, rendered: made.result } : found;
    },
  };
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

/** What the repository puts behind a link that the image has. */
function linkedPaths({ layout, paths }: ViewInput, stock: ReadonlyMap<string, string>): PathMapping[] {
  return Object.entries(layout.links ?? {}).flatMap(([link, target]): PathMapping[] => {
    const found = stock.has(link) && repoPathOf(paths, link) === undefined ? repoPathOf(paths, target) : undefined;
    return found ? [{ ...found.by, container: link, repo: found.repo, kind: "file" }] : [];
  });
}

function stockFiles(input: ViewInput): Map<string, string> {
  const stock = new Map(Object.entries(input.layout.stock));
  let workingDir = "/";
  for (const instruction of input.recipe ? recipeInstructions(input.recipe) : []) {
    if (instruction.keyword === "WORKDIR") workingDir = resolvePath(workingDir, instruction.text);
    if (instruction.keyword !== "RUN") continue;
    for (const command of fileCommands(instruction, workingDir, (name) => input.variables[name]?.value)) {
      if (command.kind === "remove" || command.kind === "move") for (const path of command.sources) removeStock(stock, path);
    }
  }
  return stock;
}

function removeStock(stock: Map<string, string>, pattern: string): void {
  const folder = pattern.replace(/\/?\*$/, "");
  const matches = globMatcher(pattern.slice(pattern.lastIndexOf("/") + 1));
  for (const path of stock.keys()) {
    const isMatch = parentOf(path) === parentOf(pattern) && matches(path.slice(path.lastIndexOf("/") + 1));
    if (isMatch || path.startsWith(`${folder}/`)) stock.delete(path);
  }
}

function plainFiles(input: ViewInput, stock: ReadonlyMap<string, string>): ConfigFiles {
  const { workspace, paths } = input;
  const hidden = (path: string): boolean => paths.some((mapping) => mapping.via === "bind" && mapping.kind === "folder" && path.startsWith(`${mapping.container}/`));
  return {
    read: (path) => {
      const normal = resolvePath("/", path);
      const found = repoPathOf(paths, normal);
      const own = found && (found.by.text ?? workspace.read(found.repo));
      return own ?? (hidden(normal) ? undefined : stock.get(normal));
    },
    list: (folder) => {
      const names = new Set<string>();
      for (const path of stock.keys()) if (parentOf(path) === folder && !hidden(path)) names.add(path);
      return [...new Set([...names, ...containerChildren(workspace, paths, folder)])];
    },
  };
}

function render(text: string, step: TemplateStep, variables: Readonly<Record<string, Sourced<string>>>): Rendered {
  const filter = step.filter === undefined ? undefined : safeRegex(step.filter);
  const listed = step.names && new Set(step.names);
  const applies = (name: string): boolean => (filter?.test(name) ?? true) && (listed?.has(name) ?? true);
  return renderTemplate(text, variables, { onlyDefined: step.onlyDefined, filter: applies });
}

function safeRegex(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

function templateSteps(input: ViewInput, files: ConfigFiles): TemplateStep[] {
  return [...officialSteps(input, files), ...shellSteps(input, files)];
}

/** What `20-envsubst-on-templates.sh` does; only when the official entrypoint runs and is given nginx to start. */
function officialSteps(input: ViewInput, files: ConfigFiles): TemplateStep[] {
  const entrypoint = input.entrypoint ?? (input.recipe?.settings.entrypoint ? [""] : undefined);
  const program = input.command?.[0] ?? "nginx";
  const isOfficial = input.layout.rendersTemplates && (entrypoint === undefined || entrypoint[0]?.endsWith("/docker-entrypoint.sh") === true);
  if (!isOfficial || (program !== "nginx" && program !== "nginx-debug")) return [];
  const value = (name: string, usual: string): string => input.variables[name]?.value || usual;
  const folder = value("NGINX_ENVSUBST_TEMPLATE_DIR", "/etc/nginx/templates");
  const suffix = value("NGINX_ENVSUBST_TEMPLATE_SUFFIX", ".template");
  const output = value("NGINX_ENVSUBST_OUTPUT_DIR", "/etc/nginx/conf.d");
  const filter = input.variables["NGINX_ENVSUBST_FILTER"]?.value;
  return filesBelow(files, folder, 0)
    .filter((path) => path.endsWith(suffix))
    .map((path) => ({ from: path, to: `${output}${path.slice(folder.length, -suffix.length)}`, onlyDefined: true, ...(filter ? { filter } : {}) }));
}

function filesBelow(files: ConfigFiles, folder: string, depth: number): string[] {
  if (depth > 4) return [];
  return files.list(folder).flatMap((path) => (files.read(path) === undefined ? filesBelow(files, path, depth + 1) : [path]));
}

/** `envsubst ['$LIST'] < FROM > TO` in the command, the entrypoint or a script of the repository that they run. */
function shellSteps(input: ViewInput, files: ConfigFiles): TemplateStep[] {
  const words = [...(input.entrypoint ?? instructionWords(input.recipe?.settings.entrypoint)), ...(input.command ?? instructionWords(input.recipe?.settings.command))];
  const scripts = words
    .flatMap((word) => word.split(/\s+/))
    .filter((word) => /\.(sh|bash)$|entrypoint/.test(word))
    .flatMap((word) => files.read(resolvePath(input.recipe?.settings.workingDir ?? "/", word)) ?? []);
  const text = [words.join(" "), ...scripts].join("\n");
  return [...text.matchAll(/envsubst\s+(?:(['"])(.*?)\1\s*)?<\s*["']?([^\s"'<>|;&]+)["']?\s*>\s*["']?([^\s"'<>|;&]+)/gs)].map((match) => {
    const names = match[2] === undefined ? undefined : [...match[2].matchAll(/\$\{?([A-Za-z_]\w*)\}?/g)].map((name) => name[1] ?? "");
    return { from: match[3] ?? "", to: match[4] ?? "", onlyDefined: false, ...(names ? { names } : {}) };
  });
}

function instructionWords(instruction: { readonly json?: readonly string[]; readonly text: string } | undefined): readonly string[] {
  return instruction === undefined ? [] : (instruction.json ?? [instruction.text]);
}

/** The main configuration file that a command names with `-c`; undefined when it names none. */
export function mainFromCommand(words: readonly string[]): string | undefined {
  const text = words.join(" ");
  return /\b(?:nginx|openresty)\b[^;&|]*?\s-c\s+["']?([^\s"';&|]+)/.exec(text)?.[1];
}

/** A Location of the mapping that brought a file, for the reader. */
export function viaText(mapping: PathMapping): { readonly via: string; readonly at?: Location } {
  const place = mapping.at === undefined ? "" : ` in ${mapping.at.path}:${mapping.at.line}`;
  const how = mapping.via === "copy" ? "COPY" : mapping.via === "run" ? "RUN" : mapping.via;
  return { via: `${how}${place}`, ...(mapping.at ? { at: mapping.at } : {}) };
}
