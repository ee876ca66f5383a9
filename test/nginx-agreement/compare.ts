import { loadConfig } from "../../src/nginx/config.ts";
import { parseNginx, walk, type Directive, type SyntaxProblem } from "../../src/nginx/parser.ts";
import { countBlocks, isHeard, neutralise, neutralMain } from "./neutral.ts";
import { askNginx, folderOf, type NginxAnswer, type NginxCase } from "./nginx.ts";

/** What both say of one text or configuration. */
export interface Comparison {
  readonly name: string;
  readonly ours: string;
  readonly nginx: string;
  readonly agrees: boolean;
}

export interface Named {
  readonly name: string;
  readonly text: string;
}

const copy = "copy.conf";

export interface GrammarOptions {
  /** An image whose nginx has the Lua module, and the directives that load it. */
  readonly lua?: { readonly image: string; readonly modules: string };
}

/**
 * The grammar alone, exactly: nginx reads a copy of each text in which only the grammar can be wrong, and must give the very words and line
 * that we give, or none. Without the Lua module, texts that end in an open Lua block are left out.
 */
export async function compareGrammar(texts: readonly Named[], options: GrammarOptions = {}): Promise<Comparison[]> {
  const lua = options.lua !== undefined;
  const neutral = texts.map(({ name, text }) => ({ name, ...neutralise(text, { lua }) })).filter((each) => lua || !each.isLua);
  const cases = neutral.map(({ text }, index) => ({ main: "nginx.conf", files: { "nginx.conf": neutralMain(`${folderOf(index)}/${copy}`, options.lua?.modules), [copy]: text } }));
  const answers = await askNginx(cases, options.lua === undefined ? {} : { image: options.lua.image });
  return neutral.map(({ name, problem }, index) => {
    const ours = problem ? `${problem.line}: ${problem.message}` : "read to the end";
    const nginx = answerText(answers[index] as NginxAnswer);
    return { name, ours, nginx, agrees: ours === nginx };
  });
}

function answerText(answer: NginxAnswer): string {
  if (reachedEnd(answer)) return "read to the end";
  return answer.line === undefined ? (answer.message ?? "") : `${answer.line}: ${answer.message}`;
}

/** What nginx finds wrong only after it has read everything has no line. Too small a hash for long words is of that kind. */
function reachedEnd(answer: NginxAnswer): boolean {
  return answer.accepted || (answer.line === undefined && !/^(pread|nginx ended)/.test(answer.message ?? ""));
}

/** Every word, as nginx has stored it, with the line of its directive's end: nginx warns of each as a duplicate of itself. */
export async function compareWords(texts: readonly Named[]): Promise<Comparison[]> {
  const readable = texts.filter(({ text }) => parseNginx(text, "", { grammarOnly: true }).problem === undefined);
  const cases = readable.map(({ text }, index) => ({ main: "nginx.conf", files: { "nginx.conf": neutralMain(`${folderOf(index)}/${copy}`), [copy]: neutralise(text, { echo: true }).text } }));
  const answers = await askNginx(cases);
  return readable.map(({ name, text }, index) => {
    const ours = wordsOf(text, true);
    const heard = new Set((answers[index] as NginxAnswer).warnings.flatMap(({ message, line }) => heardWord(message).map((word) => `${line} ${word}`)));
    const missing = ours.filter((word) => !heard.has(word));
    const known = new Set(wordsOf(text, false));
    const extra = [...heard].filter((word) => !known.has(word) && !/ (?:text\/html|x)$/.test(word));
    return {
      name,
      ours: `${ours.length} words${missing.map((word) => `\n${word}`).join("")}`,
      nginx: `${ours.length} words${extra.map((word) => `\n${word}`).join("")}`,
      agrees: missing.length + extra.length === 0,
    };
  });
}

function heardWord(message: string): string[] {
  const match = /^duplicate (?:MIME type "([^]*)"|extension "([^]*)", content type: "x", previous content type: "x")$/.exec(message);
  return match ? [match[1] ?? match[2] ?? ""] : [];
}

/** Words with the line of their directive's end; nginx writes them in lower case. `heard`: only those of which it must speak. */
function wordsOf(text: string, heard: boolean): string[] {
  const directives = [...walk(parseNginx(text, "", { grammarOnly: true }).directives)];
  const bytes = Buffer.from(text, "utf8");
  return directives.flatMap((directive) => {
    const raw = bytes.subarray(directive.nameToken.offset, directive.endOffset).toString("utf8");
    if (heard && !isHeard(directive, raw)) return [];
    return [directive.nameToken, ...directive.args].map((word) => `${directive.endLine} ${word.text.replace(/[A-Z]/g, (char) => char.toLowerCase())}`);
  });
}

