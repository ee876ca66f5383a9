import type { RepoPath } from "../../../model/location.ts";
import { joinPath } from "../../../model/location.ts";
import type { PlatformProblem } from "../../../model/platform.ts";
import type { Edit } from "../../../model/edit.ts";
import { parseYaml, type YamlFile } from "../../../text/yaml.ts";
import type { Workspace } from "../../../workspace/workspace.ts";
import { textAt } from "./values.ts";
import type { Environment } from "./schema.ts";

const root = "" as RepoPath;

/** The keys that name what is started, by kind of project: where none is set there is nothing to start. */
const startKeys: Readonly<Record<string, readonly string[]>> = {
  "python/pip": ["scriptName", "command"],
  "node/npm": ["scriptName", "command"],
  "jvm/maven": ["jarName"],
  "jvm/gradle": ["jarName"],
  "csharp/dotnet": ["buildFileName"],
  "ruby/bundle": ["mainScript"],
};

/** What is wrong with the keys that say what is started: none at all, or a command where one file belongs. */
export function scriptProblems(workspace: Workspace, yaml: YamlFile, environment: Environment | undefined, toolchain: string): PlatformProblem[] {
  const keys = startKeys[`${environment}/${toolchain}`] ?? [];
  const written = keys.filter((key) => textAt(yaml, ["run", key]) !== undefined);
  if (keys.length > 0 && written.length === 0) return hasStray(yaml, keys) ? [] : [nothingToStart(yaml, keys)];
  if (!keys.includes("scriptName")) return [];
  if (written.length === 2) return bothKeys(yaml);
  return commandAsScript(workspace, yaml, environment === "node" ? "node" : "python");
}

/** Whether the file has such a key, or a word for it, in another place: the reader tells of that. */
function hasStray(yaml: YamlFile, keys: readonly string[]): boolean {
  const words = [...keys, "cmd", "start", "startCommand", "comand", "commands", "script", "main"];
  const sections = [[], ["run"], ["build"], ["meta"]];
  return sections.some((section) => yaml.keys(section).some((key) => words.some((word) => word.toLowerCase() === key.toLowerCase().replace(/[-_]/g, ""))));
}

function nothingToStart(yaml: YamlFile, keys: readonly string[]): PlatformProblem {
  const at = yaml.locateKey(["run"]) ?? { path: yaml.path, line: 1 };
  const shown = keys.map((key) => `run.${key}`).join(" or ");
  return { key: "run", at, what: `neither the file nor a default says what is started: there is no ${shown}`, expected: shown, changes: "start", isFatal: true, edits: [] };
}

function bothKeys(yaml: YamlFile): PlatformProblem[] {
  const at = yaml.locateKey(["run", "scriptName"]);
  const what = "`run.scriptName` and `run.command` are both set; the command is taken";
  return at ? [{ key: "run.scriptName", at, what, expected: "one of them", changes: "nothing", edits: [] }] : [];
}

/** `python3 uvicorn app:app` and `node start` look for files of that name. */
function commandAsScript(workspace: Workspace, yaml: YamlFile, program: "node" | "python"): PlatformProblem[] {
  const written = textAt(yaml, ["run", "scriptName"]);
  const at = yaml.locateKey(["run", "scriptName"]);
  if (!written || !at || isScript(workspace, written.value, program)) return [];
  const command = commandFor(workspace, written.value, program);
  if (command === undefined) return [];
  const started = program === "node" ? "node" : "python3";
  const what = `\`run.scriptName\` is \`${written.value.slice(0, 80)}\`, which is no file but a command: \`${started}\` looks for a file of that name`;
  return [
    {
      key: "run.scriptName",
      at,
      title: "`run.scriptName` holds a command, where one file belongs",
      what,
      expected: "the path of one file",
      meant: `run.command: ${command}`,
      changes: "start",
      edits: commandEdits(at, command),
    },
  ];
}

/** Whether a file of that name is there as the interpreter would find it. */
function isScript(workspace: Workspace, name: string, program: "node" | "python"): boolean {
  const endings = program === "node" ? ["", ".js", ".cjs", ".json", ".node", "/index.js", "/package.json"] : [""];
  const isThere = endings.some((ending) => workspace.isFile(joinPath(root, `${name.replace(/^\/app\//, "")}${ending}`)));
  return isThere && !/\.(sh|bash)$/.test(name);
}

/** The command that is meant by a value that names no file; undefined when it may be a file that is only not there. */
function commandFor(workspace: Workspace, value: string, program: "node" | "python"): string | undefined {
  if (/\.(sh|bash)$/.test(value) && workspace.isFile(joinPath(root, value))) return `sh ${value}`;
  if (program === "node" && /^[\w:-]+$/.test(value) && hasPackageScript(workspace, value)) return value === "start" ? "npm start" : `npm run ${value}`;
  const [first = "", ...others] = value.split(/\s+/);
  if (others.length === 0) return undefined;
  const script = joinPath(root, first);
  // a file with arguments behind it
  return workspace.isFile(script) ? `${program === "node" ? "node" : "python3"} ${value}` : value;
}

function hasPackageScript(workspace: Workspace, name: string): boolean {
  const path = "package.json" as RepoPath;
  const text = workspace.read(path);
  return text !== undefined && parseYaml(path, text).source(["scripts", name]) !== undefined;
}

function commandEdits(at: { readonly path: RepoPath; readonly line: number; readonly text?: string }, command: string): Edit[] {
  const indent = /^(\s*)scriptName:\s*\S/.exec(at.text ?? "")?.[1];
  const shown = /^[\w./-][^#'"\\]*$/.test(command) && !/:(?:\s|$)/.test(command) ? command : JSON.stringify(command);
  return indent === undefined ? [] : [{ path: at.path, startLine: at.line, endLine: at.line, replacement: `${indent}command: ${shown}` }];
}
