/** What a failed build printed, taken apart. */
export interface BuildFailure {
  /** The builder's last word, without its prefix. */
  readonly error: string;
  /** Line of the Dockerfile (from 1) that it marks. */
  readonly line?: number;
  readonly endLine?: number;
  /** The last output of the failing step. */
  readonly log: readonly string[];
}

/** Characters of the builder's last word that are kept. */
const longestError = 4000;
/** Lines of the failing step that are kept. */
const keptLines = 60;

/** Reads the plain progress output of a failed `buildx build`. */
export function parseBuildFailure(output: string): BuildFailure {
  const lines = output.split("\n").map((line) => line.replace(/\r$/, ""));
  const error = (lines.findLast((line) => line.startsWith("ERROR: ")) ?? lines.findLast((line) => line.trim() !== "") ?? "")
    .replace(/^ERROR: (failed to (?:solve|build): )?/, "")
    .slice(0, longestError);
  const marked = lines.flatMap((line) => {
    const match = /^\s*(\d+) \| >>> /.exec(line);
    return match ? [Number(match[1])] : [];
  });
  const [line] = marked;
  const endLine = marked.at(-1);
  return { error, log: stepLog(lines), ...(line === undefined ? {} : { line }), ...(endLine === undefined || endLine === line ? {} : { endLine }) };
}

function stepLog(lines: readonly string[]): string[] {
  const failed = lines.findLast((line) => /^#\d+ ERROR: /.test(line));
  const step = failed?.split(" ")[0];
  if (step === undefined) return [];
  const own = new RegExp(`^${step} \\d+\\.\\d+ `);
  return lines
    .filter((line) => own.test(line))
    .map((line) => line.replace(own, "").slice(0, longestError))
    .slice(-keptLines);
}

/** Whether a builder's or puller's error speaks of the way to the registry, not of what was asked for. */
export function isRegistryTrouble(error: string): boolean {
  return (
    /no such host|i\/o timeout|connection refused|connection reset|TLS handshake|temporary failure|network is unreachable|too many requests|toomanyrequests|429|50[0234] |unexpected EOF|context deadline exceeded|x509|server misbehaving|unauthorized|authentication required|denied: requested access/i.test(
      error,
    ) && /registry|manifest|pull|source metadata|Head "|Get "|lookup|dial tcp|toomanyrequests|denied/i.test(error)
  );
}

/** Whether a failure is one of the way to the engine, not of the build. */
export function isEngineTrouble(text: string): boolean {
  return /^(?:ERROR: )?(?:error during connect:|cannot connect to the docker daemon|cannot load builder|no builder .* found|failed to initialize builder)/i.test(text.trim());
}

/** Whether the engine's disk is full. */
export function isDiskFull(error: string): boolean {
  return /no space left on device/i.test(error);
}