/** Every block's `{`: nginx must say that it ends, on the line we have, a directive that cannot have one. */
export async function compareOpeners(texts: readonly Named[]): Promise<Comparison[]> {
  const openers = texts.flatMap(({ name, text }) => Array.from({ length: countBlocks(text) }, (_, opener) => ({ name: `${name} block ${opener}`, text, opener })));
  const cases = openers.map(({ text, opener }, index) => ({ main: "nginx.conf", files: { "nginx.conf": neutralMain(`${folderOf(index)}/${copy}`), [copy]: neutralise(text, { opener }).text } }));
  const answers = await askNginx(cases);
  return openers.map(({ name, text, opener }, index) => {
    const block = [...walk(parseNginx(text, "", { grammarOnly: true }).directives)].filter((directive) => directive.block && directive.lua === undefined)[opener];
    const ours = `${block?.endLine}: directive is not terminated by ";"`;
    const nginx = answerText(answers[index] as NginxAnswer).replace(/directive "\w+" is/, "directive is");
    return { name, ours, nginx, agrees: ours === nginx };
  });
}

/** A whole configuration as it stands, of which nginx may also refuse the meaning. */
export async function compareAsItStands(
  cases: readonly (NginxCase & { readonly name: string })[],
): Promise<(Comparison & { readonly answer: NginxAnswer; readonly kind: "grammar" | "meaning" | "end" })[]> {
  const answers = await askNginx(cases);
  return cases.map((each, index) => {
    const answer = answers[index] as NginxAnswer;
    const problem = loadedProblem(each);
    const isEnd = answer.isRead || (each.main !== copy && reachedEnd(answer));
    const kind = isEnd ? "end" : isOfGrammar(answer, each) ? "grammar" : "meaning";
    return {
      name: each.name,
      ours: problemText(problem),
      nginx: isEnd ? "nothing" : `${answer.file ?? ""}:${answer.line ?? ""}: ${answer.message}`,
      agrees: agree(problem, answer, kind, each),
      answer,
      kind,
    };
  });
}

/** What we say of a case: the loader's problem, with paths below the case's folder. */
export function loadedProblem(each: NginxCase): SyntaxProblem | undefined {
  const { problem } = loadConfig(`/case/${each.main}`, filesOf(each));
  return problem && { message: problem.message.replaceAll("/case/", ""), file: problem.file.replace("/case/", ""), line: problem.line };
}

/** The files of a case as the loader reads them. */
export function filesOf(each: NginxCase): { read(path: string): string | undefined; list(folder: string): string[] } {
  const names = Object.keys(each.files).map((path) => `/case/${path}`);
  const normal = (path: string): string => path.replace(/\/+$/, "").replace(/\/{2,}/g, "/");
  return {
    read: (path) => each.files[normal(path).slice("/case/".length)]?.toString("utf8"),
    list: (folder) => {
      const inside = `${normal(folder)}/`;
      return [...new Set(names.filter((path) => path.startsWith(inside)).map((path) => inside + path.slice(inside.length).split("/", 1)[0]))];
    },
  };
}

export function problemText(problem: SyntaxProblem | undefined): string {
  return problem ? `${problem.file}:${problem.line}: ${problem.message}` : "nothing";
}

function isOfGrammar(answer: NginxAnswer, each: NginxCase): boolean {
  const message = answer.message ?? "";
  if (/^open\(\)/.test(message)) return includesAt(each, answer);
  return /^(?:unexpected (?:"[^]"$|end of file)|too long |pread\(\) |invalid number of arguments in "include"|directive "[^]*" (?:is not terminated by ";"|has no opening "\{")$)/u.test(message);
}

function includesAt(each: NginxCase, answer: NginxAnswer): boolean {
  const text = each.files[answer.file ?? ""]?.toString("utf8") ?? "";
  return [...walk(parseNginx(text, "").directives)].some((directive) => directive.name === "include" && directive.endLine === answer.line);
}

function agree(problem: SyntaxProblem | undefined, answer: NginxAnswer, kind: "grammar" | "meaning" | "end", each: NginxCase): boolean {
  if (kind === "end") return problem === undefined;
  // nginx reports a directory without a place
  if (kind === "grammar") return problem?.message === answer.message && (answer.line === undefined || (problem?.file === answer.file && problem?.line === answer.line));
  // nginx reads in order: what it has refused for its meaning, and all before it, is well-formed or wrong on that very line
  if (problem === undefined) return true;
  return answer.line === undefined ? problem.line >= endOfFirstBlock(each) : problem.file !== answer.file || problem.line >= answer.line;
}

/** What nginx refuses without a line it refuses at the end of `http` or `stream` at the earliest. */
function endOfFirstBlock(each: NginxCase): number {
  const { directives } = parseNginx(each.files[each.main]?.toString("utf8") ?? "", "", { grammarOnly: true });
  return directives.find((directive) => /^(?:http|stream|mail)$/.test(directive.name))?.closeLine ?? Number.POSITIVE_INFINITY;
}

