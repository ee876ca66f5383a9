import type { RepoPath } from "../model/location.ts";
import type { VariableMention } from "../model/source.ts";
import { codeLines } from "./code-lines.ts";

const quoted = `["'\`]([A-Za-z_]\\w*)["'\`]`;
const fallback = `(?:\\s*,\\s*(?:default\\s*[=:]\\s*)?(["'\`]?)([^"'\`),]*)\\2)?`;

/** How programs read an environment variable: group 1 is the name, a group 3 the literal used when it is not set. */
const readers: readonly RegExp[] = [
  // JavaScript
  /process\.env\.([A-Za-z_]\w*)(?:\s*(?:\|\||\?\?)\s*(["'`]?)([^"'`);,\s]*)\2)?/g,
  new RegExp(`process\\.env\\[${quoted}\\](?:\\s*(?:\\|\\||\\?\\?)\\s*(["'\`]?)([^"'\`);,\\s]*)\\2)?`, "g"),
  new RegExp(`(?:Deno\\.env\\.get|Bun\\.env)\\(${quoted}\\)`, "g"),
  // Python
  new RegExp(`os\\.environ\\[${quoted}\\]`, "g"),
  new RegExp(`(?:os\\.environ\\.get|os\\.getenv|(?<!System\\.)getenv|environ\\.get|environ)\\(\\s*${quoted}${fallback}`, "g"),
  new RegExp(`\\b(?:env|config|env\\.(?:str|int|bool|list|url|db|db_url|cache_url))\\(\\s*${quoted}${fallback}`, "g"),
  // Ruby, PHP, Perl
  new RegExp(`(?<!\\$_)ENV\\[${quoted}\\](?:\\s*\\|\\|\\s*(["'\`]?)([^"'\`)\\s]*)\\2)?`, "g"),
  new RegExp(`ENV\\.fetch\\(?\\s*${quoted}${fallback}`, "g"),
  new RegExp(`\\$_(?:ENV|SERVER)\\[${quoted}\\]`, "g"),
  /\$ENV\{["']?([A-Za-z_]\w*)["']?\}/g,
  // Go, Java, C#, Rust, Elixir
  new RegExp(
    `(?:os\\.Getenv|os\\.LookupEnv|syscall\\.Getenv|System\\.getenv|Environment\\.GetEnvironmentVariable|env::var(?:_os)?|env!|option_env!|System\\.get_env|System\\.fetch_env!?|viper\\.(?:BindEnv|Get\\w*))\\(\\s*${quoted}${fallback}`,
    "g",
  ),
];

const shellReader = /\$\{([A-Z_][A-Z0-9_]*)(?:(:?[-=?])([^}]*))?\}|\$([A-Z_][A-Z0-9_]*)\b/g;
const placeholder = /\$\{([A-Za-z_][\w.-]*)(?::([^}]*))?\}/g;

/** The lines of a file that read environment variables. */
export function variableMentions(path: RepoPath, text: string): VariableMention[] {
  const isShell = /\.(sh|bash)$|(^|\/)(entrypoint|start|run)[\w.-]*$/.test(path) || /^#!.*\bsh\b/.test(text);
  const isSettings = /\.(properties|ya?ml|toml|xml|conf)$/.test(path);
  const lines = codeLines(path, text);
  const found = lines.flatMap((line) => {
    const at = (index: number): VariableMention["at"] => ({ path, line: line.line, column: index + 1, text: line.text.slice(0, 300) });
    const patterns = isShell ? [shellReader] : isSettings ? [placeholder] : readers;
    return patterns.flatMap((pattern) =>
      [...line.text.matchAll(pattern)].flatMap((match): VariableMention[] => {
        const name = match[1] ?? match[4];
        const value = isSettings ? match[2] : isShell ? shellDefault(match) : literalOf(match);
        return name === undefined ? [] : [{ name, at: at(match.index), ...(value === undefined || value === "" ? {} : { fallback: value }) }];
      }),
    );
  });
  return [...found, ...destructured(path, text), ...(/BaseSettings/.test(text) ? settingsFields(path, text) : [])];
}

/** What stands for the variable in `${NAME:-default}`; nothing in `${NAME:?message}`. */
function shellDefault([, , operator, word]: RegExpMatchArray): string | undefined {
  return operator?.endsWith("?") === true ? undefined : word;
}

/** A default beside a reading; what stands for nothing is none, nor what is done instead: `|| fail("…")`. */
function literalOf([text, , quote, value = ""]: RegExpMatchArray): string | undefined {
  if (quote !== "") return value;
  const isDone = /\|\||\?\?/.test(text) && /[({]|^(?:raise|throw|abort|exit|die|fail|panic)$/.test(value);
  return isDone || /^(?:None|null|nil|undefined)$/.test(value) ? undefined : value;
}

/** `const { PORT = 3000, HOST } = process.env` */
function destructured(path: RepoPath, text: string): VariableMention[] {
  return [...text.matchAll(/\{([^{}]*)\}\s*=\s*process\.env\b/g)].flatMap((match) => {
    const inner = match[1] ?? "";
    return [...inner.matchAll(/([A-Za-z_]\w*)\s*(?::\s*\w+\s*)?(?:=\s*(["'`]?)([^"'`,]*)\2)?\s*(?:,|$)/g)].map((field) => {
      const offset = match.index + 1 + field.index;
      const line = text.slice(0, offset).split("\n").length;
      return { name: field[1] ?? "", at: { path, line, text: (text.split("\n")[line - 1] ?? "").slice(0, 300) }, ...(field[3] ? { fallback: field[3] } : {}) };
    });
  });
}

/** Fields of a pydantic settings class: each is read from the variable of its name, in any case. */
function settingsFields(path: RepoPath, text: string): VariableMention[] {
  let isInside = false;
  return codeLines(path, text).flatMap((line) => {
    if (/^class\s+\w+\(.*BaseSettings/.test(line.text)) isInside = true;
    else if (/^\S/.test(line.text)) isInside = false;
    const field = isInside ? /^\s+([A-Za-z_]\w*)\s*:\s*[^=]+(?:=\s*(.+))?$/.exec(line.text) : null;
    if (!field || field[1] === "model_config") return [];
    return [{ name: (field[1] ?? "").toUpperCase(), at: { path, line: line.line, text: line.text.slice(0, 300) }, ...(field[2] ? { fallback: field[2].trim() } : {}) }];
  });
}
