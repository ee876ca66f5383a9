import type { Sourced } from "../model/location.ts";
import { encodingsOf } from "./encodings.ts";

/** Takes secrets out of text. */
export type Redact = (text: string) => string;

/** Words of a name that make it one of a secret wherever they stand; also as the end of a word, as in PGPASSWORD. */
const secretWord = /(?:password|passwd|passphrase|secret|token|apikey|accesskey|privatekey|credential)s?$|^pwd$|^(?:db|pg|mysql|redis|smtp)pass$/;
/** Words that do so at the end of a name only: AUTH_SERVICE_URL and COOKIE_DOMAIN tell nothing. */
const secretEnd = /^(?:pass|auth|dsn|salt|signature|cookie|jwt|encryption|license)$/;
/** What a KEY is that must not be told. */
const secretKey = /^(?:api|access|account|app|auth|deploy|encryption|hmac|jwt|license|master|private|secret|service|session|shared|signing|ssh|storage|webhook)$/;
const harmlessName = /(_FILE|_PATH|_DIR|_HOST|_PORT|_URL_PREFIX|_ENABLED|_TTL|_NAME|_DOMAIN|_ISSUER|_AUDIENCE|_LENGTH|_ROUNDS|_TIMEOUT|_EXPIR\w*|_METHOD|_TYPE|_USER|_ALGORITHM)$/i;
/** Values shorter than this are not taken out of other text: that would shred it. */
const shortestValue = 5;
const commonValues = new Set(["true", "false", "postgres", "password", "localhost", "example", "development", "production", "default", "secret", "admin", "mysql", "redis", "mariadb", "test12"]);

const mark = (name: string): string => `[redacted:${name}]`;

const headerName = /^(?:authorization|proxy-authorization|x-api-key|x-auth-token|cookie|set-cookie)$/i;

/** What looks like a secret in any text: tokens in URLs and headers, keys, JSON web tokens. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, mark("private key")],
  [/(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@"']{0,200}):([^\s@/"']{1,400})@/gi, `$1:${mark("password")}@`],
  [/\b(authorization|proxy-authorization|x-api-key|x-auth-token|cookie|set-cookie)(["']?\s*[:=]\s*["']?|["']\s*,\s*["'])([^\r\n"']{4,})/gi, `$1$2${mark("header")}`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/g, `$1 ${mark("token")}`],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, mark("token")],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|sk-[A-Za-z0-9_-]{20,}|glpat-[\w-]{16,}|\d{8,10}:AA[\w-]{30,})\b/g, mark("token")],
  [
    /(?<![a-z0-9_])((?:[a-z0-9_.-]{0,64}(?:password|passwd|secret|token|api_?key|access_?key))["']?\s*[=:]\s*(?!(?:os\.|process\.env|env\b|getenv|environ|System\.|Environment\.|config\b|settings\b|\$)[\w.]*\W)["']?)([^\s"',;&]{4,})/gi,
    `$1${mark("value")}`,
  ],
];

/** Whether the value of a variable of this name is a secret. */
export function isSecretName(name: string): boolean {
  if (name === "PWD" || harmlessName.test(name)) return false;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word, index) => secretWord.test(word) || (/^keys?$/.test(word) && secretKey.test(words[index - 1] ?? ""))) || secretEnd.test(words.at(-1) ?? "");
}

/**
 * A redactor that knows the secrets among these variables: their values are taken out wherever they appear, whole values, longest
 * first, each line of those that span lines, and their encoded forms.
 */
export function makeRedactor(variables: readonly Readonly<Record<string, Sourced<string>>>[]): Redact {
  const known = [...secretsIn(variables)].flatMap(([secret, name]) => [secret, ...encodingsOf(secret)].map((text) => [text, name] as const));
  const values = known.toSorted(([a], [b]) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const [value, name] of values) clean = clean.replaceAll(value, () => mark(name));
    for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
    return clean;
  };
}

/** The secrets among variables, each with the name of its variable: whole values, or the lines of those that span lines. */
export function secretsIn(variables: readonly Readonly<Record<string, Sourced<string>>>[]): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const [name, { value }] of variables.flatMap((each) => Object.entries(each))) {
    const secrets = isSecretName(name) ? value.split("\n") : passwordsInUrl(value);
    for (const secret of secrets) {
      const trimmed = secret.trim();
      if (trimmed.length >= shortestValue && !commonValues.has(trimmed.toLowerCase()) && !/^\d{1,5}$/.test(trimmed)) known.set(trimmed, name);
    }
  }
  return known;
}

function passwordsInUrl(value: string): string[] {
  const match = /^[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:([^\s@]+)@/i.exec(value);
  return match?.[1] === undefined ? [] : [match[1], safeDecode(match[1])];
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The same data with every text in it redacted; the values of secret variables as a whole. */
export function redactDeep<T>(value: T, redact: Redact): T {
  return redactNode(value, redact, undefined) as T;
}

function redactNode(value: unknown, redact: Redact, key: string | undefined): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((each) => redactNode(each, redact, undefined));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      if (typeof each === "string" && headerName.test(name)) return [name, mark("header")];
      const isSourcedSecret = key === "variables" && isSecretName(name) && typeof each === "object" && each !== null && "value" in each;
      return [name, isSourcedSecret ? { ...(redactNode(each, redact, name) as object), value: mark(name) } : redactNode(each, redact, name)];
    }),
  );
}