const mainNames = /^(?:events|http|stream|mail|rtmp|worker_\w+|user|daemon|pid|load_module|env|error_log|master_process|pcre_jit|thread_pool|include)$/;
const httpNames = /^(?:server|upstream|map|geo|split_clients|log_format|types|charset_map|(?:limit_req|limit_conn|ssl_session)_zone|\w+_cache_path|server_names_hash_\w+|init_\w*lua\w*|lua_\w+)$/;

/** A configuration around a file of a project: itself when it is a main file, else one that includes it where its directives belong. */
export function wrap(text: string): NginxCase {
  const names = parseNginx(text, "", { grammarOnly: true }).directives.map((directive) => directive.name);
  if (names.some((name) => /^(?:events|http|stream|mail)$/.test(name)) || (names.length > 0 && names.every((name) => mainNames.test(name)))) return { main: copy, files: { [copy]: text } };
  const inside = names.some((name) => httpNames.test(name)) ? `include ${copy};` : `server { include ${copy}; }`;
  return { main: "nginx.conf", files: { "nginx.conf": `events { } http { ${inside} }\n`, [copy]: text } };
}

/** A case with the file of the project put in place of the former one. */
export function withText(each: NginxCase, text: string): NginxCase {
  return { ...each, files: { ...each.files, [copy]: text } };
}

/**
 * Takes away, directive by directive, what nginx refuses for its meaning (names it cannot look up, modules it does not have, …), without
 * moving any other line, until nginx refuses the grammar or nothing. Answers the text that is left.
 */
export async function withoutMeaning(texts: readonly Named[], rounds: number): Promise<(Named & { readonly wrapped: NginxCase; readonly removed: number; readonly isThrough: boolean })[]> {
  const states = texts.map(({ name, text }) => ({ name, text, wrapped: wrap(text), removed: 0, isThrough: false, isStuck: false }));
  for (let round = 0; round < rounds; round++) {
    const open = states.filter((state) => !state.isThrough && !state.isStuck);
    if (open.length === 0) break;
    const results = await compareAsItStands(open.map((state) => ({ name: state.name, ...withText(state.wrapped, state.text) })));
    for (const [index, state] of open.entries()) {
      const result = results[index];
      if (result === undefined || result.kind === "end") state.isThrough = true;
      else {
        const { file } = result.answer;
        const blanked = file === copy || (file === undefined && result.kind === "meaning") ? withoutRefused(state.text, result.answer) : undefined;
        if (blanked === undefined) state.isStuck = true;
        else {
          state.text = blanked;
          state.removed++;
        }
      }
    }
  }
  return states.map(({ name, text, wrapped, removed, isThrough }) => ({ name, text, wrapped: withText(wrapped, text), removed, isThrough }));
}

function withoutRefused(text: string, answer: NginxAnswer): string | undefined {
  const all = [...walk(parseNginx(text, "", { grammarOnly: true }).directives)].filter((directive) => !directive.block || directive.closeOffset !== undefined);
  const ending =
    answer.line === undefined
      ? all.filter((directive) => isMeant(directive, answer.message ?? ""))
      : all.filter((directive) => directive.endLine === answer.line || directive.closeLine === answer.line);
  const said = /"([^"]+)" directive|directive "([^"]+)"/.exec(answer.message ?? "");
  const name = said?.[1] ?? said?.[2];
  const refused = ending.find((directive) => directive.name === name) ?? ending.at(-1);
  return refused && blank(text, refused);
}

/** Without a line, nginx names a file or a variable that the directive has in its words. */
function isMeant(directive: Directive, message: string): boolean {
  const variable = /^unknown "(\w+)" variable/.exec(message)?.[1];
  return directive.args.some(({ text }) => text.length > 2 && (message.includes(`"${text}"`) || (variable !== undefined && text.toLowerCase().includes(variable))));
}

function blank(text: string, directive: Directive): string {
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  const end = directive.closeOffset ?? directive.endOffset;
  const gone = bytes.slice(directive.nameToken.offset, end).replace(/[^\n]/g, " ");
  return Buffer.from(bytes.slice(0, directive.nameToken.offset) + gone + bytes.slice(end), "latin1").toString("utf8");
}

/** The files that a configuration reads, in order. */
export async function compareOrder(cases: readonly (NginxCase & { readonly name: string })[]): Promise<Comparison[]> {
  const answers = await askNginx(cases, { dump: true });
  return cases.map((each, index) => {
    const config = loadConfig(`/case/${each.main}`, filesOf(each));
    const answer = answers[index] as NginxAnswer;
    const ours = config.problem ? problemText(loadedProblem(each)) : config.files.map((path) => path.replace("/case/", "")).join(" ");
    const problem = answer.line === undefined && answer.message !== undefined ? `: ${answer.message}` : `${answer.file}:${answer.line}: ${answer.message}`;
    const nginx = reachedEnd(answer) ? answer.files.join(" ") : problem;
    const agrees = ours === nginx || (config.problem !== undefined && answer.line === undefined && config.problem.message.replaceAll("/case/", "") === answer.message);
    return { name: each.name, ours, nginx, agrees };
  });
}
