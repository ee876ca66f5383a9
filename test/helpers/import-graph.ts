import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { code, root, table } from "./render-docs.ts";

/** The files directly in src/ count as one folder of this name. */
export const entry = "src/*.ts";

/** What each folder of src/ is for. */
export const purposes: Readonly<Record<string, string>> = {
  [entry]: "entry points (`main`, `post`, `cli`), the pipeline (`run`, `laboratory`, `replay`), reading of options and settings",
  certificates: "makes certificates for a run; tells what a file of certificates and keys holds",
  boot: "starts and removes containers, networks and volumes; witness, forwarder, relay",
  build: "builds and fetches images; reads the builder's log",
  diagnose: "symptoms, rules, ranking",
  docker: "the engine's API and the docker command line tools",
  evidence: "gathers facts from a running environment; redaction",
  github: "reads the action's inputs and event; the step's log, annotations, job summary, outputs; check run, suggestions, comment",
  http: "one HTTP or FastCGI request with its timings",
  model: "types and small constructors",
  network: "reads the kernel's tables of sockets",
  nginx: "reads nginx configuration, adds log directives to a copy, reads nginx logs",
  plan: "inputs and repository files to a plan",
  probe: "waits for what nginx dials, sends the requests, judges the answers",
  progress: "tells what a run is doing, on a terminal or line by line",
  prove: "control and treatment trial; a plan with a change made to it",
  report: "console, Markdown, HTML, JSON, SARIF, JUnit, annotations",
  sources: "lines of the project that could explain something; lines changed since a revision",
  text: "YAML, Dockerfile, shell words and variables files, with their lines",
  settings: "the configuration of the gate itself: its table of keys, reader and schema",
  workspace: "the project's files, read only and never outside its folder",
};

/** What the files of one folder import from outside it. */
export interface FolderImports {
  readonly folder: string;
  /** Folders of which a value is imported. */
  readonly values: ReadonlySet<string>;
  /** Folders of which only types are imported. */
  readonly types: ReadonlySet<string>;
  /** Packages and `node`. */
  readonly packages: ReadonlySet<string>;
}

/** The imports of every folder of src/, tests left out, read from the import statements. */
export function readImports(): FolderImports[] {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"));
  const folders = [...new Set(files.map(folderOf))].toSorted();
  return folders.map((folder) =>
    importsOf(
      folder,
      files.filter((file) => folderOf(file) === folder),
    ),
  );
}

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : entry;
}

interface Import {
  readonly from: string;
  readonly isType: boolean;
}

function importsOf(folder: string, files: readonly string[]): FolderImports {
  const [values, types, packages] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const file of files) {
    for (const { from, isType } of parseImports(readFileSync(join(root, "src", file), "utf8"))) {
      const target = from.startsWith(".")
        ? folderOf(
            normalize(join(dirname(file), from))
              .split(sep)
              .join("/"),
          )
        : undefined;
      if (target === undefined) packages.add(packageOf(from));
      else if (target !== folder) (isType ? types : values).add(target);
    }
  }
  return { folder, values, types: new Set([...types].filter((each) => !values.has(each))), packages };
}

function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return "node";
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Static imports and re-exports, and dynamic imports of literals. */
export function parseImports(text: string): Import[] {
  const fixed = [...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:([\w*{][^;"']*?)\s*from\s*)?"([^"]+)"/gm)].map(([, type, names, from]) => ({
    from: from ?? "",
    isType: type !== undefined || onlyTypes(names ?? ""),
  }));
  const dynamic = [...text.matchAll(/\bimport\("([^"]+)"\)/g)].map(([, from]) => ({ from: from ?? "", isType: false }));
  return [...fixed, ...dynamic];
}

/** Whether a list of names imports no value: `{ type A, type B }`. */
function onlyTypes(names: string): boolean {
  const inside = /^\{([\s\S]*)\}$/
    .exec(names.trim())?.[1]
    ?.split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return inside !== undefined && inside.length > 0 && inside.every((name) => name.startsWith("type "));
}

/** The house as a Mermaid drawing: an arrow for each import between folders, dotted where only types are imported. */
export function renderGraph(imports: readonly FolderImports[]): string[] {
  const lines = imports.flatMap(({ folder, values, types }) => [...arrows(folder, values, "-->"), ...arrows(folder, types, "-.->")]);
  const without = imports
    .map(({ folder }) => folder)
    .filter((folder) => folder !== "model" && !imports.some((each) => each.folder === folder && (each.values.has("model") || each.types.has("model"))));
  const sentence = `${without.length === 0 ? "Every folder imports" : `Every folder but ${without.map(code).join(", ")} imports`} \`model\`; those arrows are left out. A dotted arrow imports types only.`;
  return ["```mermaid", "flowchart TD", `  entry["${entry}"]`, ...lines, "```", "", sentence];
}

function arrows(folder: string, targets: ReadonlySet<string>, arrow: string): string[] {
  const node = (name: string): string => (name === entry ? "entry" : name);
  return [...targets]
    .filter((target) => target !== "model")
    .toSorted()
    .map((target) => `  ${node(folder)} ${arrow} ${node(target)}`);
}

/** The same as a table, with what each folder is for and the packages it imports. Throws for a folder that has no description. */
export function renderImportTable(imports: readonly FolderImports[]): string[] {
  const list = (names: ReadonlySet<string>): string => [...names].toSorted().map(code).join(" ");
  const rows = imports.map(({ folder, values, types, packages }) => {
    const purpose = purposes[folder];
    if (purpose === undefined) throw new Error(`src/${folder} has no description in test/helpers/import-graph.ts`);
    return [code(folder), purpose, list(values), list(types), list(packages)];
  });
  return table(["folder", "holds", "imports", "imports types of", "packages"], rows);
}
