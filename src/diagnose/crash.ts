import type { LogLine, ServiceRecord } from "../model/evidence.ts";
import type { Location } from "../model/location.ts";
import type { FrameMention, SourceFacts } from "../model/source.ts";
import { lastAccount, type Account } from "./accounts.ts";

/** What a program said of its own end. */
export interface Crash {
  /** "KeyError: 'DATABASE_URL'", "panic: assignment to entry in nil map". */
  readonly message: string;
  /** The lines that tell it, bounded. */
  readonly lines: readonly string[];
  /** The innermost place of it in the project's own files. */
  readonly at?: Location;
}

const mostLines = 14;
// oxlint-disable-next-line no-control-regex
const colours = /\u001b\[[0-9;]*m/g;

/** The last crash that a container's output tells of; undefined when it tells none. */
export function readCrash(record: ServiceRecord, sources: SourceFacts): Crash | undefined {
  const lines = ungrouped(record.log.map(plainText));
  const account = ownAccount(lines, record.exits[0]?.code);
  if (!account) return undefined;
  const at = ownFrame(
    lines,
    account,
    sources.frames.filter((frame) => frame.service === record.name),
  );
  return {
    message: (lines[account.message] ?? "")
      .trim()
      .replace(/^---> /, "")
      .slice(0, 400),
    lines: excerpt(lines.slice(account.from, account.to)),
    ...(at ? { at } : {}),
  };
}

/** A server may end in its own code for what befell its workers. */
const ofWorkers = /HaltServer|Worker failed to boot/;

/** The last account of an end that is not a server's of its workers, while there is one. */
function ownAccount(lines: readonly string[], exitCode: number | undefined): Account | undefined {
  const last = lastAccount(lines, exitCode);
  if (!last || !ofWorkers.test(lines[last.message] ?? "")) return last;
  return ownAccount(lines.slice(0, last.from), exitCode) ?? last;
}

/** Python draws a frame around the tracebacks of an ExceptionGroup; what stands in it, without the frame. */
function ungrouped(lines: readonly string[]): readonly string[] {
  let isInside = false;
  return lines.map((line) => {
    if (/^\s*\+ Exception Group Traceback/.test(line)) isInside = true;
    else if (!/^\s*[|+]/.test(line)) isInside = false;
    return isInside ? line.replace(/^\s*(?:\+-[-+]* .*|\+-+$|\+ Exception Group |\| ?)/, "") : line;
  });
}

/** Without colours, and without what loggers and process managers put before a line. */
function plainText(line: LogLine): string {
  return line.text.replace(colours, "").replace(/^\[\d{4}-[^\]]*\] \[\d+\] \[\w+\] |^[A-Z]+: +(?=Traceback \()/, "");
}

function excerpt(lines: readonly string[]): string[] {
  const told = lines.filter((line) => line.trim() !== "");
  return told.length <= mostLines ? told : [...told.slice(0, 4), "…", ...told.slice(5 - mostLines)];
}

/** The innermost frame of the project's own; where one error has another for its cause, the cause's. */
function ownFrame(lines: readonly string[], account: Account, frames: readonly FrameMention[]): Location | undefined {
  const named = (from: number): Location[] => lines.slice(from, account.to).flatMap((line) => frames.filter((frame) => names(line, frame)).map((frame) => frame.at));
  return account.innermostLast ? named(account.from).at(-1) : (named(account.cause ?? account.from)[0] ?? named(account.from)[0]);
}

function names(line: string, frame: FrameMention): boolean {
  const at = line.indexOf(frame.file);
  return at !== -1 && new RegExp(`^\\D{1,12}${frame.at.line}(?!\\d)`).test(line.slice(at + frame.file.length));
}

/** The last lines of a container's output, without colours. */
export function lastLines(record: ServiceRecord, count: number): string[] {
  return record.log
    .map(plainText)
    .filter((line) => line.trim() !== "")
    .slice(-count);
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
