import type { Location, RepoPath, Sourced } from "../model/location.ts";
import type { StartStep } from "../model/plan.ts";
import type { Instruction } from "../text/dockerfile.ts";
import { resolvePath } from "../text/dockerfile.ts";
import { baseName, programOf, shellCommands } from "../text/shell.ts";
import { parseYaml } from "../text/yaml.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { containerChildren, type ImageRecipe } from "./image-recipe.ts";
import { matchGlob } from "../nginx/glob.ts";
import { repoPathOf, type PathMappingList } from "../workspace/paths.ts";

export interface StartInput {
  readonly workspace: Workspace;
  readonly recipe: ImageRecipe | undefined;
  readonly paths: PathMappingList;
  readonly workingDir: string;
  readonly entrypoint: Sourced<readonly string[]> | undefined;
  readonly command: Sourced<readonly string[]> | undefined;
}

/** Steps of one start are followed this far. */
const mostSteps = 400;

/**
 * What starts in the container: the entrypoint and command as written, then the package scripts, shell scripts and process
 * files they lead to, line by line, and at last the program file itself.
 */
export function startChain(input: StartInput): StartStep[] {
  const { recipe } = input;
  const entrypoint = input.entrypoint ? listStep(input.entrypoint) : instructionStep(recipe?.settings.entrypoint);
  const command = input.command ? listStep(input.command) : input.entrypoint ? undefined : instructionStep(recipe?.settings.command);
  const chain = new Chain(input);
  for (const step of [entrypoint, command]) if (step) chain.add(step.step, step.words);
  return chain.steps;
}

interface Written {
  readonly step: StartStep;
  /** The words, one per argument; a shell form is a single text. */
  readonly words: readonly string[];
}

function listStep(list: Sourced<readonly string[]>): Written | undefined {
  if (list.value.length === 0) return undefined;
  return { step: { text: list.value.map(quoted).join(" "), ...(list.at ? { at: list.at } : {}) }, words: list.value };
}

