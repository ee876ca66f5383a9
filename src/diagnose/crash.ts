import type { LogLine, ServiceRecord } from "../model/evidence.ts";
import type { Location } from "../model/location.ts";
import type { FrameMention, SourceFacts } from "../model/source.ts";

/** What a program said of its own end. */
export interface Crash {
  /** "KeyError: 'DATABASE_URL'", "panic: assignment to entry in nil map". */
  readonly message: string;
  /** The lines that tell it, bounded. */
  readonly lines: readonly string[];
  /** The innermost place of it in the project's own files. */
  readonly at?: Location;
}

interface Reader {
  /** Where the account of a crash begins. */
  readonly begins: RegExp;
  /** Lines that still belong to it. */
  readonly continues: RegExp;
  /** The line with the message; by default the first. */
  readonly message?: RegExp;
  /** Whether the innermost frame is the last one. */
  readonly innermostLast?: boolean;
}

const python: Reader = {
  begins: /^\s*Traceback \(most recent call last\):|^\s+File "[^"]+", line \d+$/,
  continues: /^\s|^[\w.]+(?:Error|Exception|Warning|Exit|Interrupt|Found|Invalid|Missing|Configured|DoesNotExist|Required)\b|^[A-Za-z_][\w.]*: |^$|^(?:During handling|The above exception)|^\w+ validation errors? for|^[a-z_]+$/,
  message: /^(?:[A-Za-z_][\w.]*(?:Error|Exception|Exit|Found|Configured|DoesNotExist)\b.*|[A-Za-z_][\w.]*: .*|\d+ validation errors? for .*)$/,
  innermostLast: true,
};
const node: Reader = {
  begins: /^(?:Uncaught )?(?:[A-Z]\w*)?(?:Error|Exception)\b(?: \[\w+\])?(?::|$)|^(?:file:\/\/)?\/[^\s:]+:\d+$|^node:internal\/.*:\d+$/,
  continues: /^\s|^$|^Node\.js v|^(?:[A-Z]\w*)?Error\b|^[{}]|^Require stack:|^- /,
  message: /^(?:Uncaught )?(?:[A-Z]\w*)?(?:Error|Exception)\b.*$/,
};
const ruby: Reader = { begins: /^.*\.r[bu]:\d+:in .*\([A-Z][\w:]*(?:Error|Exception|Exit|NotFound|Invalid)?\)$|^.*\.r[bu]:\d+:in [`'].*: .*/, continues: /^\s+from |^\s+\d+: from |^\t|^$/ };
const php: Reader = { begins: /^(?:PHP )?(?:Fatal error|Parse error):\s+/, continues: /^#\d+ |^Stack trace:|^\s+thrown in|^$/ };
const go: Reader = { begins: /^(?:panic|fatal error): /, continues: /^\s|^goroutine \d+|^[\w./*()-]+\(.*\)$|^created by |^$|^\[signal |^exit status/ };
const java: Reader = { begins: /^(?:Exception in thread "[^"]*" |Caused by: )?(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error)\b/, continues: /^\s+at |^\s+\.\.\. \d+ more|^Caused by: |^$/, message: /^(?:Exception in thread "[^"]*" |Caused by: )?(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error)\b.*$/ };
const perl: Reader = { begins: /^.+ at \/?[\w./-]+\.p[lm] line \d+\.?$/, continues: /^BEGIN failed|^Compilation failed|^\s/ };
const rust: Reader = { begins: /^thread '[^']*' panicked at /, continues: /^.*$/ };
const readers: readonly Reader[] = [java, python, ruby, php, go, rust, perl, node];

const mostLines = 14;

/** The last crash that a container's output tells of; undefined when it tells none. */
export function readCrash(record: ServiceRecord, sources: SourceFacts): Crash | undefined {
  const lines = record.log.map(plainText);
  const told = readers.flatMap((reader) => lastBlock(lines, reader));
  // What one reader takes for a crash of its own may be the last line of another's: the account that begins first is the whole one.
  const block = told.toSorted((a, b) => b.from + b.lines.length - (a.from + a.lines.length) || a.from - b.from)[0];
  if (!block) return undefined;
  const messages = block.reader.message ? block.lines.filter((line) => block.reader.message?.test(line.trim())) : block.lines.slice(0, 1);
  const message = (block.reader.innermostLast ? messages.at(-1) : messages[0]) ?? block.lines[0] ?? "";
  const at = ownFrame(block, sources.frames.filter((frame) => frame.service === record.name));
  return { message: message.trim().slice(0, 400), lines: excerpt(block.lines), ...(at ? { at } : {}) };
}

interface Block {
  readonly reader: Reader;
  readonly from: number;
  readonly lines: readonly string[];
}

function lastBlock(lines: readonly string[], reader: Reader): Block[] {
  const starts = lines.flatMap((line, index) => (reader.begins.test(line) && !(index > 0 && reader.begins.test(lines[index - 1] ?? "")) ? [index] : []));
  const blocks = starts.map((from) => {
    let to = from + 1;
    while (to < lines.length && to - from < 200 && reader.continues.test(lines[to] ?? "")) to++;
    return { reader, from, lines: lines.slice(from, to) };
  });
  return blocks.slice(-1);
}

/** Without colours, and without what loggers and process managers put before a line. */
function plainText(line: LogLine): string {
  // oxlint-disable-next-line no-control-regex
  return line.text.replace(/\u001b\[[0-9;]*m/g, "").replace(/^\[\d{4}-[^\]]*\] \[\d+\] \[\w+\] /, "");
}

function excerpt(lines: readonly string[]): string[] {
  const told = lines.filter((line) => line.trim() !== "");
  return told.length <= mostLines ? told : [...told.slice(0, 4), "…", ...told.slice(5 - mostLines)];
}

/** The innermost frame of the project's own. */
function ownFrame(block: Block, frames: readonly FrameMention[]): Location | undefined {
  const named = block.lines.flatMap((line) => frames.filter((frame) => names(line, frame)).map((frame) => frame.at));
  return block.reader.innermostLast ? named.at(-1) : named[0];
}

function names(line: string, frame: FrameMention): boolean {
  const at = line.indexOf(frame.file);
  return at !== -1 && new RegExp(`^\\D{1,12}${frame.at.line}(?!\\d)`).test(line.slice(at + frame.file.length));
}

/** The last lines of a container's output, without colours. */
export function lastLines(record: ServiceRecord, count: number): string[] {
  return record.log.map(plainText).filter((line) => line.trim() !== "").slice(-count);
}

/** All of a container's output, one text. */
export function outputOf(record: ServiceRecord): string {
  return record.log.map(plainText).join("\n");
}

/** "exit code 1 after 0.4 s", "SIGKILL (exit code 137) after 2.0 s". */
export function showExit(record: ServiceRecord): string {
  const [exit] = record.exits;
  if (!exit) return "it did not end";
  const after = `after ${(exit.at / 1000).toFixed(1)} s`;
  return exit.code > 128 && exit.code < 160 ? `killed by signal ${exit.code - 128} (exit code ${exit.code}) ${after}` : `exit code ${exit.code} ${after}`;
}
