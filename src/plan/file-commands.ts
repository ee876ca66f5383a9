import type { Location } from "../model/location.ts";
import { expandVariables } from "../text/dotenv.ts";
import { resolvePath, type Instruction } from "../text/dockerfile.ts";
import { withoutHeredocs } from "../text/heredocs.ts";
import { baseName, programOf, shellCommands } from "../text/shell.ts";

/** What a command of a RUN does to files of the image. Paths are absolute and may hold wildcards. */
export interface FileCommand {
  readonly kind: "copy" | "link" | "move" | "remove" | "folder" | "edit";
  readonly sources: readonly string[];
  /** Where copies, links and moved files land; empty for the other kinds. */
  readonly target: string;
  /** Whether the target is a folder for sure. */
  readonly intoFolder: boolean;
  readonly at: Location;
}

/** The file commands of a RUN instruction, in their order, as far as its text tells. */
export function fileCommands(instruction: Instruction, workingDir: string, lookUp: (name: string) => string | undefined): FileCommand[] {
  const text = [withoutHeredocs(instruction.text), ...instruction.heredocs].join("\n");
  const commands = instruction.json ? [instruction.json] : shellCommands(expandVariables(text, (name) => lookUp(name) ?? `\${${name}}`));
  let folder = workingDir;
  return commands.flatMap((words) => {
    const [program = "", ...args] = programOf(words);
    if (program === "cd") {
      folder = resolvePath(folder, args[0] ?? "/");
      return [];
    }
    return commandOf(baseName(program), args, folder, instruction.at) ?? [];
  });
}

function commandOf(program: string, args: readonly string[], folder: string, at: Location): FileCommand | undefined {
  const written = args.indexOf(">") === -1 ? args.indexOf(">>") : args.indexOf(">");
  if (written !== -1) return { kind: "edit", sources: absolute(args.slice(written + 1, written + 2), folder), target: "", intoFolder: false, at };
  const options = args.filter((arg) => arg.startsWith("-"));
  const paths = args.filter((arg) => !arg.startsWith("-"));
  const has = (letter: string, long: string): boolean => options.some((option) => option === long || (/^-\w+$/.test(option) && option.includes(letter)));
  switch (program) {
    case "rm":
      return { kind: "remove", sources: absolute(paths, folder), target: "", intoFolder: false, at };
    case "mkdir":
      return { kind: "folder", sources: absolute(paths, folder), target: "", intoFolder: false, at };
    case "sed":
      return has("i", "--in-place") ? { kind: "edit", sources: absolute(paths.slice(1), folder), target: "", intoFolder: false, at } : undefined;
    case "tee":
      return { kind: "edit", sources: absolute(paths, folder), target: "", intoFolder: false, at };
    case "cp":
      return placed("copy", paths, folder, folder, at);
    case "mv":
      return placed("move", paths, folder, folder, at);
    case "ln":
      return placed("link", paths, folder, has("s", "--symbolic") ? undefined : folder, at);
    default:
      return undefined;
  }
}

/** `from` is where relative sources start; undefined for symbolic links, whose words count from the folder they are put in. */
function placed(kind: "copy" | "move" | "link", paths: readonly string[], folder: string, from: string | undefined, at: Location): FileCommand | undefined {
  const written = paths.length === 1 && kind === "link" ? "." : paths.at(-1);
  const sources = paths.length === 1 && kind === "link" ? paths : paths.slice(0, -1);
  if (written === undefined || sources.length === 0) return undefined;
  const target = resolvePath(folder, written);
  const intoFolder = /(^|\/)\.{0,2}$/.test(written) || sources.length > 1 || sources.some((source) => /[*?[]/.test(source));
  const base = from ?? (intoFolder || nginxFolders.has(target) ? target : target.slice(0, target.lastIndexOf("/")) || "/");
  // the dot that a copied folder's contents are named by stays
  const resolved = sources.map((source) => `${resolvePath(base, source)}${source.endsWith("/.") ? "/." : ""}`);
  return { kind, sources: resolved, target, intoFolder: intoFolder || nginxFolders.has(target), at };
}

function absolute(paths: readonly string[], folder: string): string[] {
  return paths.map((path) => resolvePath(folder, path));
}

/** Folders that an installed nginx has. */
const nginxFolders: ReadonlySet<string> = new Set(["", "/conf.d", "/http.d", "/sites-available", "/sites-enabled", "/snippets", "/modules-enabled", "/templates"].map((name) => `/etc/nginx${name}`));