function quoted(word: string): string {
  return /^[\w@%+=:,./$-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function instructionStep(instruction: Instruction | undefined): Written | undefined {
  if (!instruction) return undefined;
  return { step: { text: instruction.text, at: instruction.at }, words: instruction.json ?? ["sh", "-c", instruction.text] };
}

class Chain {
  readonly steps: StartStep[] = [];
  readonly #input: StartInput;
  readonly #seen = new Set<string>();

  constructor(input: StartInput) {
    this.#input = input;
  }

  add(step: StartStep, words: readonly string[]): void {
    if (this.steps.length >= mostSteps) return;
    this.steps.push(step);
    const shell = /^(?:ba|da|a|z)?sh$/.test(baseName(words[0] ?? "")) && /^-\w*c$/.test(words[1] ?? "") ? words[2] : undefined;
    const commands = shell === undefined ? [words] : shellCommands(shell);
    for (const command of commands) this.#follow(programOf(command), this.#input.workingDir);
  }

  #follow(words: readonly string[], folder: string): void {
    const [program = "", ...args] = words;
    const name = baseName(program);
    if (/^(npm|yarn|pnpm|bun)$/.test(name)) this.#packageScript(args, folder);
    else if (/^(?:ba|da|a|z)?sh$/.test(name))
      this.#file(
        args.find((arg) => !arg.startsWith("-")),
        folder,
      );
    else if (name === "supervisord") this.#supervisor(optionValue(args, ["-c", "--configuration"]), folder);
    else if (/^(honcho|foreman|overmind|hivemind)$/.test(name)) this.#lines(optionValue(args, ["-f", "--procfile"]) ?? "Procfile", folder);
    else if (/^(python[\d.]*|node|nodejs|ruby|php|perl|deno|bun|ts-node|tsx|nodemon)$/.test(name)) this.#program(args, folder);
    else if (program.includes("/")) this.#file(program, folder);
    else if (this.#onPath(program) !== undefined) this.#file(this.#onPath(program), folder);
    else if (/\.\w+$/.test(program)) this.#file(program, folder);
    else for (const arg of args) this.#argument(arg, folder);
  }

  /** A file among a server's arguments, or the module that `module:callable` names. */
  #argument(arg: string, folder: string): void {
    const module = /^([A-Za-z_][\w.]*):[A-Za-z_]\w*(?:\(.*\))?$/.exec(arg)?.[1];
    if (module !== undefined) {
      const path = module.replaceAll(".", "/");
      for (const candidate of [`${path}.py`, `${path}/__init__.py`]) this.#mention(candidate, folder);
    } else if (/\.(sh|py|js|mjs|cjs|ts|rb|ru|php|pl|conf|ini|ya?ml|toml)$/.test(arg)) this.#mention(arg, folder);
  }

  /** Where a program named without a folder is found, when the repository brings it. */
  #onPath(program: string): string | undefined {
    const folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
    return program === "" ? undefined : folders.map((folder) => `${folder}/${program}`).find((path) => this.#repo(path, "/") !== undefined);
  }

  #repo(path: string, folder: string): RepoPath | undefined {
    const found = repoPathOf(this.#input.paths, resolvePath(folder, path));
    return found && this.#input.workspace.isFile(found.repo) ? found.repo : undefined;
  }

  /** A script of a shell is followed line by line; any other file is the program. */
  #file(path: string | undefined, folder: string): void {
    if (path === undefined) return;
    const repo = this.#repo(path, folder);
    const text = repo === undefined ? undefined : this.#input.workspace.read(repo);
    if (repo === undefined || text === undefined) return;
    if (/^#!.*\b(?:ba|da|a|z)?sh\b/.test(text) || /\.(sh|bash)$/.test(repo)) this.#scriptLines(repo, text, folder);
    else this.#mention(path, folder);
  }

  #scriptLines(repo: RepoPath, text: string, folder: string): void {
    if (this.#seen.has(repo)) return;
    this.#seen.add(repo);
    text.split("\n").forEach((line, index) => {
      const trimmed = line.trim();
      if (trimmed === "" || trimmed.startsWith("#")) return;
      this.steps.push({ text: trimmed, at: this.#input.workspace.locate(repo, index + 1) });
      for (const command of shellCommands(trimmed)) this.#follow(programOf(command), folder);
    });
  }

  #lines(path: string, folder: string): void {
    const repo = this.#repo(path, folder);
    const text = repo === undefined ? undefined : this.#input.workspace.read(repo);
    if (repo === undefined || text === undefined || this.#seen.has(repo)) return;
    this.#seen.add(repo);
    text.split("\n").forEach((line, index) => {
      const command = /^\s*(?:command\s*=|[\w-]+:)\s*(.+)$/.exec(line)?.[1];
      if (command === undefined) return;
      this.steps.push({ text: command, at: this.#input.workspace.locate(repo, index + 1) });
      for (const words of shellCommands(command)) this.#follow(programOf(words), folder);
    });
  }

  /** The programs of a supervisor's file and of those that it includes; without `-c`, where supervisord looks for it. */
  #supervisor(given: string | undefined, folder: string): void {
    const usual = [`${folder}/supervisord.conf`, `${folder}/etc/supervisord.conf`, "/etc/supervisord.conf", "/etc/supervisor/supervisord.conf"];
    const path = given === undefined ? usual.find((each) => this.#repo(each, "/") !== undefined) : resolvePath(folder, given);
    const repo = path === undefined ? undefined : this.#repo(path, "/");
    const text = repo === undefined ? undefined : this.#input.workspace.read(repo);
    // a file that the package brings includes this folder
    const includes = text === undefined ? "/etc/supervisor/conf.d/*.conf" : (/^\[include\][^[]*?^\s*files\s*=\s*(.+)$/m.exec(text)?.[1] ?? "");
    if (repo !== undefined && text !== undefined) this.#programs(repo, text, folder);
    const base = path === undefined ? "/etc/supervisor" : path.slice(0, path.lastIndexOf("/"));
    for (const pattern of includes
      .trim()
      .split(/\s+/)
      .filter((each) => each !== "")) {
      for (const file of matchGlob(resolvePath(base, pattern), (each) => containerChildren(this.#input.workspace, this.#input.paths, each))) {
        const included = this.#repo(file, "/");
        const content = included === undefined ? undefined : this.#input.workspace.read(included);
        if (included !== undefined && content !== undefined) this.#programs(included, content, folder);
      }
    }
  }

  /** `command=` of each `[program:…]`, run in its `directory=`. */
  #programs(repo: RepoPath, text: string, folder: string): void {
    if (this.#seen.has(repo)) return;
    this.#seen.add(repo);
    const lines = text.split("\n");
    for (const [index, line] of lines.entries()) {
      const command = /^\s*command\s*=\s*(.+)$/.exec(line)?.[1]?.replace(/\s;.*$/, "");
      if (command === undefined) continue;
      const end = lines.findIndex((each, other) => other > index && each.startsWith("["));
      const start = lines.findLastIndex((each, other) => other <= index && each.startsWith("["));
      const directory = lines.slice(Math.max(0, start), end === -1 ? undefined : end).flatMap((each) => /^\s*directory\s*=\s*(\S+)/.exec(each)?.[1] ?? [])[0];
      this.steps.push({ text: command, at: this.#input.workspace.locate(repo, index + 1) });
      for (const words of shellCommands(command)) this.#follow(programOf(words), directory ?? folder);
    }
  }

  #packageScript(args: readonly string[], folder: string): void {
    const words = args.filter((arg) => !arg.startsWith("-"));
    const script = words[0] === "run" || words[0] === "run-script" ? words[1] : words[0];
    const prefix = optionValue(args, ["--prefix", "--cwd", "-C"]);
    const place = prefix === undefined ? folder : resolvePath(folder, prefix);
    const repo = this.#repo("package.json", place);
    const text = repo === undefined ? undefined : this.#input.workspace.read(repo);
    if (repo === undefined || text === undefined || script === undefined || this.#seen.has(`${repo} ${script}`)) return;
    this.#seen.add(`${repo} ${script}`);
    const file = parseYaml(repo, text);
    const command = file.source(["scripts", script]);
    const at: Location | undefined = file.locate(["scripts", script]);
    if (command === undefined || at === undefined) return;
    const unquoted = command.replace(/^"|"$/g, "").replaceAll('\\"', '"');
    this.steps.push({ text: unquoted, at });
    for (const words2 of shellCommands(unquoted)) this.#follow(programOf(words2), place);
  }

  /** The file an interpreter is given, or the module of `-m`. */
  #program(args: readonly string[], folder: string): void {
    const moduleAt = args.indexOf("-m");
    const module = moduleAt === -1 ? undefined : args[moduleAt + 1];
    if (module !== undefined) {
      const path = module.replaceAll(".", "/");
      for (const candidate of [`${path}.py`, `${path}/__main__.py`]) this.#mention(candidate, folder);
      this.#follow(args.slice(moduleAt + 1), folder);
      return;
    }
    const file = args.find((arg) => !arg.startsWith("-"));
    if (file === undefined) return;
    for (const candidate of [file, `${file}.js`, `${file}/index.js`]) this.#mention(candidate, folder);
  }

  #mention(path: string, folder: string): void {
    const repo = this.#repo(path, folder);
    if (repo === undefined || this.#seen.has(repo)) return;
    this.#seen.add(repo);
    this.steps.push({ text: path, at: this.#input.workspace.locate(repo, 1) });
  }
}

/** The value of `--name value` or `--name=value` among words. */
export function optionValue(words: readonly string[], names: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    for (const name of names) {
      if (word === name) return words[index + 1];
      if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
    }
  }
  return undefined;
}
