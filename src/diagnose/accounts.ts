/** A program's account of its own end, as lines of its output. */
export interface Account {
  readonly from: number;
  /** The line behind its last. */
  readonly to: number;
  /** The line that says what happened. */
  readonly message: number;
  /** The line at which the account of the first cause begins, where it tells of one. */
  readonly cause?: number;
  /** Whether its frames stand outermost first. */
  readonly innermostLast: boolean;
}

interface Reader {
  /** Where an account can begin. */
  readonly begins: RegExp;
  /** The account that begins at a line; undefined when it is none after all. */
  read(lines: readonly string[], from: number): Omit<Account, "from" | "innermostLast"> | undefined;
  readonly innermostLast?: boolean;
}

/**
 * The last account of a crash in the output of a program that ended with an exit code, in whatever language; undefined when there is
 * none. What a server tells of a handler that it outlived counts when no exit code is given.
 */
export function lastAccount(lines: readonly string[], exitCode: number | undefined): Account | undefined {
  // A warning of Perl reads like its last word: that ends a program with another code than 0.
  const own = exitCode === undefined ? [goHandler] : exitCode === fatalExitCode ? [goLog] : [];
  const asked = [...readers, ...(exitCode === 0 ? [] : [perl]), ...own];
  const told = asked.flatMap((reader) => accountsBy(reader, lines).slice(-1));
  // What one reader takes for a crash of its own may be a line inside another's.
  const whole = told.filter((account) => !told.some((other) => other.from < account.from && account.from < other.to));
  return whole.toSorted((a, b) => b.to - a.to || a.from - b.from)[0];
}

function accountsBy(reader: Reader, lines: readonly string[]): Account[] {
  const accounts: Account[] = [];
  for (let from = 0; from < lines.length;) {
    const read = reader.begins.test(lines[from] ?? "") ? reader.read(lines, from) : undefined;
    if (read) accounts.push({ from, ...read, innermostLast: reader.innermostLast === true });
    from = read?.to ?? from + 1;
  }
  return accounts;
}

const longestAccount = 200;

/** The first line from `start` that does not match. */
function endOf(lines: readonly string[], start: number, continues: RegExp): number {
  let to = start;
  while (to < lines.length && to - start < longestAccount && continues.test(lines[to] ?? "")) to++;
  return to;
}

/** A reader of accounts whose first line says what happened. */
function headed(begins: RegExp, continues: RegExp): Reader {
  return { begins, read: (lines, from) => ({ to: endOf(lines, from + 1, continues), message: from }) };
}

const python: Reader = {
  begins: /^\s*Traceback \(most recent call last\):|^\s+File "[^"]+", line \d+$/,
  innermostLast: true,
  read(lines, from) {
    const message = endOf(lines, from + 1, /^\s/);
    if (message >= lines.length) return { to: message, message: from };
    return { to: endOf(lines, message + 1, /^\s|^$|^[\w.]+$/), message };
  },
};

const nodeHead = /^(?:error: )?(?:Uncaught )?(?:\(in promise\) )?(?:[A-Z]\w*)?(?:Error|Exception)\b(?: \[\w+\])?(?::|$)|^\[UnhandledPromiseRejection/;
const nodePlace = /^(?:file:\/\/)?\/[^\s:]+:\d+$|^node:[\w/]+:\d+$/;

const node: Reader = {
  begins: new RegExp(`${nodeHead.source}|${nodePlace.source}`),
  read(lines, from) {
    const message = nodePlace.test(lines[from] ?? "") ? behindCaret(lines, from) : from;
    if (message === undefined) return undefined;
    const beyond = lines.slice(message + 1, message + 30);
    const frame = beyond.findIndex((line) => /^\s+at /.test(line));
    const other = beyond.findIndex((line) => nodeHead.test(line) || nodePlace.test(line));
    const frames = frame === -1 || (other !== -1 && other < frame) ? message + 1 : message + 1 + frame;
    return { to: endOf(lines, frames, /^\s|^$|^Node\.js v|^[{}]|^Require stack:|^- /), message };
  },
};

/** Node shows the line of a place, marks the spot below it, and only then says what happened. */
function behindCaret(lines: readonly string[], place: number): number | undefined {
  const caret = lines.findIndex((line, index) => index > place && index <= place + 6 && /^\s*[\^~]+\s*$/.test(line));
  const message = caret === -1 ? -1 : lines.findIndex((line, index) => index > caret && line.trim() !== "");
  return message === -1 ? undefined : message;
}

const java: Reader = {
  begins: /^(?:Exception in thread "[^"]*" |Caused by: )?(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error)\b/,
  read(lines, from) {
    const to = endOf(lines, from + 1, /^\s+at |^\s+\.\.\. \d+ (?:more|common frames)|^\s*(?:Caused by|Suppressed): |^$/);
    const cause = lines.findLastIndex((line, index) => index > from && index < to && line.startsWith("Caused by: "));
    return cause === -1 ? { to, message: from } : { to, message: cause, cause };
  },
};

const rust: Reader = {
  begins: /^thread '[^']*' (?:\(\d+\) )?panicked at /,
  read(lines, from) {
    const message = lines[from]?.endsWith(":") === true && from + 1 < lines.length ? from + 1 : from;
    return { to: endOf(lines, message + 1, /^\s|^$|^note: |^stack backtrace:/), message };
  },
};

