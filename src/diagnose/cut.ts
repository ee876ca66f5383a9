import type { NginxError, ServiceRecord } from "../model/evidence.ts";
import type { GatewaySymptom } from "./symptoms.ts";

const reset = 104;
const brokenPipe = 32;

/** nginx's record of a connection that was taken and ended before the answer began; undefined when that is not what happened. */
export function cutOff({ errors }: GatewaySymptom): NginxError | undefined {
  return errors.findLast(
    ({ message, errno, action = "" }) =>
      /^(?:reading response header from|sending request to) upstream/.test(action) &&
      (errno === reset || errno === brokenPipe || /^upstream (?:prematurely closed|sent unexpected FastCGI record)/.test(message)),
  );
}

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

/** The app server's last word on a worker that took too long; undefined when it ended none. */
export function lostPatience(record: ServiceRecord): Patience | undefined {
  for (const { text } of record.log.toReversed()) {
    const [server] = impatient.find(([, says]) => says.test(text)) ?? [];
    if (server !== undefined) return { server, line: text.trim().slice(0, 300) };
  }
  return undefined;
}
