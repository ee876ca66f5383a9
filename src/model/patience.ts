/** An app server that ends what takes too long, by its own account. */
export interface Patience {
  /** "gunicorn". */
  readonly server: string;
  /** The line in which it says so. */
  readonly line: string;
}

/** How app servers say that they end a worker because of the time it takes. */
const impatient: readonly (readonly [string, RegExp])[] = [
  ["gunicorn", /\bWORKER TIMEOUT \(pid: ?\d+\)/],
  ["uWSGI", /\*\*\* HARAKIRI ON WORKER \d+ \(pid: \d+/],
  ["PHP-FPM", /\bchild \d+, script '[^']*' \(request: "[^"]*"\) execution timed out \([\d.]+ sec\), terminating/],
  ["unicorn", /\bworker=\d+ PID: ?\d+ timeout \(\d+s > \d+s\), killing/],
  ["puma", /! Terminating timed out worker/],
];

/** The app server's last word on a worker that took too long, in lines of its output; undefined when it ended none. */
export function patienceIn(lines: readonly { readonly text: string }[]): Patience | undefined {
  for (const { text } of lines.toReversed()) {
    const [server] = impatient.find(([, says]) => says.test(text)) ?? [];
    if (server !== undefined) return { server, line: text.trim().slice(0, 300) };
  }
  return undefined;
}