const dotnet: Reader = {
  begins: /^Unhandled [Ee]xception[.:] \S|^\s+(?:[A-Z]\w*\.)+[A-Z]\w*Exception\b/,
  read(lines, from) {
    if (/^\s/.test(lines[from] ?? "") && !/^\s+(?:at |---> )/.test(lines[from + 1] ?? "")) return undefined;
    const to = endOf(lines, from + 1, /^\s|^$/);
    const frames = lines.findIndex((line, index) => index > from && /^\s+at /.test(line));
    // An exception inside another stands below it, before the first frame: those frames are its own.
    const inner = lines.findLastIndex((line, index) => index > from && index < (frames === -1 ? to : Math.min(frames, to)) && /^\s+---> /.test(line));
    return { to, message: inner === -1 ? from : inner };
  },
};

const spring: Reader = {
  begins: /^APPLICATION FAILED TO START$/,
  read(lines, from) {
    const description = lines.findIndex((line, index) => index > from && index <= from + 6 && line === "Description:");
    const message = description === -1 ? -1 : lines.findIndex((line, index) => index > description && line.trim() !== "");
    return message === -1 ? undefined : { to: endOf(lines, message + 1, /\S|^$/), message };
  },
};

const bun: Reader = {
  begins: /^error: \S/,
  read(lines, from) {
    return /^\s+at /.test(lines[from + 1] ?? "") ? { to: endOf(lines, from + 2, /^\s+at |^$|^Bun v/), message: from } : undefined;
  },
};

const cplusplus: Reader = {
  begins: /^terminate called after throwing an instance of /,
  read(lines, from) {
    const isExplained = /^\s+what\(\): /.test(lines[from + 1] ?? "");
    return { to: from + (isExplained ? 2 : 1), message: from + (isExplained ? 1 : 0) };
  },
};

const ruby = headed(/^\S.*\.r[bu]>?:\d+:in .*\([A-Z][\w:]*\)$|^\S.*\.r[bu]>?:\d+:in [`'].*: .*|^\S+\.r[bu]:\d+: syntax error/, /^\s|^$|^>\s*\d+ /);
const php = headed(/^(?:PHP )?(?:Fatal error|Parse error):\s+/, /^#\d+ |^Stack trace:|^\s+thrown in|^$/);
const goFrames = /^\s|^goroutine \d+|^[\w./*()-]+\(.*\)$|^created by |^$|^\[signal |^exit status/;
const go = headed(/^(?:panic|fatal error): /, goFrames);
/** A panic in a handler, which net/http catches. */
const goHandler = headed(/\bhttp: panic serving \S+: /, goFrames);
/** What Python's faulthandler writes: the innermost frame first. */
const pythonFault = headed(/^Fatal Python error: /, /^$|^(?:Current thread|Thread) 0x|^\s+File "|^Extension modules: /);
const perl = headed(
  /^\S.* at (?:\S+|\(eval \d+\)) line \d+(?:, <[^>]*> (?:line|chunk) \d+)?\.$|^\S.* at \S+\.(?:p[lm]|psgi|cgi|t) line \d+(?:$|, (?:near|at EOF))/,
  /^BEGIN failed|^Compilation failed|^Execution of \S+ aborted|^\s/,
);
const elixir = headed(/^\*\* \([A-Z][\w.]*\) /, /^\s|^$/);
const shell = headed(
  /^\S+\.(?:sh|bash): (?:line )?\d+: \S|^\/?[\w./-]+: line \d+: \S|^(?:\/\S+|sh|ash|dash): \d+: .*(?:not found|not set|No such file|Permission denied|[Ss]yntax error|[Bb]ad substitution|Illegal|cannot |can't )/,
  /^(?!)/,
);

/** What Go's `log.Fatal` ends a program with. */
const fatalExitCode = 1;

/** A line that names its place, as Go's log package can have it: the program's last word when `log.Fatal` wrote it. */
const goLog: Reader = {
  begins: /^(?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? )?[\w./-]+\.go:\d+: /,
  read(lines, from) {
    const to = endOf(lines, from + 1, /^\s*$|^exit status/);
    return to === lines.length ? { to, message: from } : undefined;
  },
};

const readers: readonly Reader[] = [java, spring, dotnet, python, pythonFault, ruby, php, go, rust, elixir, cplusplus, bun, shell, node];
