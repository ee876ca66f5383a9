import type { NginxError, ProxyRecord } from "../model/evidence.ts";
import type { TrialProbe } from "../model/verdict.ts";
import { cleanLine } from "./clean-text.ts";
import { shortAnswer } from "./probes.ts";

/** What the kernel's error numbers say of a connection. */
const errnoWords: Readonly<Record<number, string>> = {
  2: "no such file",
  13: "permission denied",
  24: "too many open files",
  99: "no address to dial from",
  104: "connection reset",
  110: "connection timed out",
  111: "connection refused",
  113: "no route to host",
};

const quietLevels: readonly string[] = ["debug", "info", "notice"];

/** What nginx logged of one request, the last word; undefined when it logged nothing. */
export function errorLine(nginx: ProxyRecord | undefined, proxied: TrialProbe | undefined): NginxError | undefined {
  const connection = nginx?.attempts.find((attempt) => attempt.remotePort === proxied?.localPort)?.connection;
  const errors = nginx?.errors.filter((error) => !quietLevels.includes(error.level)) ?? [];
  return errors.findLast((error) => connection !== undefined && error.connection === connection) ?? errors.findLast((error) => error.upstream !== undefined);
}

/** Why the way from nginx to the app ends, in a few clean words: what nginx met, else what the same address answered when it was asked directly; "" when neither tells. */
export function refusalOf(nginx: ProxyRecord | undefined, proxied: TrialProbe | undefined, direct: TrialProbe | undefined): string {
  const error = errorLine(nginx, proxied);
  if (error !== undefined) return wordsOf(error);
  return direct?.error === undefined ? "" : shortAnswer(direct);
}

function wordsOf({ message, errno }: NginxError): string {
  const known = errno === undefined ? undefined : errnoWords[errno];
  if (known !== undefined) return known;
  const quoted = /^FastCGI sent in stderr: "(?:PHP message: )?(.+?)"?$/.exec(message)?.[1];
  const plain = (quoted ?? message).replace(/(?<!:)\s*\([^()]*\)\s*$/, "");
  return cleanLine(plain, 70);
}
